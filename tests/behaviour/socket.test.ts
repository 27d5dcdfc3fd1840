import { startOfficialClient } from "./local-cloud-harness.ts";
import { describeSocketBehaviour } from "./socket.ts";
import { startSocketHandler } from "./socket-handler-harness.ts";

describeSocketBehaviour("the handler called with events", startSocketHandler);
describeSocketBehaviour("the official runtime interface client", startOfficialClient);
