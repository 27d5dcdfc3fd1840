/**
 * One request of AWS's security token service. Its client would be 170 KB of each package; this is
 * AWS's own signer, and the four values of one answer.
 */
import { createSigner } from "../aws-signer.ts";
import type { BackendRole, Credentials } from "../environment.ts";
import type { Keys } from "./keys.ts";

export interface RoleRequest extends BackendRole {
  readonly region: string;
  /** Of the execution role. */
  readonly credentials: Credentials;
}

/** Sessions of a role that another role assumes end after an hour at the latest. */
const DURATION_SECONDS = 3600;
/** STS answers within milliseconds. */
const TIMEOUT_MS = 3_000;

/** @throws Error with what STS, or the network, says. */
export async function assumeRole(request: RoleRequest): Promise<Keys> {
  const { roleArn, sessionName } = request;
  const form = new URLSearchParams({
    Action: "AssumeRole",
    Version: "2011-06-15",
    RoleArn: roleArn,
    RoleSessionName: sessionName,
    DurationSeconds: String(DURATION_SECONDS),
  });
  const { status, text } = await post(request, String(form));
  if (status !== 200) {
    const [code = `status ${status}`, message = text] = [read(text, "Code"), read(text, "Message")];
    throw new Error(`${code}: ${message}`);
  }
  return {
    accessKeyId: need(text, "AccessKeyId"),
    secretAccessKey: need(text, "SecretAccessKey"),
    sessionToken: need(text, "SessionToken"),
    expiration: Date.parse(need(text, "Expiration")),
  };
}

async function post({ stsUrl, region, credentials }: RoleRequest, body: string) {
  const { protocol, hostname, port, host } = new URL(stsUrl);
  const signer = createSigner("sts", region, credentials);
  const { headers } = await signer.sign({
    method: "POST",
    protocol,
    hostname,
    path: "/",
    query: {},
    headers: { host, "content-type": "application/x-www-form-urlencoded; charset=utf-8" },
    body,
  });
  const { request } =
    protocol === "https:"
      ? process.getBuiltinModule("node:https")
      : process.getBuiltinModule("node:http");
  return await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const options = { method: "POST", hostname, port, headers, signal, agent: false };
    const outgoing = request(options, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode, text }));
      response.on("error", reject);
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

function need(xml: string, name: string): string {
  const value = read(xml, name);
  if (value === undefined) throw new Error(`STS answered without ${name}`);
  return value;
}

/** Keys are letters and digits, and what base64 has besides; only messages have entities. */
function read(xml: string, name: string): string | undefined {
  const [, value] = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml) ?? [];
  return value?.replaceAll(
    /&(amp|lt|gt|quot|apos);/g,
    (_, entity: string) => ENTITIES[entity] ?? "",
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};
