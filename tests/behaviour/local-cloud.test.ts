import { describeHttpBehaviour } from "./http.ts";
import { startOwnClient } from "./local-cloud-harness.ts";

describeHttpBehaviour("the local cloud", startOwnClient);
