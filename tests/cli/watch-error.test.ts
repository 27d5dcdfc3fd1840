import assert from "node:assert/strict";
import { describeWatchError } from "../../cli/watch-error.ts";

describe("describeWatchError", () => {
  const describeCode = (code: string) =>
    describeWatchError(Object.assign(new Error(`${code}: watch "/shop"`), { code }));

  it("says which limit is reached, and what raises it", () => {
    assert.equal(
      describeCode("ENOSPC"),
      `Not all files can be watched: the system's limit of watched files is reached (ENOSPC)
→ Raise it: sudo sysctl fs.inotify.max_user_watches=524288. The backend goes on; after a save that nothing is said of, start queuerun dev again`,
    );
    assert.match(describeCode("EMFILE"), /fs\.inotify\.max_user_instances=1024, or ulimit -n/);
  });

  it("gives the system's word for anything else", () => {
    assert.equal(
      describeCode("EIO"),
      `Not all files can be watched: EIO: watch "/shop"
→ The backend goes on; after a save that nothing is said of, start queuerun dev again`,
    );
  });
});
