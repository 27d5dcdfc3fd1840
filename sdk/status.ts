/** True of a status that can be sent. */
export function isStatus(status: number, lowest = 200): boolean {
  return Number.isInteger(status) && status >= lowest && status <= 599;
}

/** @throws RangeError for a status that is not an integer from `lowest` to 599. */
export function checkStatus(what: string, status: number, lowest = 200): void {
  if (!isStatus(status, lowest))
    throw new RangeError(`Cannot create ${what}: status is ${status}, must be ${lowest} to 599`);
}
