import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Entry, FAULTS, type Fault } from "./faults.ts";

/** In front of a local SQS: it hands most requests on as they are, and records what SQS took. */
export interface FaultySqs {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Payloads by message ID, as SQS has taken them. */
  readonly taken: ReadonlyMap<string, string>;
  /** How often each fault came. */
  readonly counts: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

/**
 * @param upstream `http://127.0.0.1:PORT` of the SQS.
 * @param choose Returns the name of the next request's fault; undefined for none.
 */
export async function startFaultySqs(
  upstream: string,
  choose: () => string | undefined,
): Promise<FaultySqs> {
  const taken = new Map<string, string>();
  const counts = new Map<string, number>();
  const server = createServer(async (request, response) => {
    const body = (await readBody(request)).toString();
    const name = choose();
    const fault = name === undefined ? undefined : FAULTS[name];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    const forward = (text: string) => handOn(upstream, request, text, taken);
    await act(fault, body, response, forward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ taken, counts },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function act(
  fault: Fault | undefined,
  body: string,
  response: ServerResponse,
  forward: (body: string) => Promise<Buffer>,
): Promise<void> {
  const request = JSON.parse(body) as { readonly Entries: readonly Entry[] };
  response.setHeader("content-type", "application/x-amz-json-1.0");
  if (fault?.kind === "answer") fault.answer(response, request.Entries);
  else if (fault?.kind === "spoil") fault.spoil(response, await forward(body));
  else if (fault?.kind === "half")
    response.end(await handOnHalf(request, fault.senderFault, forward));
  else response.end(await forward(body));
}

async function handOnHalf(
  request: { readonly Entries: readonly Entry[] },
  SenderFault: boolean,
  forward: (body: string) => Promise<Buffer>,
): Promise<string> {
  const { Entries } = request;
  const half = Entries.filter((_, index) => index % 2 === 1);
  const others = Entries.filter((_, index) => index % 2 === 0);
  const text = JSON.stringify({ ...request, Entries: half });
  const answer = half.length === 0 ? {} : JSON.parse((await forward(text)).toString());
  const Failed = others.map(({ Id }) => ({
    ...{ Id, SenderFault, Code: "InternalError", Message: "Half of it is enough" },
  }));
  return JSON.stringify({ ...answer, Failed });
}

async function handOn(
  upstream: string,
  { url, method, headers }: IncomingMessage,
  body: string,
  taken: Map<string, string>,
): Promise<Buffer> {
  const { "content-length": _, host: __, connection: ___, ...others } = headers;
  const init = { method: method ?? "POST", headers: others as Record<string, string>, body };
  const answer = Buffer.from(await (await fetch(`${upstream}${url}`, init)).arrayBuffer());
  const { Entries } = JSON.parse(body) as { readonly Entries: readonly Entry[] };
  const bodies = new Map(Entries.map(({ Id, MessageBody }) => [Id, MessageBody]));
  for (const { Id, MessageId } of JSON.parse(answer.toString()).Successful ?? [])
    taken.set(MessageId, bodies.get(Id) ?? "");
  return answer;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}
