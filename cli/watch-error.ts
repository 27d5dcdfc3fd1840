/** Limits of Linux, by the code of the error when they are reached, and what raises them. */
const LIMITS = new Map([
  [
    "ENOSPC",
    {
      reason: "the system's limit of watched files is reached",
      fix: "sudo sysctl fs.inotify.max_user_watches=524288",
    },
  ],
  [
    "EMFILE",
    {
      reason: "the system's limit of watching programs, or of open files, is reached",
      fix: "sudo sysctl fs.inotify.max_user_instances=1024, or ulimit -n 65536",
    },
  ],
]);

/** Why not all files are watched, and what to do. */
export function describeWatchError({ code = "", message }: NodeJS.ErrnoException): string {
  const limit = LIMITS.get(code);
  const reason = limit === undefined ? message : `${limit.reason} (${code})`;
  const fix = limit === undefined ? "" : `Raise it: ${limit.fix}. `;
  return `Not all files can be watched: ${reason}\n→ ${fix}The backend goes on; after a save that nothing is said of, start queuerun dev again`;
}
