/**
 * IAM documents, in the part of IAM's language that the tiers need: statements that allow, with
 * actions in full and few conditions. What is not allowed is denied, so none has to deny.
 */
export interface PolicyDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly PolicyStatement[];
}

export interface PolicyStatement {
  /** Letters and digits; unique in a tier. */
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  /** ARNs; `*` stands for any characters. */
  readonly Resource: readonly string[];
  readonly Condition?: Conditions;
}

/** All of them must hold; of several values of a key one must match. */
export type Conditions = {
  readonly StringEquals?: ConditionValues;
  readonly ArnLike?: ConditionValues;
  /** `"true"`: the request does not have the key. */
  readonly Null?: Readonly<Record<string, "true">>;
};

/** By condition key: `lambda:FunctionArn`. */
export type ConditionValues = Readonly<Record<string, readonly string[]>>;

/** Who may assume a role. */
export interface TrustDocument {
  readonly Version: "2012-10-17";
  readonly Statement: readonly TrustStatement[];
}

export interface TrustStatement {
  readonly Effect: "Allow";
  readonly Principal: Principal;
  readonly Action: readonly string[];
  readonly Condition?: Conditions;
}

export type Principal =
  | { readonly Service: string }
  | { readonly AWS: string }
  | { readonly Federated: string };

export function createPolicy(statements: readonly PolicyStatement[]): PolicyDocument {
  return { Version: "2012-10-17", Statement: statements };
}

export function allow(
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  conditions?: Conditions,
): PolicyStatement {
  const statement = { Sid: sid, Effect: "Allow", Action: actions, Resource: resources } as const;
  return conditions === undefined ? statement : { ...statement, Condition: conditions };
}

export function createTrust(
  principal: Principal,
  action: string,
  conditions?: Conditions,
): TrustDocument {
  const statement = { Effect: "Allow", Principal: principal, Action: [action] } as const;
  return {
    Version: "2012-10-17",
    Statement: [conditions === undefined ? statement : { ...statement, Condition: conditions }],
  };
}
