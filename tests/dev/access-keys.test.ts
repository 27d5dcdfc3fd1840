import assert from "node:assert/strict";
import { AccessKeys, describeCaller, FUNCTION, POLLER } from "../../dev/access-keys.ts";

describe("AccessKeys", () => {
  it("finds whose a key is, which its ID shows", () => {
    const keys = new AccessKeys();
    const backend = { tier: "backend", sessionName: "shop" } as const;
    const [first, second] = [keys.issue(FUNCTION), keys.issue(backend, 1_000)];
    assert.match(first.accessKeyId, /^ASIARUNTIME0[0-9A-F]{8}$/);
    assert.match(second.accessKeyId, /^ASIABACKEND0[0-9A-F]{8}$/);
    assert.deepEqual(
      [first, second].map(({ accessKeyId }) => keys.find(accessKeyId)),
      [
        { caller: FUNCTION, credentials: first, expiresAt: Number.POSITIVE_INFINITY },
        { caller: backend, credentials: second, expiresAt: 1_000 },
      ],
    );
  });

  it("does not know the keys of another local cloud", () => {
    const { accessKeyId } = new AccessKeys().issue(FUNCTION);
    assert.equal(new AccessKeys().find(accessKeyId), undefined);
  });
});

describe("describeCaller", () => {
  it("names role and session as AWS does", () => {
    assert.deepEqual(describeCaller(FUNCTION), {
      arn: "arn:aws:sts::000000000000:assumed-role/local-runtime/local",
      userId: "AROALOCALRUNTIME00000:local",
      roleArn: "arn:aws:iam::000000000000:role/local-runtime",
      account: "000000000000",
    });
    assert.equal(
      describeCaller(POLLER).arn,
      "arn:aws:sts::000000000000:assumed-role/local-runtime/event-source-mapping",
    );
  });
});
