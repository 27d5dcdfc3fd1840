import type { ProgramFiles } from "../engine.ts";
import { PLAIN_CODE } from "./plain.ts";

/** The plain program of the other language: the same resources. */
export const PLAIN_YAML: ProgramFiles = {
  ...PLAIN_CODE,
  "Pulumi.yaml": `
name: plain
runtime: yaml
config:
  visibility: { type: integer, default: 180 }
  mode: { type: string, default: quick }
variables:
  identity:
    fn::invoke: { function: aws:getCallerIdentity }
resources:
  jobs:
    type: aws:sqs:Queue
    properties:
      name: plain-\${pulumi.stack}-jobs
      visibilityTimeoutSeconds: \${visibility}
  role:
    type: aws:iam:Role
    properties:
      name: plain-\${pulumi.stack}
      assumeRolePolicy:
        fn::toJSON:
          Version: "2012-10-17"
          Statement:
            - Action: sts:AssumeRole
              Principal: { Service: lambda.amazonaws.com }
              Effect: Allow
              Sid: AllowAssumeRole
  policy:
    type: aws:iam:RolePolicy
    properties:
      name: runtime
      role: \${role.name}
      policy:
        fn::toJSON:
          Version: "2012-10-17"
          Statement:
            - Effect: Allow
              Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
              Resource: \${jobs.arn}
  logs:
    type: aws:cloudwatch:LogGroup
    properties:
      name: /aws/lambda/plain-\${pulumi.stack}
      retentionInDays: 30
  handler:
    type: aws:lambda:Function
    properties:
      name: plain-\${pulumi.stack}
      role: \${role.arn}
      runtime: nodejs24.x
      architectures: [arm64]
      handler: index.handler
      code: { fn::fileArchive: ./code.zip }
      timeout: 30
      publish: true
      environment: { variables: { MODE: "\${mode}", KEY: none } }
    options:
      dependsOn: ["\${logs}", "\${policy}"]
  live:
    type: aws:lambda:Alias
    properties:
      name: live
      functionName: \${handler.name}
      functionVersion: \${handler.version}
  mapping:
    type: aws:lambda:EventSourceMapping
    properties:
      eventSourceArn: \${jobs.arn}
      functionName: \${live.arn}
      functionResponseTypes: [ReportBatchItemFailures]
  api:
    type: aws:apigatewayv2:Api
    properties:
      name: plain-\${pulumi.stack}
      protocolType: HTTP
  integration:
    type: aws:apigatewayv2:Integration
    properties:
      apiId: \${api.id}
      integrationType: AWS_PROXY
      integrationUri: \${live.invokeArn}
      payloadFormatVersion: "2.0"
  route:
    type: aws:apigatewayv2:Route
    properties:
      apiId: \${api.id}
      routeKey: $default
      target: integrations/\${integration.id}
  stage:
    type: aws:apigatewayv2:Stage
    properties:
      apiId: \${api.id}
      name: $default
      autoDeploy: true
  permission:
    type: aws:lambda:Permission
    properties:
      statementId: api
      action: lambda:InvokeFunction
      function: \${handler.name}
      qualifier: \${live.name}
      principal: apigateway.amazonaws.com
      sourceArn: \${api.executionArn}/*
outputs:
  account: \${identity.accountId}
  url: \${api.apiEndpoint}
  version: \${handler.version}
`,
};
