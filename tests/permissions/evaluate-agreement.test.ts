/** The evaluator and an independent simulator of IAM give the same answers. */
import assert from "node:assert/strict";
import fc from "fast-check";
import type { BackendPolicy, BackendStatement } from "../../permissions/backend-policy.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import { type Decision, evaluate } from "../../permissions/evaluate.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { createSchedulerPolicy } from "../../permissions/scheduler.ts";
import type { TierPolicy } from "../../permissions/tier.ts";
import { type Request, simulate, evaluate as simulateStrictly } from "../support/iam.ts";
import { ALL_NEEDS, createResources, OTHERS, SHOP } from "./apps.ts";
import { BACKEND_ALLOWED, BACKEND_DENIED, BACKEND_POLICY } from "./backend-cases.ts";
import { DEPLOY_DENIED } from "./deploy-cases.ts";
import { PROVIDER_CALLS } from "./provider-calls.ts";
import { RUNTIME_DENIED, runtimeRequests } from "./runtime-cases.ts";
import { SCHEDULER_DENIED } from "./scheduler-cases.ts";

const OUTCOMES: Readonly<Record<Decision["outcome"], string>> = {
  allowed: "Allowed",
  "explicitly-denied": "ExplicitlyDenied",
  "implicitly-denied": "ImplicitlyDenied",
};
const own = createResources(SHOP);
const TIERS: readonly TierPolicy[] = [
  createDeployPolicy(SHOP, ALL_NEEDS),
  createRuntimePolicy(SHOP, ALL_NEEDS, own.webSocketApiId),
  createSchedulerPolicy(SHOP, ALL_NEEDS),
  BACKEND_POLICY as BackendPolicy,
];

/** Of an app, all that anybody asks of AWS in the tests of the tiers. */
const requestsOf = (app: typeof own): readonly Request[] => [
  ...runtimeRequests(app),
  ...PROVIDER_CALLS.map(({ request }) => request(app)),
];
const FIXED = [
  ...[SHOP, ...OTHERS].flatMap((scope) => requestsOf(createResources(scope))),
  ...RUNTIME_DENIED,
  ...SCHEDULER_DENIED,
  ...DEPLOY_DENIED,
  ...BACKEND_ALLOWED,
  ...BACKEND_DENIED,
];

const VALUES = {
  "aws:userid": ["AROAX:shop", "a*b"],
  "aws:PrincipalTag/team": ["red", "Red", "blue*", "arn:aws:s3:::red"],
  "aws:SecureTransport": ["true", "false", "True"],
  "aws:CurrentTime": ["2026-11-26T07:00:00Z", "2027-01-01T00:00:00Z"],
  "s3:max-keys": ["9", "10", "11.5"],
  "aws:TagKeys": ["red", "Red", "blue"],
  "lambda:SourceFunctionArn": [own.function, `${own.function}-2`, own.alias],
} as const;
const SHORT_ARN = "arn:aws:sqs:*";
/** Characters: the parts of an ARN stay as many. */
const LAMBDA_ARN = own.function.lastIndexOf(":") + 1;
/** The key that has several values, and takes operators for them. */
const SEVERAL = "aws:TagKeys";
type Key = keyof typeof VALUES;
type Values = NonNullable<Request["context"]>;
const TEXT = ["StringEquals", "StringEqualsIgnoreCase", "StringLike"];
const TEXT_NOT = ["StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike"];
const ORDER = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan"];
const OPERATORS: Readonly<Record<Key, readonly string[]>> = {
  "aws:userid": TEXT,
  "aws:PrincipalTag/team": [...TEXT, ...TEXT_NOT],
  "aws:SecureTransport": ["Bool", "Null"],
  "aws:CurrentTime": ORDER.map((name) => `Date${name}`),
  "s3:max-keys": [...ORDER, "GreaterThanEquals"].map((name) => `Numeric${name}`),
  "aws:TagKeys": [...TEXT, ...TEXT_NOT],
  "lambda:SourceFunctionArn": ["ArnLike", "ArnEquals", "ArnNotLike", "ArnNotEquals", ...TEXT],
};

const action = fc.constantFrom(...new Set(FIXED.map(({ action }) => action)));
const resource = fc.constantFrom(
  // The simulator thinks that every resource of a policy is in "*", and has wildcards in requests
  ...new Set(FIXED.map(({ resource }) => resource).filter((resource) => !/[*?]/.test(resource))),
);
const key = fc.constantFrom(...(Object.keys(VALUES) as Key[]));
const context = fc
  .tuple(...Object.entries(VALUES).map(([name, values]) => contextValue(name, values)))
  .map((entries): Values => Object.fromEntries(entries.flat()));

/** An entry, or none. */
function contextValue(name: string, values: readonly string[]) {
  const one: fc.Arbitrary<string | string[]> = fc.constantFrom(...values);
  const seen = name === SEVERAL ? fc.subarray([...values], { minLength: 1 }) : one;
  const entry = seen.map((value) => [[name, value] as const]);
  // It is a variable of policies: without it they would not be certain
  return name === "aws:userid" ? entry : fc.oneof(entry, fc.constant([]));
}

const request = fc.record({ action, resource, context });
/** In the simulator the ID of an API is no pattern, which makes a part of the ARN an exception. */
const plainRequest = request.filter(({ resource }) => !resource.includes(":execute-api:"));

/** A name with some of it replaced by wildcards. */
function blur(text: string, from: number, at: number, form: number): string {
  const place = from + Math.floor(at * (text.length - from));
  const [before, after] = [text.slice(0, place), text.slice(place + 1)];
  return (
    [
      text,
      `${before}*`,
      `${before}?${after}`,
      `${before}*${after}`,
      `${before}\${aws:userid}${after}`,
    ][form] ?? text
  );
}

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
const form = fc.nat(4);

/** Half of them are near the request's. */
function actionPattern(near: string): fc.Arbitrary<string> {
  const name = fc.oneof(fc.constant(near), action);
  return fc.oneof(
    { weight: 4, arbitrary: fc.tuple(name, fraction, fc.nat(3)).map(blurAction) },
    { weight: 1, arbitrary: name.map((text) => text.replace(/:.*/, (end) => end.toUpperCase())) },
    { weight: 1, arbitrary: fc.constant("*") },
  );
}

function blurAction([name, at, form]: [string, number, number]): string {
  return blur(name, name.indexOf(":") + 1, at, form);
}

function resourcePattern(near: string): fc.Arbitrary<string> {
  const arn = fc.oneof(
    fc.constant(near),
    plainRequest.map((other) => other.resource),
  );
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .tuple(arn, fraction, form)
        .map(([text, at, form]) => blur(text, beginOfName(text), at, form)),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(arn, fc.integer({ min: 1, max: 4 }))
        .map(([text, part]) => text.split(":").with(part, "*").join(":")),
    },
    { weight: 1, arbitrary: fc.constantFrom("*", SHORT_ARN, "arn:aws:s3:::*") },
  );
}

/** In the simulator what is before it, as `table/`, is no pattern. */
function beginOfName(arn: string): number {
  const begin = arn.split(":", 5).join(":").length + 1;
  const separator = arn.slice(begin).search(/[:/]/);
  return arn.startsWith("arn:aws:s3:") ? begin : begin + separator + 1;
}

const condition = key.chain((name) =>
  fc
    .tuple(
      fc.constantFrom(name === SEVERAL ? "ForAllValues:" : "", "ForAllValues:", "ForAnyValue:"),
      fc.constantFrom(...OPERATORS[name]),
      fc.constantFrom("", "", "IfExists"),
      fc.array(fc.tuple(fc.constantFrom<string>(...VALUES[name]), fraction, form), {
        minLength: 1,
        maxLength: 2,
      }),
    )
    .map(([set, operator, ifExists, values]) => {
      if (operator === "Null") return { Null: { [name]: values[0]?.[0].toLowerCase() ?? "true" } };
      const isText = /^(String|Arn)/.test(operator);
      const texts = values.map(([value, at, form]) =>
        isText
          ? blur(value, name === "lambda:SourceFunctionArn" ? LAMBDA_ARN : 0, at, form)
          : value,
      );
      return { [`${set}${operator}${ifExists}`]: { [name]: texts } };
    }),
);

function statement(near: Request): fc.Arbitrary<BackendStatement> {
  return fc
    .record({
      Effect: fc.constantFrom<BackendStatement["Effect"]>("Allow", "Allow", "Deny"),
      Action: fc.constantFrom("Action", "Action", "NotAction"),
      Resource: fc.constantFrom("Resource", "Resource", "NotResource"),
      actions: fc.array(actionPattern(near.action), { minLength: 1, maxLength: 3 }),
      resources: fc.array(resourcePattern(near.resource), { minLength: 1, maxLength: 3 }),
      Condition: fc.option(condition, { nil: {} }),
    })
    .map(({ Effect, Action, Resource, actions, resources, Condition }) => {
      // The simulator is not sure of one that does not match
      const named = Resource === "Resource" ? resources : resources.filter(isWhole);
      return { Effect, [Action]: actions, [Resource]: named.length > 0 ? named : "*", Condition };
    });
}

function isWhole(arn: string): boolean {
  return arn !== SHORT_ARN;
}

const granted = plainRequest.chain((near) =>
  fc.tuple(
    fc
      .array(statement(near), { minLength: 1, maxLength: 4 })
      .map((Statement): BackendPolicy => ({ Version: "2012-10-17", Statement })),
    fc.constant(near),
  ),
);

describe("evaluate, next to an independent simulator", function () {
  this.timeout(120_000);

  it("answers the same to all that the tests of the tiers ask", async () => {
    const differences: unknown[] = [];
    for (const policy of TIERS)
      for (const request of FIXED) {
        const expected = await simulateStrictly([policy], request, SHOP.account);
        const seen = OUTCOMES[decide([policy], request).outcome];
        if (seen !== expected) differences.push({ request, expected, seen });
      }
    assert.deepEqual(differences, []);
  });

  it("answers the same for the tiers, whatever is asked", () => {
    fc.assert(fc.property(fc.constantFrom(...TIERS), request, agrees), { numRuns: 2_000 });
  });

  it("answers the same for what users may grant", () => {
    fc.assert(
      fc.property(granted, ([policy, request]) => agrees(policy, request)),
      { numRuns: 5_000 },
    );
  });
});

function agrees(policy: TierPolicy, request: Request): void {
  const expected = simulate([policy], request, SHOP.account);
  assert.equal(OUTCOMES[decide([policy], request).outcome], expected);
}

function decide(
  policies: readonly TierPolicy[],
  { action, resource, context = {} }: Request,
): Decision {
  return evaluate(policies, { action, resource, context: { values: context } });
}
