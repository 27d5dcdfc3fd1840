/** @param source A path as the compiler names it: true if it is the user's own code. */
export function isUserSource(source: string): boolean {
  return !source.startsWith("queuerun:") && !/(?:^|\/)node_modules\//.test(source);
}
