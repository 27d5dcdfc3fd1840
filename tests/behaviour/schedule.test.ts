import { startHandler } from "./handler-harness.ts";
import { startOfficialClient, startOwnClient } from "./local-cloud-harness.ts";
import { describeScheduleBehaviour } from "./schedule.ts";

describeScheduleBehaviour("the handler called with events", startHandler);
describeScheduleBehaviour("the local cloud", startOwnClient);
describeScheduleBehaviour("the official runtime interface client", startOfficialClient);
