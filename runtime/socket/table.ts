import type {
  AttributeValue,
  QueryCommandInput,
  UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { DeliveryError } from "../../sdk/socket-error.ts";
import type { Aws } from "./aws.ts";

/** The table of connections: what of DynamoDB the runtime uses, and may use. */
export interface Table {
  /** Reads what has been written before, not what was there a moment ago. */
  get(key: Key): Promise<Item | undefined>;
  put(item: Item & Key): Promise<void>;
  /** @returns The attributes as they were before, or, with `ALL_NEW`, as they are now. */
  update(key: Key, change: Change): Promise<Item>;
  /** @returns The deleted item. */
  remove(key: Key): Promise<Item | undefined>;
  /** All items of one partition whose `expires` is later than `now`, page by page. */
  query(pk: string, now: number): AsyncIterable<Item>;
}

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Attributes as plain values: texts, numbers, sets of texts. */
export type Item = Readonly<Record<string, Value>>;
export type Value = string | number | true | ReadonlySet<string>;

export interface Change {
  readonly expression: string;
  readonly condition?: string;
  /** By placeholder: `#name`. */
  readonly names?: Readonly<Record<string, string>>;
  /** By placeholder: `:name`. */
  readonly values?: Item;
  readonly returns?: "ALL_OLD" | "ALL_NEW";
}

/** The item is not as the condition of a change wants it. */
export class ConditionError extends Error {}

export function createTable(aws: Aws, TableName: string): Table {
  const { dynamodb, GetItemCommand, PutItemCommand, UpdateItemCommand, DeleteItemCommand } = aws;
  return {
    async get(key) {
      const input = { TableName, Key: encodeKey(key), ConsistentRead: true };
      const { Item } = await ask(() => dynamodb.send(new GetItemCommand(input)));
      return Item && decode(Item);
    },
    async put(item) {
      await ask(() => dynamodb.send(new PutItemCommand({ TableName, Item: encode(item) })));
    },
    async update(key, change) {
      const input = { TableName, ...createUpdate(key, change) };
      const { Attributes = {} } = await ask(() => dynamodb.send(new UpdateItemCommand(input)));
      return decode(Attributes);
    },
    async remove(key) {
      const input = { TableName, Key: encodeKey(key), ReturnValues: "ALL_OLD" } as const;
      const { Attributes } = await ask(() => dynamodb.send(new DeleteItemCommand(input)));
      return Attributes && decode(Attributes);
    },
    query: (pk, now) => readPages(aws, createQuery(TableName, pk, now)),
  };
}

function createUpdate(key: Key, { expression, condition, names, values, returns }: Change) {
  return {
    Key: encodeKey(key),
    UpdateExpression: expression,
    ConditionExpression: condition,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values && encode(values),
    ReturnValues: returns ?? "ALL_OLD",
  } satisfies Omit<UpdateItemCommandInput, "TableName">;
}

function createQuery(TableName: string, pk: string, now: number): QueryCommandInput {
  return {
    TableName,
    ConsistentRead: true,
    KeyConditionExpression: "pk = :pk",
    FilterExpression: "expires > :now",
    ExpressionAttributeValues: encode({ ":pk": pk, ":now": now }),
  };
}

async function* readPages({ dynamodb, QueryCommand }: Aws, input: QueryCommandInput) {
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const start = ExclusiveStartKey;
    const page = await ask(() =>
      dynamodb.send(new QueryCommand({ ...input, ExclusiveStartKey: start })),
    );
    for (const item of page.Items ?? []) yield decode(item);
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}

async function ask<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    if (name === "ConditionalCheckFailedException") throw new ConditionError(message);
    throw new DeliveryError(name, `Cannot look into the table of connections: ${message}`, error);
  }
}

function encodeKey({ pk, sk }: Key): Record<string, AttributeValue> {
  return { pk: { S: pk }, sk: { S: sk } };
}

function encode(item: Item): Record<string, AttributeValue> {
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [name, encodeValue(value)]),
  );
}

function encodeValue(value: Value): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  return value === true ? { BOOL: true } : { SS: Array.from(value) };
}

/** Attributes of other types are not ours. */
function decode(item: Readonly<Record<string, AttributeValue>>): Item {
  const values = Object.entries(item).flatMap(([name, { S, N, BOOL, SS }]) => {
    const value = S ?? (N === undefined ? undefined : Number(N)) ?? (BOOL || undefined) ?? SS;
    if (value === undefined) return [];
    return [[name, Array.isArray(value) ? new Set(value) : value] as const];
  });
  return Object.fromEntries(values);
}
