import { checkInputs } from "./check.ts";
import type { CreateClient } from "./client.ts";
import { readResource } from "./declarations.ts";
import { fillIn, isDefault, normalizeInputs, withoutNotes } from "./defaults.ts";
import type { Difference } from "./diff.ts";
import { callFunction } from "./functions.ts";
import {
  createChange,
  createResource,
  inputOf,
  plan,
  planNew,
  readInputs,
  readResourceState,
  updateResource,
} from "./operations.ts";
import type { Problem, ResourceType } from "./resource-type.ts";
import { RESOURCE_TYPES } from "./resource-types.ts";
import { UNKNOWN, type Values } from "./wire.ts";

/** What the engine asks of a plugin; all values in plain text. */
export interface Provider {
  check(urn: string, olds: Values, news: Values, seed: Uint8Array): Checked;
  diff(urn: string, state: Values, news: Values): Diff;
  create(urn: string, inputs: Values, preview: boolean): Promise<{ id: string; state: Values }>;
  read(urn: string, id: string, state: Values, inputs: Values): Promise<ReadResult | null>;
  update(urn: string, id: string, olds: Values, news: Values, preview: boolean): Promise<Values>;
  delete(urn: string, id: string, state: Values): Promise<void>;
  invoke(token: string, args: Values): Promise<Values>;
}

export interface Checked {
  readonly inputs: Values;
  readonly problems: readonly Problem[];
}

export interface Diff {
  readonly differences: readonly Difference[];
  /** Inputs whose change replaces the resource. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

export interface ReadResult {
  readonly state: Values;
  readonly inputs: Values;
}

export function createProvider(createClient: CreateClient, region: string): Provider {
  const client = (urn: string, values: Values) => {
    const place = typeof values.region === "string" ? values.region : region;
    return createClient(place, `${tokenOf(urn)} ${urn.split("::").at(-1)}`);
  };
  return {
    check: (urn, olds, news, seed) => {
      const { type, declaration } = find(urn);
      const inputs = fillIn(type, urn, olds, normalizeInputs(type, news), seed);
      return { inputs, problems: checkInputs(type, declaration, withoutNotes(inputs)) };
    },
    diff: (urn, state, news) => {
      const { type } = find(urn);
      const { differences } = createChange(type, state, news);
      const names = new Set(differences.map(inputOf));
      const replaces = [...names].filter((name) => type.inputs[name]?.replaces);
      const deleteBeforeReplace = replaces.length > 0 && hasFixedName(type, state, news);
      return { differences, replaces, deleteBeforeReplace };
    },
    create: async (urn, inputs, preview) => {
      const { type, declaration } = find(urn);
      if (preview) return { id: "", state: planNew(declaration, inputs) };
      return createResource(type, client(urn, inputs), inputs);
    },
    read: async (urn, id, state, inputs) => {
      const { type } = find(urn);
      const found = await readResourceState(type, client(urn, state), id, state);
      if (found === null) return null;
      return { state: found, inputs: readInputs(type, inputs, found) };
    },
    update: async (urn, id, olds, news, preview) => {
      const { type } = find(urn);
      const { change } = createChange(type, olds, news);
      if (!preview) return updateResource(type, client(urn, olds), id, change);
      const unknown = type.unknownAfter?.(change) ?? [];
      return { ...plan(change), ...Object.fromEntries(unknown.map((name) => [name, UNKNOWN])) };
    },
    delete: (urn, id, state) => find(urn).type.delete(client(urn, state), id, state),
    invoke: (token, args) => callFunction(token, args, createClient(region, token)),
  };
}

function tokenOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function find(urn: string) {
  const token = tokenOf(urn);
  const type = RESOURCE_TYPES.get(token);
  const declaration = readResource(token);
  if (type === undefined || declaration === undefined)
    throw new Error(`The stand-in for AWS does not model ${token}`);
  return { type, declaration };
}

/** Two resources of one name cannot be side by side. */
function hasFixedName(type: ResourceType, state: Values, news: Values): boolean {
  const name = Object.keys(type.inputs).find((each) => type.inputs[each]?.autoname);
  return name !== undefined && !isDefault(news, name) && news[name] === state[name];
}
