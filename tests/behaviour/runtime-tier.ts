import assert from "node:assert/strict";
import type { Use } from "../../dev/gate/usage.ts";
import { matchResource } from "../../permissions/pattern.ts";
import type { PolicyDocument } from "../../permissions/policy-document.ts";
import { EMPTY_CONTEXT } from "../../permissions/request-context.ts";
import type { LocalCloudHarness } from "./local-cloud-harness.ts";

/** What only AWS itself does with the function's role: Lambda writes the log, and its pollers look at queues. */
const BY_AWS = [
  "WriteLogs: logs:CreateLogStream on arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/local:log-stream:*",
  "WriteLogs: logs:PutLogEvents on arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/local:log-stream:*",
  "ReceiveJobs: sqs:GetQueueAttributes on arn:aws:sqs:us-east-1:000000000000:local-q-*",
];

/** Runs suites on the local cloud, and then holds what they have used against the runtime tier. */
export function describeRuntimeTier(
  start: () => Promise<LocalCloudHarness>,
  describeSuites: (start: () => Promise<LocalCloudHarness>) => void,
): void {
  const uses: Use[] = [];
  let policy: PolicyDocument | undefined;
  describeSuites(async () => {
    const harness = await start();
    policy = harness.policies.runtime?.[0] as PolicyDocument;
    const close = async () => {
      uses.push(...harness.uses());
      await harness.close();
    };
    return { ...harness, close };
  });

  describe("the runtime tier, over all of this", () => {
    it("is not short: nothing was denied", () => {
      assert.deepEqual(
        uses.filter(({ isAllowed }) => !isAllowed),
        [],
      );
    });

    it("is not wide: every action and resource was used, but what only AWS itself uses", () => {
      assert.ok(policy, "No suite has run");
      assert.deepEqual(findUnused(policy, uses), BY_AWS);
    });
  });
}

function findUnused({ Statement }: PolicyDocument, uses: readonly Use[]): string[] {
  return Statement.flatMap(({ Sid, Action, Resource }) =>
    Action.flatMap((action) =>
      Resource.filter(
        (pattern) =>
          !uses.some(
            ({ statement, action: used, resource }) =>
              statement === Sid &&
              used === action &&
              matchResource(pattern, resource, EMPTY_CONTEXT) === true,
          ),
      ).map((pattern) => `${Sid}: ${action} on ${pattern}`),
    ),
  );
}
