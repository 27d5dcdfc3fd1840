import { startHandler } from "./handler-harness.ts";
import { startOfficialClient } from "./local-cloud-harness.ts";
import { describeQueueBehaviour } from "./queue.ts";

describeQueueBehaviour("the handler called with events", startHandler);
describeQueueBehaviour("the official runtime interface client", startOfficialClient);
