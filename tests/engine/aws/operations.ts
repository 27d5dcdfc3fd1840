import type { Client } from "./client.ts";
import { type Declaration, type PropertyType, readResource } from "./declarations.ts";
import { withoutNotes } from "./defaults.ts";
import { type Difference, diffInput } from "./diff.ts";
import { type Change, PartialUpdate, type ResourceType } from "./resource-type.ts";
import { isObject, UNKNOWN, type Value, type Values } from "./wire.ts";

/** A resource that exists but is not as the program asked for: the engine keeps it with the error. */
export class InitializationError extends Error {
  override readonly name = "InitializationError";
  readonly id: string;
  readonly state: Values;

  constructor(id: string, state: Values, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.id = id;
    this.state = state;
  }
}

/** Compares the inputs that a program asks for with the state of its resource. */
export function createChange(type: ResourceType, olds: Values, inputs: Values) {
  const { inputs: declared = {}, outputs = {} } = readResource(type.token) ?? {};
  const news = withoutNotes(inputs);
  const differences = Object.entries(type.inputs).flatMap(([name, rule]): readonly Difference[] => {
    const property = declared[name];
    if (property === undefined) throw new Error(`@pulumi/aws has no "${name}" of ${type.token}`);
    // What may be left out and is always given was chosen by AWS
    const chosen = property.optional && outputs[name]?.optional === false;
    if (news[name] === undefined && (chosen || rule.kept)) return [];
    return diffInput(name, property.type, rule, olds[name], news[name]);
  });
  const changed = new Set(differences.map(inputOf));
  const change: Change = { olds, news, has: (...names) => names.some((name) => changed.has(name)) };
  return { differences, change };
}

/** `environment` of `environment.variables.MODE`. */
export function inputOf({ path }: Difference): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

export async function createResource(
  type: ResourceType,
  client: Client,
  inputs: Values,
): Promise<{ id: string; state: Values }> {
  const news = withoutNotes(inputs);
  let id: string | undefined;
  try {
    await type.create(client, news, (created) => {
      id = created;
    });
    if (id === undefined) throw new Error(`${type.token} was created without an ID`);
    const state = await readResourceState(type, client, id, news);
    if (state === null) throw new Error(`${type.token} ${id} was created, but cannot be read`);
    return { id, state };
  } catch (error) {
    if (id === undefined) throw error;
    throw new InitializationError(id, { ...news, id }, error);
  }
}

export async function updateResource(
  type: ResourceType,
  client: Client,
  id: string,
  change: Change,
): Promise<Values> {
  // A resource that was made and then not read: the engine updates it, with nothing to change
  const isChanged = Object.keys(change.news).some((name) => change.has(name));
  if (type.update === undefined && isChanged) throw new Error(`${type.token} cannot be updated`);
  try {
    await type.update?.(client, id, change);
  } catch (error) {
    // As Terraform: the state has what was asked for, whether or not AWS got it
    const kept = error instanceof PartialUpdate ? error.keeps : [];
    const olds = kept.map((name) => [name, change.olds[name] ?? null]);
    throw new InitializationError(id, { ...plan(change), ...Object.fromEntries(olds) }, error);
  }
  const state = await readResourceState(type, client, id, plan(change));
  if (state === null) throw new Error(`${type.token} ${id} is gone`);
  return state;
}

/** The state that an update is to lead to, as far as the program decides it. */
export function plan({ olds, news, has }: Change): Values {
  const kept = Object.entries(olds).filter(([name]) => name in news || !has(name));
  return { ...Object.fromEntries(kept), ...news };
}

/** The state of a resource that is to be made: what AWS decides is unknown. */
export function planNew(declaration: Declaration, inputs: Values): Values {
  const outputs = Object.keys(declaration.outputs);
  const unknown = Object.fromEntries(outputs.map((name) => [name, UNKNOWN]));
  return { ...unknown, ...withoutNotes(inputs) };
}

/** Reads a resource; what AWS does not tell is taken from the state known so far. */
export async function readResourceState(
  type: ResourceType,
  client: Client,
  id: string,
  state: Values,
): Promise<Values | null> {
  const found = await type.read(client, id, state);
  if (found === null) return null;
  const own = Object.entries(type.inputs)
    .filter(([name, rule]) => rule.writeOnly && state[name] !== undefined)
    .map(([name]) => [name, state[name] ?? null]);
  const read: Values = { ...Object.fromEntries(own), ...found };
  const outputs = readResource(type.token)?.outputs ?? {};
  const all: Values = {
    ...("region" in outputs ? { region: client.region } : {}),
    ...("tagsAll" in outputs ? { tagsAll: read.tags ?? {} } : {}),
    ...read,
  };
  checkOutputs(type, all);
  return { ...all, id };
}

/** The stand-in may tell neither more nor less than the real plugin. */
function checkOutputs(type: ResourceType, state: Values): void {
  const outputs = readResource(type.token)?.outputs ?? {};
  const extra = Object.keys(state).filter((name) => outputs[name] === undefined);
  const missing = Object.entries(outputs)
    .filter(([name, { type, optional }]) => !optional && isScalar(type) && isAbsent(state[name]))
    .map(([name]) => name);
  if (extra.length + missing.length === 0) return;
  throw new Error(
    `The stand-in tells of ${type.token} [${extra}] too much, [${missing}] too little`,
  );
}

/** Configurations that do not apply to a resource are left out, whatever the declaration says. */
function isScalar({ kind }: PropertyType): boolean {
  return kind === "string" || kind === "number" || kind === "boolean";
}

function isAbsent(value: Value | undefined): boolean {
  return value === undefined || value === null;
}

/** The inputs that would make a resource what it is now. */
export function readInputs(type: ResourceType, inputs: Values, found: Values): Values {
  const known = Object.keys(withoutNotes(inputs)).length > 0;
  if (!known) return readNewInputs(type, found);
  const current = Object.entries(inputs).flatMap(([name, input]): [string, Value][] => {
    const rule = type.inputs[name];
    // As the program wrote it, whatever it is now: also of JSON, which the real plugin normalizes
    if (rule === undefined || rule.writeOnly || rule.json) return [[name, input]];
    const value = found[name];
    return value === undefined || value === null ? [] : [[name, extract(input, value)]];
  });
  return Object.fromEntries(current);
}

function readNewInputs(type: ResourceType, found: Values): Values {
  const names = Object.keys(type.inputs).filter((name) => !type.inputs[name]?.writeOnly);
  const current = names.flatMap((name): [string, Value][] => {
    const value = found[name];
    return isAbsent(value) || isEmpty(value) ? [] : [[name, value ?? null]];
  });
  return Object.fromEntries(current);
}

/** Of what AWS has, what the program asked about. */
function extract(input: Value | undefined, found: Value): Value {
  if (Array.isArray(input) && Array.isArray(found))
    return found.slice(0, input.length).map((value, index) => extract(input[index], value));
  if (!isObject(input) || !isObject(found)) return found;
  const values = Object.entries(found).filter(([name]) => input[name] !== undefined);
  return Object.fromEntries(values.map(([name, value]) => [name, extract(input[name], value)]));
}

/** What a program would not write. */
function isEmpty(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return value === "" || (isObject(value) && Object.keys(value).length === 0);
}
