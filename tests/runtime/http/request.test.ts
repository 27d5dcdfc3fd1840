import assert from "node:assert/strict";
import { parseMultipart } from "../../../runtime/http/body.ts";
import { createRequest, requestUrl } from "../../../runtime/http/request.ts";
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

  it("never lets a host move the path, nor keep the URL from being one", () => {
    for (const host of [
      "bad host",
      "a/../b?x#",
      "user@evil.example",
      "",
      "9007199254740993",
      "a:70000",
    ])
      assert.equal(
        urlOf("/admin", { host }),
        "https://abc.execute-api.eu-west-1.amazonaws.com/admin",
      );
  });
});

describe("the Web Request of a request", () => {
  const create = async (headers: Record<string, string>, cookies: string[] = []) => {
    const event = createHttpEvent("GET", "/", { headers, cookies });
    const state = { requestId: "request-1", user: null };
    const { signal } = new AbortController();
    return await createRequest(event, {}, state, { signal });
  };

  it("has headers of any text: what no byte can hold is UTF-8", async () => {
    const { request } = await create({ "x-price": "5 €", "x-name": "Zoë" }, ["city=Łódź"]);
    const bytes = (name: string) => Buffer.from(request.headers.get(name) ?? "", "latin1");
    assert.equal(bytes("x-price").toString(), "5 €");
    assert.equal(bytes("cookie").toString(), "city=Łódź");
    assert.equal(request.headers.get("x-name"), "Zoë");
  });

  it("is refused by a 400 for a header that no client can send", async () => {
    for (const name of ["", "a b", "x-é"])
      await assert.rejects(
        create({ [name]: "1" }).then(({ request }) => request),
        { status: 400, message: `The header "${name}" is not valid` },
      );
  });

  it("is refused by a 400 for a form whose content type no header can have", async () => {
    const headers = { "content-type": "multipart/form-data; boundary=\0" };
    await assert.rejects(
      parseMultipart(createHttpEvent("POST", "/", { headers, body: "--\0--" })),
      { status: 400, message: "The body is not valid multipart/form-data" },
    );
  });
});

describe("a request", () => {
  const create = async (path: string) => {
    const event = createHttpEvent("GET", path);
    const { signal } = new AbortController();
    return await createRequest(event, {}, { requestId: "request-1", user: null }, { signal });
  };
  const accessorOf = (request: object, name: string) =>
    Object.getOwnPropertyDescriptor(request, name)?.get;

  it("shares its accessors with all others: those of its own would outlive it in the heap", async () => {
    const one = await create("/one?a=1");
    const two = await create("/two?a=2");
    for (const name of ["query", "request", "signal", "user"]) {
      assert.equal(typeof accessorOf(one, name), "function");
      assert.equal(accessorOf(one, name), accessorOf(two, name));
    }
  });

  it("can be copied, all but the Web Request", async () => {
    const { signal, headers, ...copy } = await create("/");
    assert.equal(headers["x-forwarded-proto"], "https");
    assert.equal(signal.aborted, false);
    assert.deepEqual(copy, {
      params: {},
      requestId: "request-1",
      body: undefined,
      cookies: Object.create(null),
      query: {},
      user: null,
    });
  });

  it("has its values for what inherits from it, too", async () => {
    const heir = Object.create(await create("/?a=1"));
    assert.deepEqual(heir.query, { a: "1" });
    assert.equal(heir.user, null);
  });
});
