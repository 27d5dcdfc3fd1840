import { startHandler } from "./handler-harness.ts";
import { startOfficialClient } from "./local-cloud-harness.ts";
import { describeScheduleBehaviour } from "./schedule.ts";

describeScheduleBehaviour("the handler called with events", startHandler);
describeScheduleBehaviour("the official runtime interface client", startOfficialClient);
