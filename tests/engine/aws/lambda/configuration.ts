import { AwsError } from "../aws-error.ts";
import type { Client } from "../client.ts";
import type { FunctionConfiguration } from "../entities.ts";
import { roleStatements } from "../iam/managed-policies.ts";
import { allows, parsePolicy, type Statement, trustsService } from "../iam/policy-document.ts";
import type { Store } from "../store.ts";
import { defined, number, optionalText, text, texts } from "../values.ts";
import type { Values } from "../wire.ts";
import { checkEnvironment } from "./environment.ts";

/** Inputs that UpdateFunctionConfiguration takes; all but the architecture, which goes with the code. */
export const CONFIGURATION_INPUTS = [
  "deadLetterConfig",
  "description",
  "environment",
  "ephemeralStorage",
  "handler",
  "layers",
  "loggingConfig",
  "memorySize",
  "role",
  "runtime",
  "timeout",
  "tracingConfig",
  "vpcConfig",
];

/** The only VPC of the account. */
export const VPC_ID = "vpc-0123456789abcdef0";

/** The configuration that inputs ask for, with what Lambda chooses itself. */
export function createConfiguration(name: string, inputs: Values): FunctionConfiguration {
  const { deadLetterConfig, environment, ephemeralStorage, loggingConfig, tracingConfig } = inputs;
  const given = { deadLetterConfig, environment, vpcConfig: inputs.vpcConfig };
  const architectures = texts(inputs.architectures);
  return {
    architectures: architectures.length > 0 ? architectures : ["x86_64"],
    ephemeralStorage: (ephemeralStorage ?? { size: 512 }) as { size: number },
    handler: text(inputs.handler),
    loggingConfig: {
      logFormat: "Text",
      logGroup: `/aws/lambda/${name}`,
      ...((loggingConfig ?? {}) as object),
    },
    memorySize: number(inputs.memorySize),
    role: text(inputs.role),
    runtime: text(inputs.runtime),
    timeout: number(inputs.timeout),
    tracingConfig: (tracingConfig ?? { mode: "PassThrough" }) as { mode: string },
    ...(defined(given) as Pick<FunctionConfiguration, keyof typeof given>),
    ...defined({ description: optionalText(inputs.description) }),
    ...(texts(inputs.layers).length > 0 ? { layers: texts(inputs.layers) } : {}),
  };
}

/** @throws AwsError for a configuration that Lambda refuses. */
export function checkConfiguration(
  client: Client,
  store: Store,
  configuration: FunctionConfiguration,
): void {
  const { role: roleArn, environment, deadLetterConfig, vpcConfig } = configuration;
  const role = store.list("role").find(({ arn }) => arn === roleArn);
  const trust = role && parsePolicy(role.assumeRolePolicy, TRUST_POLICY);
  if (role === undefined || !trustsService(trust ?? [], "lambda.amazonaws.com"))
    refuse("The role defined for the function cannot be assumed by Lambda.");
  checkEnvironment(environment?.variables ?? {});
  const target = deadLetterConfig?.targetArn;
  if (target !== undefined && store.get("queue", target) === undefined)
    refuse(`The dead-letter target ${target} does not exist`);
  if (vpcConfig !== undefined && vpcConfig.subnetIds.length > 0)
    checkNetworkRole(client, roleStatements(store, role?.name ?? ""));
}

function checkNetworkRole(client: Client, statements: readonly Statement[]): void {
  const calls = {
    CreateNetworkInterface: client.arn("ec2", "network-interface/eni-0a1b2c3d4e5f60718"),
    DescribeNetworkInterfaces: "*",
  };
  for (const [call, resource] of Object.entries(calls))
    if (!allows(statements, `ec2:${call}`, resource))
      refuse(`The provided execution role does not have permissions to call ${call} on EC2`);
}

const TRUST_POLICY = { title: "ACLSizePerRole", maximum: Number.POSITIVE_INFINITY };

function refuse(message: string): never {
  throw new AwsError("InvalidParameterValueException", message);
}
