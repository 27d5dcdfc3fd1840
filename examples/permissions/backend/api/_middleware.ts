import { reply } from "queuerun/sdk";

/** Says what AWS, or its SDK, has refused. A service would keep that to itself. */
export function onError(error: Error) {
  return reply(`${error.name}: ${error.message}`, { status: 403 });
}
