import type { Client } from "./client.ts";
import type { Value, Values } from "./wire.ts";

/** How the real plugin treats one input. */
export interface InputRule {
  /** What it fills in when the program says nothing. */
  readonly default?: Value;
  /** A change replaces the resource. */
  readonly replaces?: true;
  /** AWS does not tell it: the state keeps what the program said. */
  readonly writeOnly?: true;
  /** Leaving it out later keeps what it was. */
  readonly kept?: true;
  /** Text of JSON, compared by its content; an object is accepted too. */
  readonly json?: true;
  /** A list without order. */
  readonly set?: true;
  /** The resource's name: made from the logical one, at most this long, when the program gives none. */
  readonly autoname?: number;
  /** Says what is wrong with a known value. */
  readonly check?: (value: Value) => string | undefined;
}

/** What differs between the state and what the program asks for. */
export interface Change {
  readonly olds: Values;
  readonly news: Values;
  /** Whether any of these inputs differs. */
  has(...names: readonly string[]): boolean;
}

/** One resource of the real plugin: the calls it makes, in its order. */
export interface ResourceType {
  /** `aws:sqs/queue:Queue`. */
  readonly token: string;
  /** Those that the stand-in models; any other is an error. */
  readonly inputs: Readonly<Record<string, InputRule>>;
  /** Checks inputs together: those whose value is known; `given` tells of the others. */
  validate?(inputs: Values, given: (name: string) => boolean): readonly Problem[];
  /** Outputs that a change makes unknown in a preview. */
  unknownAfter?(change: Change): readonly string[];
  /** Calls `created` with the ID as soon as there is something to delete. */
  create(client: Client, inputs: Values, created: (id: string) => void): Promise<void>;
  /** Resolves to the outputs that AWS tells, or null when the resource is gone. */
  read(client: Client, id: string, state: Values): Promise<Values | null>;
  /** Rejects with `PartialUpdate` when some inputs did not get as far as AWS. */
  update?(client: Client, id: string, change: Change): Promise<void>;
  delete(client: Client, id: string, state: Values): Promise<void>;
}

export interface Problem {
  readonly input: string;
  readonly reason: string;
}

/** An update that failed: the state keeps the old values of these inputs, and the new ones of others. */
export class PartialUpdate extends Error {
  override readonly name = "PartialUpdate";
  readonly keeps: readonly string[];

  constructor(keeps: readonly string[], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.keeps = keeps;
  }
}

/** Adds what the real plugin was doing to an error of AWS. */
export async function during<T>(doing: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error) error.message = `${doing}: ${error.message}`;
    throw error;
  }
}
