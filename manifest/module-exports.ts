/** Checks the names that each kind of file exports. */
import { methodExport } from "./http-exports.ts";
import { HTTP_METHODS, type HttpMethod } from "./manifest.ts";
import type { Report } from "./problem.ts";
import { type ExportedName, READ_EXPORTS, type SourceModule } from "./source-module.ts";

const METHOD_NAMES = HTTP_METHODS.map(methodExport);
const HOOK_NAMES = ["onRequest", "onResponse", "onError"];
const INDEX_NAMES = ["warmup", "onError"];
/** The one export that may be null, and that must not go unseen where nothing calls it. */
const AUTHENTICATE = "authenticate";
const SOCKET_NAMES = [
  "default",
  "onConnect",
  "onDisconnect",
  "onOnline",
  "onOffline",
  AUTHENTICATE,
];

/** What people export by habit, and what it is called here. */
const ROUTE_HABITS = { delete: "del", all: "default", handler: "default" };
const MIDDLEWARE_HABITS = {
  auth: AUTHENTICATE,
  authentication: AUTHENTICATE,
  authorize: AUTHENTICATE,
};
const QUEUE_HABITS = { handler: "default", handle: "default", job: "default", run: "default" };
const SCHEDULE_HABITS = { cron: "schedule", tz: "timezone" };
const SOCKET_HABITS = {
  handler: "default",
  message: "default",
  onmessage: "default",
  connect: "onConnect",
  onopen: "onConnect",
  disconnect: "onDisconnect",
  onclose: "onDisconnect",
};

/** The methods that a route's exports handle; null for a default export, which handles all. */
export function readMethods(module: SourceModule, report: Report): readonly HttpMethod[] | null {
  const meant = checkNames(module, [...METHOD_NAMES, "default"], ROUTE_HABITS, report);
  checkNames(module, [AUTHENTICATE, ...HOOK_NAMES], {}, report);
  const star = findExport(module, ({ name }) => name === "*");
  if (star !== undefined)
    report({
      file: module.file,
      ...star.place,
      message: "`export *` hides which methods the route handles",
      fix: 'Name them: `export { get, post } from "..."`',
    });
  else if (meant?.size === 0)
    report({
      file: module.file,
      message: "The route handles no method",
      fix: `Export a function called ${METHOD_NAMES.join(", ")} or default; if the file is no route, begin its name with "_"`,
    });
  if (meant?.has("default")) {
    checkOnlyDefault(module, report);
    return null;
  }
  return HTTP_METHODS.filter((method) => meant?.has(methodExport(method)));
}

function checkOnlyDefault(module: SourceModule, report: Report): void {
  const unused = findExport(module, ({ name }) => METHOD_NAMES.includes(name));
  if (unused !== undefined)
    report({
      file: module.file,
      ...unused.place,
      message: `The default export handles all methods, so "${unused.name}" would never run`,
      fix: "Export either a default or a function for each method",
    });
}

export function checkQueueExports(module: SourceModule, report: Report): void {
  const meant = checkNames(module, ["default"], QUEUE_HABITS, report);
  reportUncalled(module, report);
  if (meant?.size === 0)
    report({
      file: module.file,
      message: "The queue has no default export to handle its jobs",
      fix: 'Write `export default async function (payload) { ... }`; if the file is no queue, begin its name with "_"',
    });
}

export function checkScheduleExports(module: SourceModule, report: Report): void {
  const meant = checkNames(module, ["default"], QUEUE_HABITS, report);
  const read = checkSpelling(module, READ_EXPORTS, SCHEDULE_HABITS, report);
  reportUncalled(module, report);
  if (meant?.size === 0)
    report({
      file: module.file,
      message: "The schedule has no default export to run",
      fix: 'Write `export default async function () { ... }`; if the file is no schedule, begin its name with "_"',
    });
  if (read?.has("schedule") === false)
    report({
      file: module.file,
      message: "The schedule does not say when it runs",
      fix: 'Write `export const schedule = "every day at 4:15"`, or `"never"` to run it by hand only',
    });
}

export function checkSocketExports(module: SourceModule, report: Report): void {
  const meant = checkNames(module, SOCKET_NAMES, SOCKET_HABITS, report);
  const star = findExport(module, ({ name }) => name === "*");
  if (meant?.size === 0 && star === undefined)
    report({
      file: module.file,
      message: "The socket handles nothing",
      fix: `Export a function called ${SOCKET_NAMES.join(", ")}`,
    });
}

export function checkMiddlewareExports(module: SourceModule, report: Report): void {
  const isAsked = ["api/", "socket/"].some((folder) => module.file.startsWith(folder));
  const names = isAsked ? [AUTHENTICATE, ...HOOK_NAMES] : HOOK_NAMES;
  const meant = checkNames(module, names, isAsked ? MIDDLEWARE_HABITS : {}, report);
  if (!isAsked) reportUncalled(module, report);
  const config = findExport(module, ({ name }) => name === "config");
  if (config !== undefined)
    report({
      file: module.file,
      ...config.place,
      message: 'Middleware has no "config"',
      fix: "Write it in the files that the middleware is for",
    });
  const star = findExport(module, ({ name }) => name === "*");
  if (meant?.size === 0 && star === undefined)
    report({
      file: module.file,
      message: "The middleware exports nothing that would run",
      fix: `Export a function called ${names.join(", ")}`,
    });
}

export function checkIndexExports(module: SourceModule, report: Report): void {
  checkNames(module, INDEX_NAMES, {}, report);
  reportUncalled(module, report);
}

function findExport(
  { exports }: SourceModule,
  test: (exported: ExportedName) => boolean,
): ExportedName | undefined {
  return exports?.find(test);
}

/**
 * Reports exports that are misspelt, or that should be functions and are not.
 * @returns the known names that the module exports, or was meant to; null if it cannot be parsed.
 */
function checkNames(
  module: SourceModule,
  known: readonly string[],
  habits: Readonly<Record<string, string>>,
  report: Report,
): ReadonlySet<string> | null {
  if (module.exports === null) return null;
  const meant = new Set<string>();
  for (const { name, place, isPlainData, isNull } of module.exports) {
    const wanted = known.includes(name) ? name : wantedName(name, known, habits);
    if (wanted === undefined) continue;
    meant.add(wanted);
    const at = { file: module.file, ...place };
    if (wanted !== name)
      report({ ...at, message: `Nothing calls an export named "${name}"`, fix: writeName(wanted) });
    else if (isPlainData && !(isNull && name === AUTHENTICATE))
      report({ ...at, message: `"${name}" is not a function`, fix: writeFunction(name) });
  }
  return meant;
}

/** Reports exports that the build would read, but for their spelling. */
function checkSpelling(
  module: SourceModule,
  known: readonly string[],
  habits: Readonly<Record<string, string>>,
  report: Report,
): ReadonlySet<string> | null {
  if (module.exports === null) return null;
  const meant = new Set<string>();
  for (const { name, place } of module.exports) {
    const wanted = known.includes(name) ? name : wantedName(name, known, habits);
    if (wanted === undefined) continue;
    meant.add(wanted);
    if (wanted === name) continue;
    const message = `Nothing reads an export named "${name}"`;
    report({ file: module.file, ...place, message, fix: writeName(wanted) });
  }
  return meant;
}

/** Reports an `authenticate` that nothing would call: its author believes that it turns people away. */
function reportUncalled(module: SourceModule, report: Report): void {
  const uncalled = findExport(module, ({ name }) => plainName(name) === AUTHENTICATE);
  if (uncalled !== undefined)
    report({
      file: module.file,
      ...uncalled.place,
      message: `Nothing calls "${uncalled.name}" in this file: nobody would be turned away`,
      fix: "Write it in api/_middleware or in a route; a job finds the user in `job.user`",
    });
}

// The known name, but for case and separators: `GET`, `warm_up`.
function wantedName(
  name: string,
  known: readonly string[],
  habits: Readonly<Record<string, string>>,
): string | undefined {
  const plain = plainName(name);
  const habit = new Map(Object.entries(habits)).get(plain);
  return known.find((other) => plainName(other) === plain) ?? habit;
}

function plainName(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

function writeFunction(name: string): string {
  return name === AUTHENTICATE
    ? "Export a function, or null to let everybody in"
    : "Export a function";
}

function writeName(name: string): string {
  return name === "default" ? "Write `export default`" : `Write \`${name}\``;
}
