import type { Tier } from "./tier.ts";

/** A statement that reaches beyond one app, as AWS offers nothing that would keep it within. */
export interface UnscopableStatement {
  readonly tier: Tier;
  readonly sid: string;
  readonly reason: string;
}

export const UNSCOPABLE: readonly UnscopableStatement[] = [
  {
    tier: "deploy",
    sid: "FindLogGroup",
    reason:
      "CloudWatch Logs checks a search for groups against all groups of the region, by whatever name it searches; the answer names groups, and has nothing of what is in them",
  },
  {
    tier: "deploy",
    sid: "ReadMappings",
    reason:
      "Whoever deletes an event source mapping asks whether it is gone, and of one that is gone AWS cannot say which function it was for; the answer names a queue and a function, and holds no message",
  },
  {
    tier: "deploy",
    sid: "MappingTags",
    reason:
      "AWS names event source mappings itself, and unlike the other actions on them, tagging does not say which function they are for",
  },
  {
    tier: "deploy",
    sid: "ReadApis",
    reason:
      "API Gateway checks reading against the ID of the API, which is only known once it exists, and not against its name; given the ID, the statement is not there",
  },
  {
    tier: "deploy",
    sid: "ChangeApiParts",
    reason:
      "API Gateway checks routes, integrations and stages against the ID of their API, which is only known once it exists, and not against its name; given the ID, the statement is not there",
  },
  {
    tier: "deploy",
    sid: "ReadNetwork",
    reason: "EC2 has no resource for actions that describe; only with a VPC",
  },
  {
    tier: "runtime",
    sid: "SendToConnections",
    reason:
      "API Gateway checks sending to a connection against the ID of the API, which is only known once it exists, and not against its name; given the ID, the statement names that API alone",
  },
  {
    tier: "runtime",
    sid: "CreateNetworkInterface",
    reason:
      "Lambda makes network interfaces with IDs that nobody knows before; only with a VPC, and only for Lambda itself: the code of the function cannot",
  },
  {
    tier: "runtime",
    sid: "ChangeNetworkInterfaces",
    reason:
      "Functions in the same subnets and security groups share their network interfaces; only with a VPC, and only for Lambda itself: the code of the function cannot",
  },
  {
    tier: "runtime",
    sid: "ReadNetwork",
    reason:
      "EC2 has no resource for actions that describe; only with a VPC, and only for Lambda itself: the code of the function cannot",
  },
];
