import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * The resources of a Backend with a route and queues, written out without queuerun: what its
 * deployment is measured against.
 *
 * @param code The deployment package.
 */
export function createPlainBackend(code: string, queueNames: readonly string[]) {
  const app = `plain-${pulumi.getStack()}`;
  const queues = queueNames.map((name) => createQueue(app, name));
  const role = createRole(app, queues);
  const logGroup = new aws.cloudwatch.LogGroup("logs", {
    name: `/aws/lambda/${app}`,
    retentionInDays: 30,
  });
  const fn = new aws.lambda.Function(
    "function",
    {
      name: app,
      code: new pulumi.asset.FileArchive(code),
      handler: "index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 1024,
      timeout: 305,
      role: role.arn,
      environment: { variables: { QUEUES: app } },
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      publish: true,
    },
    { dependsOn: queues },
  );
  const alias = new aws.lambda.Alias("alias", {
    name: "live",
    functionName: fn.name,
    functionVersion: fn.version,
  });
  new aws.lambda.FunctionRecursionConfig("recursion", {
    functionName: fn.name,
    recursiveLoop: "Allow",
  });
  for (const [index, queue] of queues.entries())
    new aws.lambda.EventSourceMapping(`mapping-${index}`, {
      eventSourceArn: queue.arn,
      functionName: alias.arn,
      functionResponseTypes: ["ReportBatchItemFailures"],
    });
  return createHttpApi(app, fn, alias);
}

function createQueue(app: string, name: string): aws.sqs.Queue {
  const fifo = name.endsWith(".fifo") ? { fifoQueue: true } : {};
  const deadLetterQueue = new aws.sqs.Queue(`d-${name}`, { name: `${app}-d-${name}`, ...fifo });
  return new aws.sqs.Queue(`q-${name}`, {
    name: `${app}-q-${name}`,
    visibilityTimeoutSeconds: 1830,
    redrivePolicy: pulumi.jsonStringify({
      deadLetterTargetArn: deadLetterQueue.arn,
      maxReceiveCount: 5,
    }),
    ...fifo,
  });
}

function createRole(app: string, queues: readonly aws.sqs.Queue[]): aws.iam.Role {
  const role = new aws.iam.Role("role", {
    name: app,
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  });
  const policy = pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        Resource: queues.map(({ arn }) => arn),
      },
    ],
  });
  new aws.iam.RolePolicy("role-policy", { name: "runtime", role: role.name, policy });
  new aws.iam.Policy("policy", { name: app, policy });
  return role;
}

function createHttpApi(app: string, fn: aws.lambda.Function, alias: aws.lambda.Alias) {
  const api = new aws.apigatewayv2.Api("api", { name: app, protocolType: "HTTP" });
  const integration = new aws.apigatewayv2.Integration("integration", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: alias.invokeArn,
    payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route("route", {
    apiId: api.id,
    routeKey: "$default",
    target: pulumi.interpolate`integrations/${integration.id}`,
  });
  new aws.apigatewayv2.Stage("stage", { apiId: api.id, name: "$default", autoDeploy: true });
  new aws.lambda.Permission("permission", {
    action: "lambda:InvokeFunction",
    function: fn.name,
    qualifier: alias.name,
    principal: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
  });
  return { url: api.apiEndpoint };
}
