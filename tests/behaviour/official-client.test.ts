import { describeHttpBehaviour } from "./http.ts";
import { startOfficialClient } from "./local-cloud-harness.ts";

describeHttpBehaviour("the official runtime interface client", startOfficialClient);
