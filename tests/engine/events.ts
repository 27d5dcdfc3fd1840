import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation/index.js";

/** What the engine did, or would do, with one resource. */
export interface Operation {
  /** `create`, `update`, `replace`, `delete` ..., as the engine names them. */
  readonly op: string;
  readonly type: string;
  /** The logical name. */
  readonly name: string;
  /** Paths of the inputs that differ, sorted; only where a resource is updated or replaced. */
  readonly changes?: readonly string[];
}

export interface ParsedEvents {
  readonly operations: readonly Operation[];
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly notes: readonly string[];
  /** All that the engine reported, as JSON, but for what only `--debug` shows. */
  readonly events: string;
}

/** Each plugin of a test is found on PATH, and the engine says so. */
const PLUGIN_ON_PATH = /^using pulumi-resource-\w+ from \$PATH at /;

/** Parses an event log: one JSON object in a line. The last line may be cut off by a kill. */
export function parseEvents(log: string): ParsedEvents {
  const events = log
    .split("\n")
    .slice(0, -1)
    .map((line) => JSON.parse(line) as EngineEvent);
  return {
    operations: readSteps(events)
      .filter(({ op, type }) => !LEFT_OUT.includes(op) && !isPlumbing(type))
      .map(createOperation),
    errors: messages(events, "error"),
    warnings: messages(events, "warning").filter((text) => !PLUGIN_ON_PATH.test(text)),
    notes: messages(events, "info"),
    events: JSON.stringify(events.filter((event) => !isDebug(event))),
  };
}

/** Of such the declarations of @pulumi/pulumi do not know. */
function isDebug({ diagnosticEvent }: EngineEvent): boolean {
  return (diagnosticEvent?.severity as string | undefined) === "debug";
}

/** What leaves a resource as it is, and the two halves of a replacement. */
const LEFT_OUT: readonly string[] = ["same", "create-replacement", "delete-replaced"];

/** What was begun; of a refresh, which begins the same for all, what was found. */
function readSteps(events: readonly EngineEvent[]): StepEventMetadata[] {
  const refreshing = new Set<string>();
  return events.flatMap(({ resourcePreEvent, resOutputsEvent }) => {
    const begun = resourcePreEvent?.metadata;
    if (begun?.op === "refresh") refreshing.add(begun.urn);
    else if (begun !== undefined) return [begun];
    const ended = resOutputsEvent?.metadata;
    return ended !== undefined && refreshing.delete(ended.urn) ? [ended] : [];
  });
}

/** What is not a resource of the program. */
function isPlumbing(type: string): boolean {
  return type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:");
}

function createOperation({ op, type, urn, detailedDiff }: StepEventMetadata): Operation {
  const name = urn.slice(urn.lastIndexOf("::") + 2);
  if (!detailedDiff) return { op, type, name };
  return { op, type, name, changes: Object.keys(detailedDiff).sort() };
}

function messages(events: readonly EngineEvent[], severity: string): string[] {
  const texts = events
    .flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
    .filter((event) => event.severity === severity)
    .map(({ message }) => message.replaceAll(/<\{%.*?%\}>/g, "").trim());
  return [...new Set(texts)];
}
