import assert from "node:assert/strict";
import { explainRefusal } from "../../provider/explain-refusal.ts";

describe("explainRefusal", () => {
  it("says what to do about a quota that is too small", () => {
    const refusal =
      "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [10].";
    assert.equal(
      explainRefusal(refusal),
      `The account's quota of concurrent executions is too small: of it, AWS keeps at least 10 for functions that reserve nothing. A pause, "queuerun:reserved" 0, needs none of it
→ Reserve or provision less: pulumi config set queuerun:reserved off
→ Or ask for a higher quota: https://console.aws.amazon.com/servicequotas/home/services/lambda/quotas/L-B99A9384
→ Once it is there: pulumi up --refresh`,
    );
  });

  it("adds nothing to other errors", () => {
    assert.equal(
      explainRefusal("ResourceConflictException: Function already exist: shop"),
      undefined,
    );
  });
});
