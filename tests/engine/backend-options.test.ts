import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Backend } from "../../index.ts";
import { BUILD_TIMEOUT_MS, type Engine, startEngine } from "./engine.ts";
import { createInlineStack } from "./inline.ts";
import { BACKEND_FILES } from "./programs/backend.ts";

const PLUGINS = [fileURLToPath(new URL("bin", import.meta.url))];

/** As a program in another language makes it: in the plugin. */
class RemoteBackend extends pulumi.ComponentResource {
  constructor(name: string, args: pulumi.Inputs, options: pulumi.ComponentResourceOptions) {
    super("queuerun:index:Backend", name, args, options, true);
  }
}

/** Adds a tag to each queue. */
const tagQueues: pulumi.ResourceTransform = ({ type, props, opts }) =>
  type === "aws:sqs/queue:Queue"
    ? { props: { ...props, tags: { owner: "shop" } }, opts }
    : undefined;

describe("engine: a Backend among other resources", function () {
  this.timeout(300_000);
  let engine: Engine;
  let folder: string;

  before(async function () {
    this.timeout(BUILD_TIMEOUT_MS);
    engine = await startEngine({ plugins: PLUGINS });
    folder = (await engine.createProject(BACKEND_FILES)).folder;
  });
  beforeEach(() => engine.aws.advance(60));
  after(() => engine?.remove());

  /** A Backend with a variable that is not known before the first update, and a transform. */
  async function deploy(stack: string, create: (args: Args, options: Options) => pulumi.Resource) {
    const inline = await createInlineStack(engine, stack, {
      project: "shop",
      folder,
      program: async () => {
        const other = new aws.sqs.Queue("other");
        const args = { source: join(folder, "backend"), environment: { OTHER: other.url } };
        create(args, { transforms: [tagQueues] });
      },
    });
    const preview = await inline.preview();
    const up = await inline.up();
    assert.deepEqual(preview.changeSummary, up.summary.resourceChanges);
    const again = await inline.preview();
    assert.deepEqual(Object.keys(again.changeSummary), ["same"]);
    const [fn] = engine.aws.list("function");
    const tags = engine.aws
      .list("queue")
      .filter(({ name }) => name.startsWith("shop-"))
      .map((queue) => queue.tags);
    const other = engine.aws.list("queue").find(({ name }) => name.startsWith("other"));
    const variables = fn?.configuration.environment?.variables;
    await inline.destroy();
    return { isKnown: other !== undefined && variables?.OTHER === other.url, tags };
  }

  const expected = { isKnown: true, tags: Array(4).fill({ owner: "shop" }) };

  it("takes unknown variables, and is transformed", async () => {
    const deployed = await deploy("local", (args, options) => new Backend("api", args, options));
    assert.deepEqual(deployed, expected);
  });

  it("does so in the plugin", async () => {
    const deployed = await deploy(
      "remote",
      (args, options) => new RemoteBackend("api", args, options),
    );
    assert.deepEqual(deployed, expected);
  });

  it("is deployed beside another stack of the same program, at the same time", async () => {
    const create = (stack: string) =>
      createInlineStack(engine, stack, {
        project: "shop",
        folder,
        program: async () => {
          new Backend("api", { source: join(folder, "backend") });
        },
      });
    // One after the other, as each writes the settings of the project
    const [one, two] = [await create("one"), await create("two")];
    await Promise.all([one.up(), two.up()]);
    assert.deepEqual(
      engine.aws.list("function").map(({ name }) => name.replace(/-[0-9a-f]{8}$/, "")),
      ["shop-one-api", "shop-two-api"],
    );
    await one.destroy();
    assert.deepEqual(Object.keys((await two.preview()).changeSummary), ["same"]);
    await two.destroy();
    assert.deepEqual(engine.aws.names(), []);
  });
});

type Args = ConstructorParameters<typeof Backend>[1];
type Options = pulumi.ComponentResourceOptions;
