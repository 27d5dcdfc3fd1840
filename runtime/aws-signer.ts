/** AWS's own signer of requests, for what is asked of AWS without its clients, which are ten times as large. */
import { SignatureV4 } from "@smithy/signature-v4";
import type { Credentials } from "./environment.ts";

export function createSigner(
  service: string,
  region: string,
  credentials: Credentials,
): SignatureV4 {
  return new SignatureV4({ service, region, credentials, sha256: Sha256 });
}

/** As the signer wants it. */
class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    const { createHash, createHmac } = process.getBuiltinModule("node:crypto");
    this.#hash =
      secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Buffer);
  }

  update(data: Uint8Array | string): void {
    this.#hash.update(data);
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}
