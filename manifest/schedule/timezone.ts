import { findNearest } from "../find-nearest.ts";

/** What is wrong with the name of a time zone; undefined for a good one. */
export function checkTimezone(
  name: string,
): { readonly message: string; readonly fix: string } | undefined {
  const known = Intl.supportedValuesOf("timeZone");
  const isName = /^[A-Za-z]/.test(name) && isSupported(name);
  // AWS minds capital letters; names that only this list lacks, such as "US/Pacific", are older ones.
  const spelled = known.find((other) => other.toLowerCase() === name.toLowerCase());
  if (isName && (spelled === undefined || spelled === name)) return undefined;
  const nearest = spelled ?? findNearest(name, known);
  return {
    message: `"timezone" is "${name}", which is no time zone`,
    fix:
      nearest === undefined
        ? 'Write a name of the IANA database, such as "Europe/Berlin"'
        : `Did you mean "${nearest}"?`,
  };
}

function isSupported(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}
