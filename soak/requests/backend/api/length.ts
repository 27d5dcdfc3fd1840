import type { HttpRequest } from "queuerun/sdk";

/** How much has arrived. */
export async function post({ request }: HttpRequest) {
  return { bytes: (await request.arrayBuffer()).byteLength };
}
