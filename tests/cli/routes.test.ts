import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createBackend, writeFiles } from "../support/backend-files.ts";
import { runCommand } from "../support/run-command.ts";
import { PROJECT } from "../support/source-file.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

const FILES = {
  "api/orders/[id].ts": `import { validate } from "queuerun/sdk";
import { z } from "zod";
const Tree = z.object({ name: z.string(), get children() { return z.array(Tree); } });
export const get = validate({ params: z.object({ id: z.uuid() }), response: Tree }, () => null as never);
export const put = validate({ body: z.object({ at: z.date(), amount: z.number().positive() }) }, () => null);`,
  "api/orders/index.ts": `import { validate } from "queuerun/sdk";
import * as v from "valibot";
const query = v.object({ page: v.optional(v.pipe(v.string(), v.transform(Number))), sort: v.picklist(["id"]) });
export const get = validate({ query }, () => []);`,
  "api/files/[...path].js": "exports.get = () => null;\nexports.del = () => null;",
  "api/any.ts": "export default () => null;",
  "queues/email.ts": "export default async () => {};",
  "schedules/cleanup.ts": 'export const schedule = "daily";\nexport default async () => {};',
  "socket/index.ts": "export default () => {};",
};

describe("queuerun routes", () => {
  let project: TemporaryFolder;
  beforeEach(async () => {
    project = await createBackend(FILES);
    await symlink(join(PROJECT, "node_modules"), join(project.path, "node_modules"));
    await writeFiles(project.path, { "package.json": '{ "name": "shop", "version": "1.2.3" }' });
  });
  afterEach(() => project.remove());

  function run(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
    const command = ["--conditions=queuerun-source", "--", join(PROJECT, "cli/main.ts"), "routes"];
    return runCommand(process.execPath, [...command, ...args], { cwd: project.path, env });
  }

  it("lists what a backend answers to", async () => {
    assert.deepEqual(await run([]), {
      code: 0,
      stderr: "",
      stdout: `Routes
  any method  /any              api/any.ts
  GET         /orders           api/orders/index.ts
  GET PUT     /orders/[id]      api/orders/[id].ts
  GET DELETE  /files/[...path]  api/files/[...path].js

WebSocket
  10 s  socket/index.ts

Queues
  email  300 s  up to 10 jobs at a time  queues/email.ts

Schedules
  cleanup  300 s  0 0 * * * UTC  schedules/cleanup.ts
`,
    });
  });

  it("prints it as JSON", async () => {
    const { routes, ...rest } = JSON.parse((await run(["backend", "--json"])).stdout);
    assert.deepEqual(routes.map(({ path }: { path: string }) => path).sort(), [
      "/any",
      "/files/[...path]",
      "/orders",
      "/orders/[id]",
    ]);
    assert.deepEqual(Object.keys(rest), ["socket", "queues", "schedules"]);
  });

  it("writes OpenAPI 3.1 with the schemas of validated handlers", async () => {
    const { code, stdout, stderr } = await run(["--openapi"]);
    assert.deepEqual({ code, stderr }, { code: 0, stderr: "" });
    const document = JSON.parse(stdout);
    assert.deepEqual(await new Validator().validate(document), { valid: true });
    assert.deepEqual(
      [document.openapi, document.info],
      ["3.1.0", { title: "shop", version: "1.2.3" }],
    );
    const {
      "/orders": orders,
      "/orders/{id}": order,
      "/files/{path}": files,
      ...others
    } = document.paths;
    assert.deepEqual(Object.keys(others), ["/any"]);
    assert.deepEqual(Object.keys(others["/any"]), ["get", "post", "put", "patch", "delete"]);
    assert.deepEqual(orders.get.parameters, [
      { name: "page", in: "query", required: false, schema: { type: "string" } },
      { name: "sort", in: "query", required: true, schema: { enum: ["id"], type: "string" } },
    ]);
    const [{ schema: id, ...parameter }] = order.get.parameters;
    assert.deepEqual(parameter, { name: "id", in: "path", required: true });
    assert.deepEqual([id.type, id.format], ["string", "uuid"]);
    assert.deepEqual(order.put.requestBody.content["application/json"].schema.properties, {
      at: {},
      amount: { type: "number", exclusiveMinimum: 0 },
    });
    assert.deepEqual(files.delete.parameters[0].schema, { type: "string" });
  });

  it("points references of a schema to where it stands in the document", async () => {
    const { paths, components } = JSON.parse((await run(["--openapi"])).stdout);
    const { schema } = paths["/orders/{id}"].get.responses["2XX"].content["application/json"];
    assert.deepEqual(schema, { $ref: "#/components/schemas/get_orders_id_response" });
    const tree = components.schemas.get_orders_id_response;
    assert.deepEqual(tree.properties.children, { type: "array", items: schema });
  });

  it("runs the routes without credentials and variables, until its time is up", async () => {
    await writeFiles(join(project.path, "backend"), {
      ".env": "SECRET=hush",
      "api/any.ts": `import { validate } from "queuerun/sdk";
import * as v from "valibot";
console.log("loaded");
process.send?.({ kind: "ready" });
const names = Object.keys(process.env).filter((name) => !/^(PATH|NODE_CHANNEL_.*|__CF.*)$/.test(name));
export const post = validate({ body: v.picklist(names) }, () => null);`,
      "api/hangs.ts":
        "await new Promise(() => setInterval(() => {}, 1000));\nexport const get = () => 1;",
      "api/throws.ts": 'throw new Error("No SECRET");\nexport const get = () => 1;',
      "api/strange.ts": `import { validate } from "queuerun/sdk";
const strange = { "~standard": { version: 1 as const, vendor: "strange", validate: (value: unknown) => ({ value }) } };
export const post = validate({ body: strange }, () => null);`,
    });
    const env = { ...process.env, AWS_ACCESS_KEY_ID: "AKIA", AWS_PROFILE: "admin", SECRET: "hush" };
    const { code, stdout, stderr } = await run(["--openapi", "--timeout", "10"], env);
    assert.equal(code, 0);
    assert.deepEqual(stderr.split("\n").sort().filter(Boolean), [
      "api/hangs.ts cannot be loaded: its process has ended, or took more than 10 s",
      'api/strange.ts: post: no schema of body: "strange" has no JSON Schema of it',
      "api/throws.ts cannot be loaded: No SECRET",
      "loaded",
    ]);
    const document = JSON.parse(stdout);
    assert.deepEqual(await new Validator().validate(document), { valid: true });
    assert.deepEqual(
      document.paths["/any"].post.requestBody.content["application/json"].schema.enum.sort(),
      ["AWS_CONFIG_FILE", "AWS_EC2_METADATA_DISABLED", "AWS_SHARED_CREDENTIALS_FILE"],
    );
  });

  it("says what is wrong with the backend, and with its own options", async () => {
    await writeFiles(join(project.path, "backend"), { "api/broken.ts": "export const get = (" });
    for (const args of [[], ["--openapi"]]) {
      const { code, stdout, stderr } = await run(args);
      assert.deepEqual({ code, stdout }, { code: 1, stdout: "" });
      assert.match(stderr, /backend\/api\/broken\.ts:1:/);
    }
    assert.deepEqual(await run(["--openapi", "--timeout", "soon"]), {
      code: 2,
      stdout: "",
      stderr: '--timeout is "soon", must be a number of seconds up to 3600\n',
    });
  });
});
