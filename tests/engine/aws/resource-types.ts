import { API } from "./apigatewayv2/api.ts";
import { INTEGRATION } from "./apigatewayv2/integration.ts";
import { ROUTE } from "./apigatewayv2/route.ts";
import { STAGE } from "./apigatewayv2/stage.ts";
import { TABLE } from "./dynamodb/table.ts";
import { SECURITY_GROUP } from "./ec2/security-group.ts";
import { IDENTITY_PROVIDER } from "./iam/identity-provider.ts";
import { POLICY } from "./iam/policy.ts";
import { ROLE } from "./iam/role.ts";
import { ROLE_POLICY, ROLE_POLICY_ATTACHMENT } from "./iam/role-policy.ts";
import { ALIAS } from "./lambda/alias.ts";
import { EVENT_SOURCE_MAPPING } from "./lambda/event-source-mapping.ts";
import { FUNCTION } from "./lambda/function.ts";
import { PERMISSION } from "./lambda/permission.ts";
import { PROVISIONED_CONCURRENCY } from "./lambda/provisioned-concurrency.ts";
import { RECURSION_CONFIG } from "./lambda/recursion-config.ts";
import { LOG_GROUP } from "./logs.ts";
import type { ResourceType } from "./resource-type.ts";
import { SCHEDULE } from "./scheduler/schedule.ts";
import { SCHEDULE_GROUP } from "./scheduler/schedule-group.ts";
import { QUEUE } from "./sqs.ts";

const TYPES: readonly ResourceType[] = [
  ALIAS,
  API,
  EVENT_SOURCE_MAPPING,
  FUNCTION,
  IDENTITY_PROVIDER,
  INTEGRATION,
  LOG_GROUP,
  PERMISSION,
  POLICY,
  PROVISIONED_CONCURRENCY,
  QUEUE,
  RECURSION_CONFIG,
  ROLE,
  ROLE_POLICY,
  ROLE_POLICY_ATTACHMENT,
  ROUTE,
  SCHEDULE,
  SCHEDULE_GROUP,
  SECURITY_GROUP,
  STAGE,
  TABLE,
];

/** The resource types that the stand-in models, by token. */
export const RESOURCE_TYPES: ReadonlyMap<string, ResourceType> = new Map(
  TYPES.map((type) => [type.token, type]),
);
