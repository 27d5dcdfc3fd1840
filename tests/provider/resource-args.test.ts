import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { mockDeployment, type Registered, resourceNames } from "./mock-deployment.ts";

const ROUTE = { "api/index.ts": "export const get = () => 1;" };
const QUEUE = { "queues/email.ts": "export default async () => {};" };
const APP = "shop-dev-api-d884e789";

describe("the arguments of a Backend", () => {
  it("set what the function, the API and the roles are like", async () => {
    const resources = await mockDeployment(
      { ...ROUTE, "index.ts": "export const config = { memory: 512 };" },
      {
        args: {
          architecture: "x86_64",
          runtime: "nodejs22.x",
          memorySize: 2048,
          logRetentionDays: 7,
          vpc: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
          tags: { team: "shop" },
          permissionsBoundary: "arn:aws:iam::1:policy/boundary",
          appName: "store-production-0123abcd",
        },
      },
    );
    const fn = resources["lambda.Function api"] ?? {};
    assert.deepEqual(
      pick(fn, "name", "architectures", "runtime", "memorySize", "vpcConfig", "tags"),
      {
        name: "store-production-0123abcd",
        architectures: ["x86_64"],
        runtime: "nodejs22.x",
        memorySize: 2048,
        vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"] },
        tags: { team: "shop" },
      },
    );
    const role = resources["iam.Role api-runtime"] ?? {};
    assert.deepEqual(pick(role, "name", "permissionsBoundary", "tags"), {
      name: "store-production-0123abcd-runtime",
      permissionsBoundary: "arn:aws:iam::1:policy/boundary",
      tags: { team: "shop" },
    });
    assert.deepEqual(resources["iam.Policy api-deploy"]?.tags, {
      team: "shop",
      "queuerun:needs": "http vpc",
    });
    assert.equal(resources["cloudwatch.LogGroup api"]?.retentionInDays, 7);
    assert.equal(resources["apigatewayv2.Api api"]?.tags, undefined);
  });

  it("may name roles that are made elsewhere: then there is no IAM resource", async () => {
    const permissions = { runtimeRoleArn: "arn:aws:iam::1:role/r" };
    const resources = await mockDeployment(ROUTE, { args: { permissions } });
    assert.deepEqual(
      resourceNames(resources).filter((name) => name.startsWith("iam")),
      [],
    );
    assert.equal(resources["lambda.Function api"]?.role, "arn:aws:iam::1:role/r");
  });

  it("may name the role of the backend's own code, which may turn out to be none", async () => {
    const roles = { runtimeRoleArn: "arn:aws:iam::1:role/r" };
    const variables = async (backendRoleArn: pulumi.Input<string>) => {
      const args = { permissions: { ...roles, backendRoleArn } };
      const resources = await mockDeployment(QUEUE, { args });
      return readVariables(resources, "QUEUERUN_BACKEND_ROLE_ARN", "QUEUERUN_STS_URL");
    };
    const none = pulumi.output<string | undefined>(undefined) as pulumi.Output<string>;
    assert.deepEqual(
      [await variables("arn:aws:iam::1:role/b"), await variables(none)],
      [
        {
          QUEUERUN_BACKEND_ROLE_ARN: "arn:aws:iam::1:role/b",
          QUEUERUN_STS_URL: "https://sts.eu-central-1.amazonaws.com",
        },
        {
          QUEUERUN_BACKEND_ROLE_ARN: "",
          QUEUERUN_STS_URL: "https://sts.eu-central-1.amazonaws.com",
        },
      ],
    );
  });

  it("may grant something to the backend's own code, by a role of its own", async () => {
    const backendPolicy = `{
      "Version": "2012-10-17",
      "Statement": { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }
    }`;
    const resources = await mockDeployment(ROUTE, { args: { backendPolicy } });
    assert.deepEqual(JSON.parse(String(resources["iam.Role api-backend"]?.assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: ["sts:AssumeRole"],
          Condition: {
            ArnLike: { "aws:PrincipalArn": [`arn:aws:iam::123456789012:role/${APP}-runtime`] },
          },
        },
      ],
    });
    assert.deepEqual(resources["iam.RolePolicy api-backend"], {
      name: "backend",
      role: "api-backend-id",
      policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}',
    });
    assert.deepEqual(readVariables(resources, "QUEUERUN_BACKEND_ROLE_ARN", "QUEUERUN_STS_URL"), {
      QUEUERUN_BACKEND_ROLE_ARN: `arn:aws:iam.Role:${APP}-backend`,
      QUEUERUN_STS_URL: "https://sts.eu-central-1.amazonaws.com",
    });
  });

  it("leave region and partition to the provider", async () => {
    const resources = await mockDeployment({ ...ROUTE, ...QUEUE }, { region: "cn-north-1" });
    const policies = ["iam.Policy api-deploy", "iam.RolePolicy api-runtime"].map((name) =>
      String(resources[name]?.policy),
    );
    for (const policy of policies) {
      const arns = policy.match(/arn:[^"]+/g) ?? [];
      assert.ok(arns.length > 3);
      assert.deepEqual(
        arns.filter(
          (arn) => !/^arn:aws-cn:(?:iam::|apigateway:cn-north-1:|\w+:cn-north-1:123)/.test(arn),
        ),
        [],
      );
    }
    assert.deepEqual(resources["lambda.Function api"]?.environment, {
      variables: {
        AWS_LAMBDA_EXEC_WRAPPER: "/var/task/queuerun-exec",
        QUEUERUN_QUEUE_URL_PREFIX: `https://sqs.cn-north-1.amazonaws.com.cn/123456789012/${APP}-q-`,
        QUEUERUN_DEAD_LETTER_URL_PREFIX: `https://sqs.cn-north-1.amazonaws.com.cn/123456789012/${APP}-d-`,
        QUEUERUN_URL: "https://api.execute-api.cn-north-1.amazonaws.com.cn",
      },
    });
  });
});

function pick(values: Readonly<Record<string, unknown>>, ...keys: readonly string[]) {
  return Object.fromEntries(keys.map((key) => [key, values[key]]));
}

function readVariables(resources: Registered, ...names: readonly string[]) {
  const { environment } = resources["lambda.Function api"] ?? {};
  return pick((environment as { variables: Record<string, unknown> }).variables, ...names);
}
