import assert from "node:assert/strict";
import { createHandler } from "../../runtime/handler.ts";
import { reportError } from "../../sdk/report-error.ts";
import { createHttpEntry } from "../support/entry.ts";
import { createContext, createHttpEvent } from "../support/http-event.ts";

/** Serves one route, and returns the status of its answer with what `onError` of index.ts was told. */
async function respond(route: Readonly<Record<string, unknown>>, onError?: unknown) {
  const told: unknown[] = [];
  const keep = (error: unknown, place: unknown) => void told.push([String(error), place]);
  const handler = await createHandler(
    createHttpEntry({ "users/[id].ts": route }, { onError: onError ?? keep }),
  );
  const event = createHttpEvent("GET", "/users/7");
  const { statusCode } = (await handler(event, createContext("request-1"))) as {
    statusCode: number;
  };
  return { statusCode, told };
}

const PLACE = { kind: "http", name: "/users/[id]", requestId: "request-1", user: null };

describe("onError of index.ts", () => {
  it("is told of an error with the route, the request and the user's ID alone", async () => {
    const authenticate = () => ({ id: "ann", email: "ann@example.com" });
    const get = () => {
      throw new Error("No database");
    };
    assert.deepEqual(await respond({ authenticate, get }), {
      statusCode: 500,
      told: [["Error: No database", { ...PLACE, user: { id: "ann" } }]],
    });
  });

  it("is told of an error that the handler caught and reported, before the answer is out", async () => {
    const get = () => {
      reportError(new Error("Cache is cold"));
      return "fine";
    };
    assert.deepEqual(await respond({ get }), {
      statusCode: 200,
      told: [["Error: Cache is cold", PLACE]],
    });
  });

  it("is told once of an error that is reported and then thrown", async () => {
    const get = () => {
      const error = new Error("No database");
      reportError(error);
      throw error;
    };
    const { statusCode, told } = await respond({ get });
    assert.deepEqual([statusCode, told.length], [500, 1]);
  });

  it("changes no answer by failing, nor by reporting the error again", async () => {
    const get = () => {
      reportError(new Error("Cache is cold"));
      return "fine";
    };
    const failing = (error: unknown) => {
      reportError(error);
      throw new Error("No network");
    };
    assert.equal((await respond({ get }, failing)).statusCode, 200);
  });
});
