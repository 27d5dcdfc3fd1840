import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * A plain program without queuerun: a queue, a function that handles it, and an HTTP API.
 *
 * @param code The deployment package.
 */
export async function createPlainResources(code: string) {
  const config = new pulumi.Config();
  const stack = pulumi.getStack();
  const { accountId } = await aws.getCallerIdentity();

  const queue = new aws.sqs.Queue("jobs", {
    name: `plain-${stack}-jobs`,
    visibilityTimeoutSeconds: config.getNumber("visibility") ?? 180,
  });
  const role = new aws.iam.Role("role", {
    name: `plain-${stack}`,
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  });
  const policy = new aws.iam.RolePolicy("policy", {
    name: "runtime",
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
          Resource: queue.arn,
        },
      ],
    }),
  });
  const logs = new aws.cloudwatch.LogGroup("logs", {
    name: `/aws/lambda/plain-${stack}`,
    retentionInDays: 30,
  });
  const handler = new aws.lambda.Function(
    "handler",
    {
      name: `plain-${stack}`,
      role: role.arn,
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      handler: "index.handler",
      code: new pulumi.asset.FileArchive(code),
      timeout: 30,
      publish: true,
      environment: {
        variables: { MODE: config.get("mode") ?? "quick", KEY: config.getSecret("key") ?? "none" },
      },
      ...(config.getNumber("reserved") === undefined
        ? {}
        : { reservedConcurrentExecutions: config.getNumber("reserved") }),
    },
    { dependsOn: [logs, policy] },
  );
  const live = new aws.lambda.Alias("live", {
    name: "live",
    functionName: handler.name,
    functionVersion: handler.version,
  });
  new aws.lambda.EventSourceMapping("mapping", {
    eventSourceArn: queue.arn,
    functionName: live.arn,
    functionResponseTypes: ["ReportBatchItemFailures"],
  });
  const provisioned = config.getNumber("provisioned");
  if (provisioned !== undefined)
    new aws.lambda.ProvisionedConcurrencyConfig("warm", {
      functionName: handler.name,
      qualifier: live.name,
      provisionedConcurrentExecutions: provisioned,
    });
  const api = new aws.apigatewayv2.Api("api", { name: `plain-${stack}`, protocolType: "HTTP" });
  const integration = new aws.apigatewayv2.Integration("integration", {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: live.invokeArn,
    payloadFormatVersion: "2.0",
  });
  new aws.apigatewayv2.Route("route", {
    apiId: api.id,
    routeKey: "$default",
    target: pulumi.interpolate`integrations/${integration.id}`,
  });
  new aws.apigatewayv2.Stage("stage", {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
  });
  new aws.lambda.Permission("permission", {
    statementId: "api",
    action: "lambda:InvokeFunction",
    function: handler.name,
    qualifier: live.name,
    principal: "apigateway.amazonaws.com",
    sourceArn: pulumi.interpolate`${api.executionArn}/*`,
  });
  return { account: accountId, url: api.apiEndpoint, version: handler.version };
}
