import assert from "node:assert/strict";
import { type Fetch, problem } from "./http-answer.ts";

/** Routes that return JSX, or what else renders itself. */
export function describePages(fetch: Fetch, output: () => string): void {
  const page = async (kind: string) => {
    const { status, headers, body } = await fetch(`/pages/${kind}`);
    return [status, headers["content-type"], body.toString()];
  };
  const HTML = "text/html; charset=utf-8";

  it("sends elements as HTML, also with components that are async", async () => {
    assert.deepEqual(await page("element"), [200, HTML, '<h1 class="big">&lt;Ann&gt;</h1>']);
    assert.deepEqual(await page("async"), [200, HTML, "<main><p>Hello Ann &amp; Bob</p></main>"]);
    assert.deepEqual(await page("template"), [200, HTML, "<p>&lt;Ann&gt;</p>"]);
  });

  it("sends elements with the status and type of html(), xml() and reply()", async () => {
    assert.deepEqual(await page("html"), [201, HTML, "<p>wrapped</p>"]);
    assert.deepEqual(await page("reply"), [418, HTML, "<p>teapot</p>"]);
    assert.deepEqual(await page("xml"), [
      200,
      "application/xml; charset=utf-8",
      '<feed><link href="/a"/></feed>',
    ]);
  });

  it("sends data that looks like an element as JSON", async () => {
    assert.deepEqual(await page("data"), [
      200,
      "application/json",
      '{"isEscaped":true,"text":"<b>"}',
    ]);
  });

  it("answers 500 for elements that nobody has rendered, and says so in the log", async () => {
    for (const kind of ["preact", "react"])
      assert.deepEqual(problem(await fetch(`/pages/${kind}`)), {
        status: 500,
        title: "Internal Server Error",
      });
    assert.ok(output().includes("Cannot send a JSX element that is not rendered"), output());
  });
}
