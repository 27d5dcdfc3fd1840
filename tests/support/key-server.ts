import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from "jose";

export const ISSUER = "https://login.example";
export const AUDIENCE = "shop";

/** A key of an issuer: signs tokens, and has a public half to publish. */
export interface IssuerKey {
  readonly jwk: JWK;
  sign(claims?: Readonly<Record<string, unknown>>, header?: object): Promise<string>;
}

export async function createKey(kid: string, algorithm = "ES256"): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  return {
    jwk: { ...(await exportJWK(publicKey)), kid },
    sign: (claims, header) => signToken(privateKey, { alg: algorithm, kid, ...header }, claims),
  };
}

/** A token as it should be, but for the claims that are given; undefined leaves one out. */
export function signToken(
  key: CryptoKey | Uint8Array,
  header: { readonly alg: string; readonly kid?: string },
  claims: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  const exp = Math.floor(Date.now() / 1_000) + 60;
  const payload = { sub: "ann", iss: ISSUER, aud: AUDIENCE, exp, ...claims };
  return new SignJWT(JSON.parse(JSON.stringify(payload))).setProtectedHeader(header).sign(key);
}

export interface KeyServer {
  readonly url: string;
  /** Requests so far. */
  readonly count: number;
  /** What it answers from now on. */
  answer(respond: (request: IncomingMessage, response: ServerResponse) => void): void;
  publish(...keys: readonly IssuerKey[]): void;
  close(): Promise<void>;
}

/** Publishes keys as an identity provider does. */
export async function startKeyServer(...keys: readonly IssuerKey[]): Promise<KeyServer> {
  let count = 0;
  let respond: Parameters<KeyServer["answer"]>[0];
  const publish = (...keys: readonly IssuerKey[]) => {
    respond = (_, response) => response.end(JSON.stringify({ keys: keys.map(({ jwk }) => jwk) }));
  };
  publish(...keys);
  const server = createServer((request, response) => {
    count += 1;
    respond(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    get count() {
      return count;
    },
    answer(next) {
      respond = next;
    },
    publish,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
