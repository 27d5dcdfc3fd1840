import assert from "node:assert/strict";
import type { Fault } from "../../soak/deploy/fault.ts";
import { type Chain, sweepFaults } from "../../soak/deploy/sweep.ts";
import { BUILD_TIMEOUT_MS } from "./engine.ts";
import { ensureToolchain } from "./toolchain.ts";

/** At these Pulumi is killed instead; all others fail. */
const KILLS: Readonly<Record<string, Fault["effect"]>> = {
  "apigateway:POST aws:apigatewayv2/integration:Integration": "kill after",
  "apigateway:POST aws:apigatewayv2/route:Route": "kill after",
  "apigateway:POST aws:apigatewayv2/stage:Stage": "kill after",
  "lambda:AddPermission aws:lambda/permission:Permission": "kill after",
  "lambda:CreateAlias aws:lambda/alias:Alias": "kill before",
  "lambda:PublishVersion aws:lambda/function:Function": "kill before",
  "scheduler:CreateSchedule aws:scheduler/schedule:Schedule": "kill before",
  "sqs:CreateQueue aws:sqs/queue:Queue": "kill after",
};

/** Made by more than one call. */
const SECOND_CALLS = ["logs:PutRetentionPolicy", "dynamodb:UpdateTimeToLive"];

const UPDATES = [
  "lambda:UpdateFunctionConfiguration",
  "lambda:PublishVersion",
  "lambda:UpdateAlias",
  "sqs:SetQueueAttributes",
  // By then its other settings are done
  "sqs:TagQueue aws:sqs/queue:Queue api-q-email",
  "lambda:PutProvisionedConcurrencyConfig",
];

/** `npm run soak -- --only deploy` does the same with every call. */
describe("engine: a deployment that meets faults", function () {
  this.timeout(600_000);

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    await ensureToolchain();
  });

  it("comes to the same end as one that nothing disturbs, and shows no secrets", async () => {
    const types = new Set<string>();
    const deployments = await sweepFaults({
      choose: (faults, stage) => {
        if (stage === "change") return [chooseUpdates(faults)];
        const chain = chooseCreations(faults);
        for (const fault of chain) types.add(typeOf(fault));
        return [chain];
      },
      progress: () => {},
    });
    assert.deepEqual(
      deployments.map(({ stage, by, reason, met, faults }) => ({
        stage,
        by,
        reason,
        missed: faults.length - met,
      })),
      [
        { stage: "first", by: "advice", reason: "", missed: 0 },
        { stage: "change", by: "advice", reason: "", missed: 0 },
      ],
    );
    assert.equal(types.size, 17);
  });
});

/** The call that makes the first resource of each type, and what comes after it. */
function chooseCreations(faults: readonly Fault[]): Chain {
  const types = new Set<string>();
  return faults.filter((fault) => {
    const type = typeOf(fault);
    if (SECOND_CALLS.includes(fault.action)) return fault.effect === "fail";
    if (!isChosen(fault) || !isChange(faults, fault) || types.has(type)) return false;
    types.add(type);
    return true;
  });
}

function chooseUpdates(faults: readonly Fault[]): Chain {
  return UPDATES.flatMap((call) => {
    const isCall = (fault: Fault) => `${fault.action} ${fault.for}`.startsWith(call);
    return faults.filter((fault) => isCall(fault) && isChosen(fault)).slice(0, 1);
  });
}

function isChosen(fault: Fault): boolean {
  return fault.effect === (KILLS[`${fault.action} ${typeOf(fault)}`] ?? "fail");
}

/** There is no point in a kill beside a read. */
function isChange(faults: readonly Fault[], { action }: Fault): boolean {
  return faults.some((fault) => fault.action === action && fault.effect !== "fail");
}

function typeOf({ for: purpose }: Fault): string {
  return purpose.split(" ")[0] ?? "";
}
