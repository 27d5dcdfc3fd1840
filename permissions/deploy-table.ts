import type { Arns } from "./arns.ts";
import { allow, type PolicyStatement } from "./policy-document.ts";

/** The table of connections, but none of the rows. */
export function createTableStatements(arns: Arns): PolicyStatement[] {
  return [
    allow(
      "ConnectionsTable",
      [
        "dynamodb:CreateTable",
        "dynamodb:DescribeTable",
        "dynamodb:UpdateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:UpdateTimeToLive",
        // The provider reads backups of any table, and corrects what has been changed
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:UpdateContinuousBackups",
        "dynamodb:ListTagsOfResource",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
      ],
      [arns.connectionsTable],
    ),
  ];
}
