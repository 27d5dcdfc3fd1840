import { type HttpRequest, socket } from "queuerun/sdk";

export const config = { timeout: 29 };

interface Flood {
  readonly user: string;
  readonly messages: number;
  readonly bytes: number;
}

/** Sends to one user until that is refused. Returns the code, or null if all was taken. */
export async function post({ body }: HttpRequest) {
  const { user, messages, bytes } = body as Flood;
  const text = "x".repeat(bytes);
  try {
    for (let message = 0; message < messages; message++) await socket.to(user).send(text);
    return { code: null };
  } catch (error) {
    return { code: (error as { readonly code: string }).code };
  }
}
