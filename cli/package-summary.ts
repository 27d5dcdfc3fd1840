import type { PackageSizes } from "../build/build.ts";
import { formatCount, LIMITS } from "../manifest/limits.ts";
import type { HttpRoute, Manifest, Queue, Schedule } from "../manifest/manifest.ts";
import { HTTP_METHODS } from "../manifest/manifest.ts";
import { QUEUE_NAME_LENGTH } from "../manifest/queue-name.ts";

/** What is in a package, and how much of what Lambda allows it takes. */
export function formatSummary(manifest: Manifest, sizes: PackageSizes): string {
  return [...formatContents(manifest), formatTable("Budget", describeBudget(manifest, sizes))].join(
    "\n\n",
  );
}

/** Routes, the socket, queues and schedules, each a table, if there are any. */
export function formatContents({ routes, socket, queues, schedules }: Manifest): string[] {
  return [
    ...(routes.length > 0 ? [formatTable("Routes", routes.map(describeRoute))] : []),
    ...(socket === null
      ? []
      : [formatTable("WebSocket", [[`${socket.timeoutSeconds} s`, socket.file]])]),
    ...(queues.length > 0 ? [formatTable("Queues", queues.map(describeQueue))] : []),
    ...(schedules.length > 0 ? [formatTable("Schedules", schedules.map(describeSchedule))] : []),
  ];
}

function describeRoute({ methods, path, file }: HttpRoute): string[] {
  const all = methods.length === HTTP_METHODS.length;
  return [all ? "any method" : methods.join(" "), path, file];
}

function describeQueue({ name, fifo, timeoutSeconds, batchSize, file, paused }: Queue): string[] {
  const batch = batchSize === 1 ? "one job at a time" : `up to ${batchSize} jobs at a time`;
  const notes = `${fifo ? ", in order" : ""}${paused ? ", paused" : ""}`;
  return [name, `${timeoutSeconds} s`, `${batch}${notes}`, file];
}

function describeSchedule({ name, cron, timezone, timeoutSeconds, file }: Schedule): string[] {
  const when = cron === null ? "by hand only" : `${cron} ${timezone}`;
  return [name, `${timeoutSeconds} s`, when, file];
}

function describeBudget({ queues }: Manifest, sizes: PackageSizes): string[][] {
  const { bundle, zip, unzipped, environment } = sizes;
  const longest = Math.max(0, ...queues.map(({ name }) => name.length));
  const budget = [
    ["code", formatBytes(bundle), ""],
    ["zip", formatBytes(zip), `of ${formatBytes(LIMITS.packageZip.maximum)}`],
    ["unzipped", formatBytes(unzipped), `of ${formatBytes(LIMITS.packageUnzipped.maximum)}`],
    [
      "environment",
      `${formatCount(environment)} bytes`,
      `of ${formatCount(LIMITS.environment.maximum)}`,
    ],
    ["longest queue name", `${longest} characters`, `of ${QUEUE_NAME_LENGTH}`],
  ];
  return queues.length > 0 ? budget : budget.slice(0, -1);
}

function formatBytes(bytes: number): string {
  const units = ["bytes", "KB", "MB"];
  let size = bytes;
  while (size >= 1024 && units.length > 1) {
    size /= 1024;
    units.shift();
  }
  return `${formatCount(Math.round(size * 10) / 10)} ${units[0]}`;
}

export function formatTable(title: string, rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  const lines = rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd(),
  );
  return [title, ...lines].join("\n");
}
