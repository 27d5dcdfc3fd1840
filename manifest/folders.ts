import type { Report } from "./config-reader.ts";
import { didYouMean } from "./did-you-mean.ts";

const FOLDERS = ["api", "queues"];
/** Folders that mean something to queuerun, and that this version does nothing with. */
const LATER = { socket: "WebSockets", schedules: "Schedules" };

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
  const hint = folders.includes("backend")
    ? 'Did you mean the folder "backend"?'
    : folders.map((folder) => didYouMean(folder, FOLDERS)).find((text) => text !== undefined);
  report({
    message: "The backend has no routes and no queues",
    fix: hint ?? "Add a file to api/ or queues/",
  });
}
