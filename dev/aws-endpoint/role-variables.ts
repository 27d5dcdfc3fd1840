import { packVariables, VARIABLES } from "../../manifest/environment.ts";
import { createArns } from "../../permissions/arns.ts";
import { SCOPE } from "../aws-names.ts";

type Variables = Readonly<Record<string, string>>;

/** With keys of their own, users mean AWS; and with endpoints of their own, those. */
const OWN = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_ENDPOINT_URL"];

/**
 * What tells the function of its backend's role, and the AWS clients of its code where the services are
 * that the role has keys for.
 * @param endpoint See `startAwsEndpoint`.
 * @param services What tells the function where its own services are.
 * @param user The user's own variables.
 */
export function createRoleVariables(
  endpoint: string,
  services: Variables,
  user: Variables,
): Variables {
  const { [VARIABLES.queueUrlPrefix]: queues, [VARIABLES.dynamodbUrl]: dynamodb } = services;
  const endpoints = {
    AWS_ENDPOINT_URL: endpoint,
    ...(queues === undefined ? {} : { AWS_ENDPOINT_URL_SQS: new URL(queues).origin }),
    ...(dynamodb === undefined ? {} : { AWS_ENDPOINT_URL_DYNAMODB: dynamodb }),
  };
  return {
    ...(OWN.some((name) => user[name] !== undefined) ? {} : packVariables(endpoints)),
    [VARIABLES.backendRoleArn]: createArns(SCOPE).backendRole,
    [VARIABLES.stsUrl]: endpoint,
  };
}
