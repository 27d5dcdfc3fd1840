import { findNearest } from "./find-nearest.ts";
import type { Report } from "./problem.ts";

/** The folders whose files mean something; all others hold what those files import. */
export const FOLDERS = ["api", "queues", "socket", "schedules"];

/** What the folders are called elsewhere. */
const HABITS = new Map([
  ["routes", "api"],
  ["pages", "api"],
  ["websocket", "socket"],
  ["websockets", "socket"],
  ["ws", "socket"],
  ["cron", "schedules"],
  ["crons", "schedules"],
]);

/** Reports a backend with nothing to do. */
export function reportEmptyBackend(folders: readonly string[], report: Report): void {
  report({
    message: "The backend has no routes, queues, socket or schedules",
    fix: suggestFolder(folders) ?? "Add a file to api/, queues/, socket/ or schedules/",
  });
}

function suggestFolder(folders: readonly string[]): string | undefined {
  if (folders.includes("backend")) return 'Did you mean the folder "backend"?';
  const renames = folders.flatMap((folder) => {
    const wanted = HABITS.get(folder) ?? findNearest(folder, FOLDERS);
    return wanted === undefined ? [] : [`"${folder}" to "${wanted}"`];
  });
  return renames.length === 0 ? undefined : `Rename ${renames.join(", ")}`;
}
