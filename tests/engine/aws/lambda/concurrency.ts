import { AwsError } from "../aws-error.ts";
import type { LambdaFunction } from "../entities.ts";
import type { Settings, Store } from "../store.ts";

/** @throws AwsError when a reservation is less than what is provisioned, or leaves too little. */
export function checkReserved(
  store: Store,
  settings: Settings,
  found: LambdaFunction,
  reserved: number,
): void {
  const provisioned = total(found);
  if (reserved < provisioned)
    refuse(
      `ReservedConcurrentExecutions  ${reserved} should not be lower than function's total ` +
        `provisioned concurrency [${provisioned}].`,
    );
  const others = reservedByOthers(store, found);
  if (settings.concurrency - others - reserved < settings.minimumUnreserved)
    refuse(
      "Specified ReservedConcurrentExecutions for function decreases account's " +
        `UnreservedConcurrentExecution below its minimum value of [${settings.minimumUnreserved}].`,
    );
}

/** @throws AwsError when a function has not that many executions to provision. */
export function checkProvisioned(
  store: Store,
  settings: Settings,
  found: LambdaFunction,
  qualifier: string,
  provisioned: number,
): void {
  const others = total(found) - (found.provisioned[qualifier] ?? 0);
  if (found.reserved !== null && others + provisioned > found.reserved)
    refuse(
      "Requested Provisioned Concurrency should not be greater than the " +
        "reservedConcurrentExecution for function",
    );
  if (found.reserved !== null) return;
  const unreserved = settings.concurrency - reservedByOthers(store, found);
  if (unreserved - others - provisioned < settings.minimumUnreserved)
    refuse(
      "Specified ConcurrentExecutions for function decreases account's " +
        `UnreservedConcurrentExecution below its minimum value of [${settings.minimumUnreserved}].`,
    );
}

function total({ provisioned }: LambdaFunction): number {
  return Object.values(provisioned).reduce((sum, each) => sum + each, 0);
}

/** What other functions of the region hold: reserved, or provisioned without a reservation. */
function reservedByOthers(store: Store, found: LambdaFunction): number {
  const region = found.arn.split(":")[3];
  const others = store
    .list("function")
    .filter(({ arn }) => arn !== found.arn && arn.split(":")[3] === region);
  return others.reduce((sum, each) => sum + (each.reserved ?? total(each)), 0);
}

function refuse(message: string): never {
  throw new AwsError("InvalidParameterValueException", message);
}
