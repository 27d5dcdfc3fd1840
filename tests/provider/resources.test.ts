import assert from "node:assert/strict";
import { mockDeployment, resourceNames } from "./mock-deployment.ts";

const ROUTE = { "api/index.ts": "export const get = () => 1;" };
const STANDARD = { "queues/email.ts": "export default async () => {};" };
const FIFO = {
  "queues/billing.fifo.ts": `export const config = { timeout: 60, maxReceives: 3, delay: 5, retention: 3600 };
export default async () => {};`,
};
const APP = "shop-dev-api-d884e789";

describe("the resources of a Backend", () => {
  it("are these for a backend with routes and queues", async () => {
    const resources = await mockDeployment({ ...ROUTE, ...STANDARD, ...FIFO });
    assert.deepEqual(resourceNames(resources), [
      "apigatewayv2.Api api",
      "apigatewayv2.Integration api",
      "apigatewayv2.Route api",
      "apigatewayv2.Stage api",
      "cloudwatch.LogGroup api",
      "iam.Policy api-deploy",
      "iam.Role api-runtime",
      "iam.RolePolicy api-runtime",
      "lambda.Alias api",
      "lambda.EventSourceMapping api-billing.fifo",
      "lambda.EventSourceMapping api-email",
      "lambda.Function api",
      "lambda.FunctionRecursionConfig api",
      "lambda.Permission api",
      "sqs.Queue api-d-billing.fifo",
      "sqs.Queue api-d-email",
      "sqs.Queue api-q-billing.fifo",
      "sqs.Queue api-q-email",
    ]);
  });

  it("leave out the queues where there are none", async () => {
    const resources = await mockDeployment(ROUTE);
    assert.deepEqual(
      resourceNames(resources).filter((name) => /sqs|Mapping|Recursion/.test(name)),
      [],
    );
    assert.deepEqual(resources["lambda.Function api"]?.environment, {
      variables: {
        AWS_LAMBDA_EXEC_WRAPPER: "/var/task/queuerun-exec",
        QUEUERUN_URL: "https://api.execute-api.eu-central-1.amazonaws.com",
      },
    });
  });

  it("leave out the HTTP API where there are no routes", async () => {
    const resources = await mockDeployment(STANDARD);
    assert.deepEqual(
      resourceNames(resources).filter((name) => /apigateway|Permission/.test(name)),
      [],
    );
  });

  it("have a function that publishes its versions, with its own log group", async () => {
    const resources = await mockDeployment({ ...ROUTE, ...STANDARD, ...FIFO });
    const { code: _, codeSha256, ...fn } = resources["lambda.Function api"] ?? {};
    assert.match(String(codeSha256), /^[A-Za-z0-9+/]{43}=$/);
    assert.deepEqual(fn, {
      name: APP,
      description: "A queuerun backend",
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 1024,
      timeout: 305,
      role: `arn:aws:iam.Role:${APP}-runtime`,
      environment: {
        variables: {
          AWS_LAMBDA_EXEC_WRAPPER: "/var/task/queuerun-exec",
          QUEUERUN_QUEUE_URL_PREFIX: `https://sqs.eu-central-1.amazonaws.com/123456789012/${APP}-q-`,
          QUEUERUN_DEAD_LETTER_URL_PREFIX: `https://sqs.eu-central-1.amazonaws.com/123456789012/${APP}-d-`,
          QUEUERUN_URL: "https://api.execute-api.eu-central-1.amazonaws.com",
        },
      },
      loggingConfig: {
        logFormat: "JSON",
        logGroup: `/aws/lambda/${APP}`,
        applicationLogLevel: "INFO",
      },
      publish: true,
      reservedConcurrentExecutions: -1,
    });
    assert.deepEqual(resources["cloudwatch.LogGroup api"], {
      name: `/aws/lambda/${APP}`,
      retentionInDays: 30,
    });
    assert.deepEqual(resources["lambda.FunctionRecursionConfig api"], {
      functionName: APP,
      recursiveLoop: "Allow",
    });
  });

  it("target the alias, all of them", async () => {
    const resources = await mockDeployment({ ...ROUTE, ...STANDARD, ...FIFO });
    assert.deepEqual(resources["lambda.Alias api"], {
      name: "live",
      functionName: APP,
      functionVersion: "7",
    });
    assert.deepEqual(resources["lambda.EventSourceMapping api-email"], {
      eventSourceArn: `arn:aws:sqs.Queue:${APP}-q-email`,
      functionName: "arn:aws:lambda.Alias:live",
      enabled: true,
      batchSize: 10,
      maximumBatchingWindowInSeconds: 0,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    assert.deepEqual(resources["lambda.EventSourceMapping api-billing.fifo"], {
      eventSourceArn: `arn:aws:sqs.Queue:${APP}-q-billing.fifo`,
      functionName: "arn:aws:lambda.Alias:live",
      enabled: true,
      batchSize: 1,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
    assert.deepEqual(resources["apigatewayv2.Integration api"], {
      apiId: "api-id",
      integrationType: "AWS_PROXY",
      integrationUri: "invoke arn:aws:lambda.Alias:live",
      payloadFormatVersion: "2.0",
      timeoutMilliseconds: 30_000,
    });
    assert.deepEqual(resources["lambda.Permission api"], {
      statementId: "http-api",
      action: "lambda:InvokeFunction",
      function: APP,
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: "arn:aws:execute-api/*/$default",
    });
  });

  it("have queues that wait longer than the function may take", async () => {
    const resources = await mockDeployment({ ...STANDARD, ...FIFO });
    const common = {
      maxMessageSize: 1_048_576,
      receiveWaitTimeSeconds: 20,
      sqsManagedSseEnabled: true,
    };
    const fifo = {
      fifoQueue: true,
      contentBasedDeduplication: false,
      deduplicationScope: "messageGroup",
      fifoThroughputLimit: "perMessageGroupId",
    };
    assert.deepEqual(resources["sqs.Queue api-q-email"], {
      ...common,
      name: `${APP}-q-email`,
      delaySeconds: 0,
      messageRetentionSeconds: 1_209_600,
      visibilityTimeoutSeconds: 6 * 305,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs.Queue:${APP}-d-email`,
        maxReceiveCount: 5,
      }),
    });
    assert.deepEqual(resources["sqs.Queue api-d-email"], {
      ...common,
      name: `${APP}-d-email`,
      messageRetentionSeconds: 1_209_600,
    });
    assert.deepEqual(resources["sqs.Queue api-q-billing.fifo"], {
      ...common,
      ...fifo,
      name: `${APP}-q-billing.fifo`,
      delaySeconds: 5,
      messageRetentionSeconds: 3600,
      visibilityTimeoutSeconds: 6 * 305,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: `arn:aws:sqs.Queue:${APP}-d-billing.fifo`,
        maxReceiveCount: 3,
      }),
    });
    assert.deepEqual(resources["sqs.Queue api-d-billing.fifo"], {
      ...common,
      ...fifo,
      name: `${APP}-d-billing.fifo`,
      messageRetentionSeconds: 1_209_600,
    });
  });

  it("have an HTTP API with one route and explicit limits", async () => {
    const resources = await mockDeployment(ROUTE, { args: { throttle: { rateLimit: 20 } } });
    assert.deepEqual(resources["apigatewayv2.Api api"], { name: APP, protocolType: "HTTP" });
    assert.deepEqual(resources["apigatewayv2.Route api"], {
      apiId: "api-id",
      routeKey: "$default",
      target: "integrations/api-id",
    });
    assert.deepEqual(resources["apigatewayv2.Stage api"], {
      apiId: "api-id",
      name: "$default",
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: 20, throttlingBurstLimit: 5_000 },
    });
  });

  it("keep instances ready for the alias, and none during a pause", async () => {
    const args = { provisionedConcurrency: 2 };
    const running = await mockDeployment({ ...ROUTE, ...STANDARD }, { args });
    assert.deepEqual(running["lambda.ProvisionedConcurrencyConfig api"], {
      functionName: APP,
      qualifier: "live",
      provisionedConcurrentExecutions: 2,
    });
    const config = { "queuerun:reserved": "0" };
    const paused = await mockDeployment({ ...ROUTE, ...STANDARD }, { args, config });
    assert.equal(paused["lambda.ProvisionedConcurrencyConfig api"], undefined);
    assert.equal(paused["lambda.EventSourceMapping api-email"]?.enabled, false);
    assert.deepEqual(paused["apigatewayv2.Stage api"]?.defaultRouteSettings, {
      throttlingRateLimit: 0,
      throttlingBurstLimit: 0,
    });
  });

  it("share reserved concurrency among the queues", async () => {
    const limited = {
      "queues/slow.ts": `export const config = { maximumConcurrency: 4, paused: true };
export default async () => {};`,
    };
    const config = { "queuerun:reserved": "11" };
    const resources = await mockDeployment({ ...STANDARD, ...limited }, { config });
    assert.equal(resources["lambda.Function api"]?.reservedConcurrentExecutions, 11);
    const [email, slow] = ["email", "slow"].map((queue) => {
      const { scalingConfig, enabled } = resources[`lambda.EventSourceMapping api-${queue}`] ?? {};
      return { scalingConfig, enabled };
    });
    assert.deepEqual(email, { scalingConfig: { maximumConcurrency: 6 }, enabled: true });
    assert.deepEqual(slow, { scalingConfig: { maximumConcurrency: 4 }, enabled: false });
  });
});
