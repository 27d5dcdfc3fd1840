import assert from "node:assert/strict";
import { createClient } from "./client.ts";
import { createProvider, type Provider } from "./provider.ts";
import { Store } from "./store.ts";
import { createArchive } from "./test-account.ts";
import { TRUST } from "./test-policies.ts";
import { UNKNOWN, type Values } from "./wire.ts";

const QUEUE = "urn:pulumi:dev::test::queuerun:index:Backend$aws:sqs/queue:Queue::jobs";
const FUNCTION = "urn:pulumi:dev::test::aws:lambda/function:Function::shop";
const SEED = Buffer.from("seed");

describe("stand-in for AWS: the plugin", () => {
  let provider: Provider;
  let store: Store;
  beforeEach(() => {
    store = new Store(":memory:");
    store.set({ accountId: "123456789012", concurrency: 1000, minimumUnreserved: 100, clockMs: 0 });
    provider = createProvider(
      (region, purpose) => createClient(store, region, purpose),
      "eu-central-1",
    );
  });
  const inputs = (given: Values) => provider.check(QUEUE, {}, given, SEED).inputs;

  it("knows no other types and functions", async () => {
    assert.throws(
      () => provider.check("urn:pulumi:dev::test::aws:s3/bucket:Bucket::b", {}, {}, SEED),
      { message: "The stand-in for AWS does not model aws:s3/bucket:Bucket" },
    );
    await assert.rejects(provider.invoke("aws:s3/getBucket:getBucket", {}), {
      message: "The stand-in for AWS does not model aws:s3/getBucket:getBucket",
    });
    await assert.rejects(provider.invoke("aws:index/getRegion:getRegion", { regions: "x" }), {
      message: "aws:index/getRegion:getRegion has no argument regions",
    });
  });

  it("answers who calls, and from where", async () => {
    assert.deepEqual(await provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}), {
      accountId: "123456789012",
      arn: "arn:aws:iam::123456789012:user/deployer",
      id: "123456789012",
      userId: "AIDACKCEVSQ6C2EXAMPLE",
    });
    assert.deepEqual(await provider.invoke("aws:index/getPartition:getPartition", {}), {
      dnsSuffix: "amazonaws.com",
      id: "aws",
      partition: "aws",
      reverseDnsPrefix: "com.amazonaws",
    });
    assert.deepEqual(await provider.invoke("aws:index/getRegion:getRegion", {}), {
      description: "eu-central-1",
      endpoint: "ec2.eu-central-1.amazonaws.com",
      id: "eu-central-1",
      name: "eu-central-1",
      region: "eu-central-1",
    });
  });

  it("finds every problem of a resource, and leaves alone what is unknown", () => {
    const wrong = { delaySeconds: 901, visibilityTimeoutSeconds: -1, name: UNKNOWN };
    assert.deepEqual(provider.check(QUEUE, {}, wrong, SEED).problems, [
      {
        input: "delaySeconds",
        reason: "expected an integer in the range (0 - 900), got 901",
      },
      {
        input: "visibilityTimeoutSeconds",
        reason: "expected an integer in the range (0 - 43200), got -1",
      },
    ]);
    assert.deepEqual(provider.check(FUNCTION, {}, {}, SEED).problems, [
      { input: "role", reason: "Missing required property 'role'" },
    ]);
    const given = { role: UNKNOWN, code: createArchive("1"), handler: UNKNOWN };
    assert.deepEqual(provider.check(FUNCTION, {}, given, SEED).problems, [
      { input: "runtime", reason: "must be set when packageType is Zip" },
    ]);
  });

  it("previews a new resource: what AWS decides is unknown", async () => {
    const { id, state } = await provider.create(QUEUE, inputs({ name: "jobs" }), true);
    assert.equal(id, "");
    assert.equal(state.arn, UNKNOWN);
    assert.equal(state.visibilityTimeoutSeconds, 30);
    assert.deepEqual(store.journal(), []);
  });

  it("previews an update: a version is unknown only if one will be published", async () => {
    const role = { name: "shop", assumeRolePolicy: TRUST };
    const roleUrn = "urn:pulumi:dev::test::aws:iam/role:Role::shop";
    const made = await provider.create(
      roleUrn,
      provider.check(roleUrn, {}, role, SEED).inputs,
      false,
    );
    const base = {
      name: "shop",
      role: made.state.arn ?? null,
      runtime: "nodejs24.x",
      handler: "index.handler",
      code: createArchive("1"),
      publish: true,
    };
    const check = (given: Values) => provider.check(FUNCTION, {}, given, SEED).inputs;
    const { id, state } = await provider.create(FUNCTION, check(base), false);
    const preview = async (changed: Values) => {
      const next = check({ ...base, ...changed });
      const { lastModified, version } = await provider.update(FUNCTION, id, state, next, true);
      return [lastModified === UNKNOWN, version];
    };
    assert.deepEqual(await preview({ reservedConcurrentExecutions: 5 }), [false, "1"]);
    assert.deepEqual(await preview({ timeout: 5 }), [false, UNKNOWN]);
    assert.deepEqual(await preview({ timeout: 5, publish: false }), [false, "1"]);
    assert.deepEqual(await preview({ code: createArchive("2") }), [true, UNKNOWN]);
  });

  it("imports what exists by its ID alone, with the inputs that would make it", async () => {
    const { id, state } = await provider.create(QUEUE, inputs({ name: "jobs" }), false);
    const read = await provider.read(QUEUE, id, {}, {});
    assert.deepEqual(read?.state, state);
    assert.equal(read?.inputs.name, "jobs");
    assert.deepEqual(provider.check(QUEUE, {}, read?.inputs ?? {}, SEED).problems, []);
    assert.deepEqual(provider.diff(QUEUE, state, read?.inputs ?? {}).differences, []);
    assert.equal(await provider.read(QUEUE, `${id}x`, {}, {}), null);
  });

  it("reads into the inputs of a program only what differs from what it knew", async () => {
    const given = inputs({ name: "jobs", redrivePolicy: "" });
    const { id, state } = await provider.create(QUEUE, given, false);
    const [queue] = store.list("queue");
    assert.ok(queue);
    const attributes = { ...queue.attributes, delaySeconds: 9, receiveWaitTimeSeconds: 9 };
    store.put("queue", queue.arn, { ...queue, attributes });
    const read = await provider.read(QUEUE, id, state, given);
    assert.deepEqual(read?.inputs, { ...given, delaySeconds: 9, receiveWaitTimeSeconds: 9 });
  });

  it("deletes a resource with a fixed name before it makes the next", async () => {
    const given = inputs({ name: "jobs.fifo", fifoQueue: true });
    const { state } = await provider.create(QUEUE, given, false);
    const region = inputs({ name: "jobs.fifo", fifoQueue: true, region: "eu-west-1" });
    const { replaces, deleteBeforeReplace } = provider.diff(QUEUE, state, region);
    assert.deepEqual(
      { replaces, deleteBeforeReplace },
      { replaces: ["region"], deleteBeforeReplace: true },
    );
    const renamed = inputs({ name: "work.fifo", fifoQueue: true });
    assert.equal(provider.diff(QUEUE, state, renamed).deleteBeforeReplace, false);
  });

  it("makes a resource in the region it names", async () => {
    const { state } = await provider.create(
      QUEUE,
      inputs({ region: "eu-west-1", name: "a" }),
      false,
    );
    assert.equal(state.arn, "arn:aws:sqs:eu-west-1:123456789012:a");
  });
});
