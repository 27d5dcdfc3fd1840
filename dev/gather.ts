import { setTimeout } from "node:timers/promises";

/** Makes one call with the items of all that ask within `milliseconds` of the first. */
export function gather<Item>(
  milliseconds: number,
  call: (items: readonly Item[]) => Promise<void>,
): (items: readonly Item[]) => Promise<void> {
  let gathered: Item[] = [];
  let calling: Promise<void> | undefined;
  const callLater = async () => {
    await setTimeout(milliseconds);
    const items = gathered;
    gathered = [];
    calling = undefined;
    await call(items);
  };
  return (items) => {
    gathered.push(...items);
    calling ??= callLater();
    return calling;
  };
}
