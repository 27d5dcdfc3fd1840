import assert from "node:assert/strict";
import { Validator } from "@seriousme/openapi-schema-validator";
import { createDocument, findTemplates } from "../../../cli/openapi/document.ts";
import type { HttpMethod, HttpRoute } from "../../../manifest/manifest.ts";

const INFO = { title: "shop", version: "1.0.0" };

function createRoute(path: string, methods: readonly HttpMethod[] = ["GET"]): HttpRoute {
  return { path, file: `api${path}.ts`, middleware: [], methods, timeoutSeconds: 10 };
}

describe("createDocument()", () => {
  it("is a document without any routes as well", async () => {
    const document = createDocument(INFO, [], new Map());
    assert.deepEqual(document.paths, {});
    assert.deepEqual(await new Validator().validate(document), { valid: true });
  });

  it("gives each operation an ID that no other has", () => {
    const routes = [
      createRoute("/a-b"),
      createRoute("/a/b"),
      createRoute("/"),
      createRoute("/[id]"),
    ];
    const { paths } = createDocument(INFO, routes, new Map()) as {
      paths: Record<string, { get: { operationId: string } }>;
    };
    assert.deepEqual(
      Object.values(paths).map(({ get }) => get.operationId),
      ["get_a_b", "get_a_b_2", "get", "get_id"],
    );
  });

  it("describes a default export's methods by its schemas", () => {
    const route = createRoute("/any", ["POST", "PUT"]);
    const described = new Map([[route.file, { default: { body: { type: "object" } } }]]);
    const { paths } = createDocument(INFO, [route], described) as {
      paths: Record<string, Record<string, { requestBody: unknown }>>;
    };
    const body = {
      required: true,
      content: { "application/json": { schema: { type: "object" } } },
    };
    assert.deepEqual(
      [paths["/any"]?.post?.requestBody, paths["/any"]?.put?.requestBody],
      [body, body],
    );
  });
});

describe("findTemplates()", () => {
  it("leaves out a catch-all where a parameter stands", () => {
    const routes = ["/files/[id]", "/files/[...path]", "/[...rest]"].map((path) =>
      createRoute(path),
    );
    assert.deepEqual(
      findTemplates(routes).map(({ path }) => path),
      ["/files/[id]", "/[...rest]"],
    );
  });
});
