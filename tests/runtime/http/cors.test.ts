import assert from "node:assert/strict";
import { addCors } from "../../../runtime/http/cors.ts";

describe("addCors in answer to a preflight", () => {
  function allowedHeaders(asked?: string): string | undefined {
    const headers: Record<string, string> = {};
    const requested = asked === undefined ? {} : { "access-control-request-headers": asked };
    addCors(headers, true, requested, ["GET"]);
    return headers["access-control-allow-headers"];
  }

  it("allows the headers that the browser lists", () => {
    assert.equal(allowedHeaders("content-type, x-Order.1,x_2"), "content-type, x-Order.1,x_2");
    assert.equal(allowedHeaders(), undefined);
  });

  it("repeats nothing that is no list of names", () => {
    for (const text of ["\0", "€", "a\r\nset-cookie: b=c", "a: b", '"a"'])
      assert.equal(allowedHeaders(text), undefined, JSON.stringify(text));
  });
});
