/** How many instances of the function there may be, as an operator sets it. */
export interface Concurrency {
  /** The most instances at a time. `0` pauses the backend; `off`: it has no limit of its own. */
  readonly reserved: number | "off";
  /** Instances kept warm, ready to serve. `off`: none. */
  readonly provisioned: number | "off";
}

/** What the two settings are called where they were written, for the messages. */
export interface ConcurrencyNames {
  readonly reserved: string;
  readonly provisioned: string;
}

export type ParsedConcurrency =
  | { readonly concurrency: Concurrency }
  | { readonly problems: readonly string[] };

/** Parses both settings as text; one that is absent is `off`. Reports all problems together. */
export function parseConcurrency(
  texts: { readonly reserved?: string | undefined; readonly provisioned?: string | undefined },
  names: ConcurrencyNames,
): ParsedConcurrency {
  const reserved = parseCount(texts.reserved, 0);
  const provisioned = parseCount(texts.provisioned, 1);
  const problems: string[] = [];
  if (reserved === undefined)
    problems.push(describeInvalid(names.reserved, texts.reserved, "an integer of 0 or more"));
  if (provisioned === undefined)
    problems.push(describeInvalid(names.provisioned, texts.provisioned, "an integer of 1 or more"));
  if (reserved === undefined || provisioned === undefined) return { problems };
  const concurrency = { reserved, provisioned };
  const conflicts = findConflicts(concurrency, names);
  return conflicts.length > 0 ? { problems: conflicts } : { concurrency };
}

/**
 * Provisioned instances are a part of the reserved ones. A pause (`reserved` is 0) is exempt: it
 * takes the provisioned instances away, and a resume brings them back.
 */
function findConflicts({ reserved, provisioned }: Concurrency, names: ConcurrencyNames): string[] {
  if (reserved === "off" || reserved === 0 || provisioned === "off" || provisioned <= reserved)
    return [];
  return [
    `"${names.provisioned}" is ${provisioned}, must be at most "${names.reserved}", which is ${reserved}`,
  ];
}

function parseCount(text: string | undefined, minimum: number): number | "off" | undefined {
  if (text === undefined || text === "off") return "off";
  const count = /^\d{1,9}$/.test(text) ? Number(text) : -1;
  return count >= minimum ? count : undefined;
}

function describeInvalid(name: string, text: string | undefined, allowed: string): string {
  return `"${name}" is ${JSON.stringify(text)}, must be "off" or ${allowed}`;
}
