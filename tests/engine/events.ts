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
    operations: events
      .flatMap(readStep)
      .filter(({ op, type }) => op !== "same" && !isPlumbing(type))
      .map(createOperation),
    errors: messages(events, "error"),
    warnings: messages(events, "warning").filter((text) => !PLUGIN_ON_PATH.test(text)),
  };
}

/** A refresh begins the same for all: only its end tells what was found. */
function readStep({ resourcePreEvent, resOutputsEvent }: EngineEvent): StepEventMetadata[] {
  const begun = resourcePreEvent?.metadata;
  if (begun !== undefined) return begun.op === "refresh" ? [] : [begun];
  const ended = resOutputsEvent?.metadata;
  return ended?.op === "refresh" ? [{ ...ended, op: refreshed(ended) }] : [];
}

function refreshed({ old, new: found }: StepEventMetadata): StepEventMetadata["op"] {
  if (found === undefined) return "delete";
  return JSON.stringify(old?.outputs) === JSON.stringify(found.outputs) ? "same" : "update";
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
