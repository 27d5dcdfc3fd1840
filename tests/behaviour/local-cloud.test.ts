import { describeHttpBehaviour } from "./http.ts";
import { startOwnClient } from "./local-cloud-harness.ts";
import { describeQueueBehaviour } from "./queue.ts";
import { describeRuntimeTier } from "./runtime-tier.ts";
import { describeScheduleBehaviour } from "./schedule.ts";
import { describeSocketBehaviour } from "./socket.ts";

describeRuntimeTier(startOwnClient, (start) => {
  describeHttpBehaviour("the local cloud", start);
  describeQueueBehaviour("the local cloud", start);
  describeScheduleBehaviour("the local cloud", start);
  describeSocketBehaviour("the local cloud", start);
});
