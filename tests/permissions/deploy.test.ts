import assert from "node:assert/strict";
import { createDeployPolicy } from "../../permissions/deploy.ts";
import type { Need } from "../../permissions/needs.ts";
import { createPolicy, type PolicyDocument } from "../../permissions/policy-document.ts";
import { UNSCOPABLE } from "../../permissions/unscopable.ts";
import { findAllowed, findDenied, type Request } from "../support/iam.ts";
import { ALL_NEEDS, COMMON_NEEDS, createResources, OTHERS, SHOP } from "./apps.ts";
import { DEPLOY_DENIED, DEPLOY_DENIED_WITHOUT_VPC } from "./deploy-cases.ts";
import { PROVIDER_CALLS } from "./provider-calls.ts";

const own = createResources(SHOP);
const policy = createDeployPolicy(SHOP, ALL_NEEDS);

describe("deploy tier", () => {
  it("may make every call of the provider for its own app", async () => {
    const requests = PROVIDER_CALLS.map(({ request }) => request(own));
    assert.deepEqual(await findDenied([policy], requests, SHOP), []);
  });

  it("may make none for another app, but by the statements that AWS cannot narrow", async () => {
    const narrow = withoutUnscopable(policy);
    const ownRequests = new Set(PROVIDER_CALLS.map(({ request }) => JSON.stringify(request(own))));
    for (const other of OTHERS) {
      // ARNs of API Gateway have no account, and those of IAM no region: there is nothing to tell apart.
      const requests = PROVIDER_CALLS.map(({ request }) => request(createResources(other))).filter(
        (request) => !ownRequests.has(JSON.stringify(request)),
      );
      assert.deepEqual(await findAllowed([narrow], requests, other), []);
    }
  });

  it("reaches another app by those statements, as far as this", async () => {
    const [neighbour = SHOP] = OTHERS;
    const other = createResources(neighbour);
    const requests = PROVIDER_CALLS.map(({ request }) => request(other));
    const reached = await findAllowed([policy], requests, neighbour);
    assert.deepEqual([...new Set(reached)].sort(), [
      `apigateway:DELETE on ${other.integration}`,
      `apigateway:DELETE on ${other.route}`,
      `apigateway:DELETE on ${other.stage}`,
      `apigateway:DELETE on ${other.webSocketIntegration}`,
      `apigateway:DELETE on ${other.webSocketRoute}`,
      `apigateway:DELETE on ${other.webSocketStage}`,
      `apigateway:GET on ${other.api}`,
      `apigateway:GET on ${other.integration}`,
      `apigateway:GET on ${other.route}`,
      `apigateway:GET on ${other.stage}`,
      `apigateway:GET on ${other.webSocketApi}`,
      `apigateway:GET on ${other.webSocketIntegration}`,
      `apigateway:GET on ${other.webSocketRoute}`,
      `apigateway:GET on ${other.webSocketStage}`,
      `apigateway:PATCH on ${other.integration}`,
      `apigateway:PATCH on ${other.route}`,
      `apigateway:PATCH on ${other.stage}`,
      `apigateway:PATCH on ${other.webSocketIntegration}`,
      `apigateway:PATCH on ${other.webSocketRoute}`,
      `apigateway:PATCH on ${other.webSocketStage}`,
      `apigateway:POST on ${other.integrations}`,
      `apigateway:POST on ${other.routes}`,
      `apigateway:POST on ${other.stages}`,
      `apigateway:POST on ${other.webSocketIntegrations}`,
      `apigateway:POST on ${other.webSocketRoutes}`,
      `apigateway:POST on ${other.webSocketStages}`,
      "ec2:DescribeSecurityGroups on *",
      "ec2:DescribeSubnets on *",
      "ec2:DescribeVpcs on *",
      `lambda:GetEventSourceMapping on ${other.mapping}`,
      `lambda:ListTags on ${other.mapping}`,
      `lambda:TagResource on ${other.mapping}`,
      `lambda:UntagResource on ${other.mapping}`,
      `logs:DescribeLogGroups on ${other.logSearch}`,
    ]);
  });

  it("may do nothing that would widen it", async () => {
    assert.deepEqual(await findAllowed([policy], DEPLOY_DENIED, SHOP), []);
  });

  it("may not attach a function to a VPC unless the backend has one", async () => {
    const withoutVpc = createDeployPolicy(SHOP, COMMON_NEEDS);
    assert.deepEqual(await findAllowed([withoutVpc], DEPLOY_DENIED_WITHOUT_VPC, SHOP), []);
    assert.deepEqual(await findDenied([policy], DEPLOY_DENIED_WITHOUT_VPC, SHOP), []);
  });

  describe("with the IDs of the APIs", () => {
    const byId = createDeployPolicy(SHOP, ALL_NEEDS, [own.apiId, own.webSocketApiId]);

    it("may change the APIs and their parts", async () => {
      const requests = apiRequests().filter(({ resource }) => resource !== own.apis);
      assert.deepEqual(await findDenied([byId], requests, SHOP), []);
    });

    it("may create no API, nor read or change another", async () => {
      const neighbours = OTHERS.filter(({ app }) => app !== SHOP.app).flatMap((other) =>
        apiRequests(createResources(other)),
      );
      const requests = [
        ...neighbours,
        ...apiRequests().filter(({ resource }) => resource === own.apis),
      ];
      assert.deepEqual(await findAllowed([byId], requests, SHOP), []);
    });
  });

  it("has no statement for what a backend does not need", () => {
    assert.deepEqual(sids([]), [
      "ConfigureFunction",
      "Function",
      "ProvisionedConcurrency",
      "LogGroup",
      "FindLogGroup",
      "ReadRoles",
      "ReadPolicies",
      "PassRuntimeRole",
    ]);
    assert.deepEqual(addedBy("http"), [
      "AllowApiGateway",
      "InvokePermission",
      "CreateApi",
      "ChangeApi",
      "ReadApis",
      "ChangeApiParts",
    ]);
    assert.deepEqual(addedBy("queues"), [
      "RecursionConfig",
      "Queues",
      "CreateMapping",
      "Mappings",
      "ReadMappings",
      "MappingTags",
    ]);
    assert.deepEqual(addedBy("socket"), [
      "AllowApiGateway",
      "InvokePermission",
      "CreateApi",
      "ChangeApi",
      "ReadApis",
      "ChangeApiParts",
      "ConnectionsTable",
    ]);
    assert.deepEqual(addedBy("schedules"), ["Schedules", "ScheduleGroup", "PassSchedulerRole"]);
    assert.deepEqual(addedBy("vpc"), ["ReadNetwork"]);
    assert.deepEqual(addedBy("backendRole"), []);
  });

  it("names only the APIs that a backend has", () => {
    assert.deepEqual(apiNames(["http"]), [SHOP.app]);
    assert.deepEqual(apiNames(["socket"]), [`${SHOP.app}-socket`]);
    assert.deepEqual(apiNames(["http", "socket"]), [SHOP.app, `${SHOP.app}-socket`]);
  });

  it("reaches the queues of the app by their names", () => {
    assert.deepEqual(resourcesOf("Queues", ["queues"]), [
      own.queue.replace(/email$/, "*"),
      own.deadLetterQueue.replace(/email$/, "*"),
    ]);
  });
});

function apiRequests(app = own): Request[] {
  return PROVIDER_CALLS.filter(({ type }) => type.startsWith("apigatewayv2/")).map(({ request }) =>
    request(app),
  );
}

function withoutUnscopable({ Statement }: PolicyDocument): PolicyDocument {
  const exceptions = UNSCOPABLE.filter(({ tier }) => tier === "deploy").map(({ sid }) => sid);
  return createPolicy(Statement.filter(({ Sid }) => !exceptions.includes(Sid)));
}

function sids(needs: readonly Need[]): string[] {
  return createDeployPolicy(SHOP, new Set(needs)).Statement.map(({ Sid }) => Sid);
}

function addedBy(need: Need): string[] {
  const without = sids([]);
  return sids([need]).filter((sid) => !without.includes(sid));
}

function apiNames(needs: readonly Need[]): readonly string[] | undefined {
  const { Statement } = createDeployPolicy(SHOP, new Set(needs));
  const create = Statement.find(({ Sid }) => Sid === "CreateApi");
  return create?.Condition?.StringEquals?.["apigateway:Request/ApiName"];
}

function resourcesOf(sid: string, needs: readonly Need[]): readonly string[] | undefined {
  const { Statement } = createDeployPolicy(SHOP, new Set(needs));
  return Statement.find(({ Sid }) => Sid === sid)?.Resource;
}
