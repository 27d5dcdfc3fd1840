import { deployFaults } from "./deploy/part.ts";
import { hostileEvents } from "./hostile/hostile-events.ts";
import { load } from "./load/part.ts";
import { hostileTexts } from "./parsers/hostile-text.ts";
import type { Part } from "./part.ts";
import { pause } from "./pause/part.ts";
import { requests } from "./requests/part.ts";
import { coalescingSender } from "./sender/coalescing-sender.ts";
import { sockets } from "./sockets/part.ts";
import { warmInstance } from "./warm/warm-instance.ts";

/** In the order in which they run. */
export const PARTS: readonly Part[] = [
  load,
  pause,
  requests,
  sockets,
  hostileEvents,
  hostileTexts,
  coalescingSender,
  warmInstance,
  deployFaults,
];
