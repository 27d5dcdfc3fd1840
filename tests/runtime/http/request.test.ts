import assert from "node:assert/strict";
import { requestUrl } from "../../../runtime/http/request.ts";
import { createHttpEvent } from "../../support/http-event.ts";

describe("requestUrl()", () => {
  const urlOf = (path: string, headers: Record<string, string>) =>
    requestUrl(createHttpEvent("GET", path, { headers }));

  it("encodes the path again, which API Gateway has decoded, and keeps the query as it is", () => {
    assert.equal(
      urlOf("/a b/ä%41?x=%20&y", { host: "shop.example" }),
      "https://shop.example/a%20b/%C3%A4%2541?x=%20&y",
    );
  });

  it("takes the scheme and host of the request, with a port or as an address", () => {
    const local = { "x-forwarded-proto": "http", host: "127.0.0.1:8000" };
    assert.equal(urlOf("/", local), "http://127.0.0.1:8000/");
    assert.equal(urlOf("/", { host: "[::1]:8000" }), "https://[::1]:8000/");
  });

  it("never lets a host move the path", () => {
    for (const host of ["bad host", "a/../b?x#", "user@evil.example", ""])
      assert.equal(
        urlOf("/admin", { host }),
        "https://abc.execute-api.eu-west-1.amazonaws.com/admin",
      );
  });
});
