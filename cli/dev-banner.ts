import type { Concurrency } from "../manifest/concurrency.ts";
import type { HttpMethod, HttpRoute, Manifest } from "../manifest/manifest.ts";
import { formatContents } from "./package-summary.ts";

export interface BannerOptions {
  readonly manifest: Manifest;
  readonly concurrency: Concurrency;
  readonly url: string;
  /** Undefined: the backend has no socket. */
  readonly webSocketUrl: string | undefined;
}

/** What else is told at the start. */
export interface BannerNotes {
  /** When schedules run next; undefined without any. */
  readonly schedules: string | undefined;
}

/** What `queuerun dev` prints when it is ready: what there is, what to try, how to go on. */
export function formatBanner(options: BannerOptions, { schedules }: BannerNotes): string {
  const { manifest, concurrency, url, webSocketUrl } = options;
  const sockets = webSocketUrl === undefined ? [] : [webSocketUrl];
  const tries = [
    ...createTries(manifest.routes, url),
    ...sockets.map((socketUrl) => `npx wscat -c ${socketUrl}`),
  ];
  return [
    [
      `${url} serves ${describeContents(manifest)}`,
      ...sockets.map((socketUrl) => `${socketUrl} serves WebSockets`),
    ].join("\n"),
    ...formatContents(manifest),
    ...(schedules === undefined ? [] : [schedules]),
    ...(tries.length > 0 ? [["Try", ...tries.map((line) => `  ${line}`)].join("\n")] : []),
    `${describeConcurrency(concurrency)}\nSaving a file rebuilds. Ctrl-C stops.`,
  ].join("\n\n");
}

/** `reserved off, provisioned 2`, with the command that changes it. */
export function describeConcurrency({ reserved, provisioned }: Concurrency): string {
  const state = `Concurrency: reserved ${reserved}, provisioned ${provisioned}`;
  return reserved === 0
    ? `${state}. Paused: requests are answered 429, jobs stay in their queues ("queuerun resume")`
    : `${state} ("queuerun pause" holds everything)`;
}

function describeContents({ routes, queues, schedules }: Manifest): string {
  const contents = [count(routes.length, "route"), count(queues.length, "queue")];
  if (schedules.length > 0) contents.push(count(schedules.length, "schedule"));
  return `${contents.slice(0, -1).join(", ")} and ${contents.at(-1)}`;
}

function count(number: number, name: string): string {
  return `${number} ${name}${number === 1 ? "" : "s"}`;
}

/** Enough to begin with: reading first, as it changes nothing. */
const MAX_TRIES = 4;
const TRIED: readonly HttpMethod[] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

function createTries(routes: readonly HttpRoute[], url: string): string[] {
  const tries = TRIED.flatMap((method) =>
    routes
      .filter(({ methods }) => methods.includes(method))
      // A default export handles all methods: one of them is enough
      .filter(({ methods }) => method === "GET" || !methods.includes("GET") || methods.length < 7)
      .map(({ path }) => createTry(method, `${url}${createExamplePath(path)}`)),
  );
  return tries.slice(0, MAX_TRIES);
}

function createTry(method: HttpMethod, url: string): string {
  if (method === "GET") return `curl -i ${url}`;
  if (method === "POST") return `curl -i ${url} --json '{}'`;
  if (method === "DELETE") return `curl -i ${url} -X DELETE`;
  return `curl -i ${url} -X ${method} --json '{}'`;
}

/** `/orders/[id]/[...rest]` -> `/orders/1/a/b` */
function createExamplePath(path: string): string {
  return path.replaceAll(/\[\.\.\.\w+\]/g, "a/b").replaceAll(/\[\w+\]/g, "1");
}
