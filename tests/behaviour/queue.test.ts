import { startHandler } from "./handler-harness.ts";
import { startOfficialClient, startOwnClient } from "./local-cloud-harness.ts";
import { describeQueueBehaviour } from "./queue.ts";

describeQueueBehaviour("the handler called with events", startHandler);
describeQueueBehaviour("the local cloud", startOwnClient);
describeQueueBehaviour("the official runtime interface client", startOfficialClient);
