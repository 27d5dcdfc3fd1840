import { startHandler } from "./handler-harness.ts";
import { describeHttpBehaviour } from "./http.ts";

describeHttpBehaviour("the handler called with events", startHandler);
