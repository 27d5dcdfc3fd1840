/** A resource in the state; secrets in plain text. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The resources of an exported stack: without the stack itself and its providers. */
export function parseState(exported: unknown): readonly StateResource[] {
  const { deployment } = exported as { deployment: { resources?: StateResource[] } };
  const plumbing = /^pulumi:(pulumi:Stack|providers:.*)$/;
  return (deployment.resources ?? []).filter(({ type }) => !plumbing.test(type));
}

/**
 * What a program asked for, by type and name: what two programs that should make the same resources
 * have to agree on. IDs that AWS chose are replaced by the names of their resources, archives by their
 * hashes, and JSON by what it says.
 */
export function describeInputs(
  resources: readonly StateResource[],
): Readonly<Record<string, unknown>> {
  const names = new Map(resources.map(({ id, urn }) => [id ?? "", nameOf(urn)]));
  const described = resources.map(({ type, urn, inputs }) => {
    const text = JSON.stringify(inputs ?? {}, simplify);
    const named = text.replaceAll(CHOSEN_ID, (id) => (names.has(id) ? `<${names.get(id)}>` : id));
    return [`${type} ${nameOf(urn)}`, JSON.parse(named)] as const;
  });
  return Object.fromEntries(described.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** IDs of API Gateway and of event source mappings. */
const CHOSEN_ID = /\b(?:[a-z0-9]{10}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g;

function simplify(_: string, value: unknown): unknown {
  if (typeof value === "string" && value.startsWith("{")) return JSON.parse(value);
  const isArchive = typeof value === "object" && value !== null && "hash" in value;
  return isArchive ? { hash: value.hash } : value;
}

function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
