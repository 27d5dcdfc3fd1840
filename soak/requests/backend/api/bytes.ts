import type { HttpRequest } from "queuerun/sdk";

export const config = { etag: false };

/** As many as are asked for. */
export const get = ({ query }: HttpRequest) => Buffer.alloc(Number(query.count), "x");
