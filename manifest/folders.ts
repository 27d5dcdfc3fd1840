import { findNearest } from "./find-nearest.ts";
import type { Report } from "./problem.ts";

/** The folders whose files mean something; all others hold what those files import. */
export const FOLDERS = ["api", "queues", "socket"];

/** What the folders are called elsewhere. */
const HABITS = new Map([
  ["routes", "api"],
  ["pages", "api"],
  ["websocket", "socket"],
  ["websockets", "socket"],
  ["ws", "socket"],
]);
/** Folders that mean something to queuerun, and that this version does nothing with. */
const LATER = { schedules: "Schedules" };

/** Reports folders whose content would be left out of the package without a word. */
export function checkFolders(folders: readonly string[], report: Report): void {
  for (const [folder, what] of Object.entries(LATER))
    if (folders.includes(folder))
      report({
        file: `${folder}/`,
        message: `${what} are not supported by this version of queuerun`,
        fix: "Move the folder out of the backend",
      });
}

/** Reports a backend with nothing to do. */
export function reportEmptyBackend(folders: readonly string[], report: Report): void {
  report({
    message: "The backend has no routes, no queues and no socket",
    fix: suggestFolder(folders) ?? "Add a file to api/, queues/ or socket/",
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
