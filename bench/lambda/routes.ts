import type { Sources } from "./packages.ts";

/** What has routes: all of them are compared with a bare handler, which has one. */
export type HttpPeer = "bare" | "hono" | "powertools";

/** `GET /users/:id` beside other routes, which answers with a small JSON document. */
export function createRoutes(count: number): Sources<HttpPeer> {
  const others = Array.from({ length: count - 1 }, (_, index) => `/things${index}`);
  const backend = Object.fromEntries(
    others.map((path) => [`api${path}/[id].ts`, answerOf("params.id", "path: true")]),
  );
  return {
    backend: { ...backend, "api/users/[id].ts": answerOf("params.id") },
    peers: {
      bare: `export const handler = async (event) => ({
  statusCode: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ id: event.rawPath.split("/")[2] }),
});`,
      hono: `import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
const app = new Hono();
${others.map((path) => `app.get("${path}/:id", (c) => c.json({ id: c.req.param("id"), path: true }));`).join("\n")}
app.get("/users/:id", (c) => c.json({ id: c.req.param("id") }));
export const handler = handle(app);`,
      powertools: `import { Router } from "@aws-lambda-powertools/event-handler/http";
const app = new Router();
${others.map((path) => `app.get("${path}/:id", async ({ params }) => ({ id: params.id, path: true }));`).join("\n")}
app.get("/users/:id", async ({ params }) => ({ id: params.id }));
export const handler = async (event, context) => app.resolve(event, context);`,
    },
  };
}

function answerOf(id: string, more = ""): string {
  return `export async function get({ params }) {
  return { id: ${id}, ${more} };
}
`;
}

const ORDER = "v.object({ customer: v.string(), quantity: v.pipe(v.number(), v.minValue(1)) })";

/**
 * `POST /orders/:id` beside other routes. Each has middleware that looks at a header before the handler
 * and sets one after it, and a schema that the body is checked with. The bare handler does so by hand.
 */
export function createCheckedRoutes(count: number): Sources<HttpPeer> {
  const others = Array.from({ length: count - 1 }, (_, index) => `/things${index}`);
  const paths = [...others, "/orders"];
  return {
    backend: {
      "api/_middleware.ts": `import { HttpError } from "queuerun/sdk";
export function onRequest({ headers }) {
  if (headers["x-key"] !== "secret") throw new HttpError(403);
}
export function onResponse(request, response) {
  response.headers["x-version"] = "1";
}
`,
      "lib/order.ts": `import * as v from "valibot";\nexport const Order = ${ORDER};\n`,
      ...Object.fromEntries(
        paths.map((path) => [
          `api${path}/[id].ts`,
          `import { validate } from "queuerun/sdk";
import { Order } from "../../lib/order.ts";
export const post = validate({ body: Order }, async ({ body, params }) => ({ id: params.id, quantity: body.quantity }));
`,
        ]),
      ),
    },
    peers: {
      bare: `import * as v from "valibot";
const Order = ${ORDER};
const send = (statusCode, body) => ({
  statusCode,
  headers: { "content-type": "application/json", "x-version": "1" },
  body: JSON.stringify(body),
});
export const handler = async (event) => {
  if (event.headers["x-key"] !== "secret") return send(403, {});
  const { success, output, issues } = v.safeParse(Order, JSON.parse(event.body));
  if (!success) return send(422, { issues });
  return send(200, { id: event.rawPath.split("/")[2], quantity: output.quantity });
};`,
      hono: `import { Hono } from "hono";
import { handle } from "hono/aws-lambda";
import { validator } from "hono/validator";
import * as v from "valibot";
const Order = ${ORDER};
const check = validator("json", (value, c) => {
  const { success, output, issues } = v.safeParse(Order, value);
  return success ? output : c.json({ issues }, 422);
});
const app = new Hono();
app.use(async (c, next) => {
  if (c.req.header("x-key") !== "secret") return c.json({}, 403);
  await next();
  c.header("x-version", "1");
});
const answer = (c) => c.json({ id: c.req.param("id"), quantity: c.req.valid("json").quantity });
${paths.map((path) => `app.post("${path}/:id", check, answer);`).join("\n")}
export const handler = handle(app);`,
      powertools: `import { Router } from "@aws-lambda-powertools/event-handler/http";
import * as v from "valibot";
const Order = ${ORDER};
const app = new Router();
app.use(async ({ reqCtx, next }) => {
  if (reqCtx.req.headers.get("x-key") !== "secret") return { statusCode: 403, body: {} };
  await next();
  reqCtx.res.headers.set("x-version", "1");
});
const options = { validation: { req: { body: Order } } };
const answer = async ({ params, valid }) => ({ id: params.id, quantity: valid.req.body.quantity });
${paths.map((path) => `app.post("${path}/:id", answer, options);`).join("\n")}
export const handler = async (event, context) => app.resolve(event, context);`,
    },
  };
}
