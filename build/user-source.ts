/** @param source A path as the compiler names it: true if it is the user's own code. */
export function isUserSource(source: string): boolean {
  return !source.startsWith("queuerun:") && !/(?:^|\/)node_modules\//.test(source);
}

/**
 * The same of absolute paths, as a filter for the compiler, whose expressions have no "not followed by": every
 * name differs from "node_modules" somewhere, ends before it does, or goes on after it.
 */
export const USER_FILE = createUserFile("node_modules");

function createUserFile(name: string): RegExp {
  const differing = Array.from(
    name,
    (char, index) => `${name.slice(0, index)}(?:[^${char}/\\\\][^/\\\\]*)?`,
  );
  const names = [...differing, `${name}[^/\\\\]+`].join("|");
  return new RegExp(`^(?:[A-Za-z]:)?(?:[/\\\\](?:${names}))*$`);
}
