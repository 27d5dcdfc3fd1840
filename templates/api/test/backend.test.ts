import assert from "node:assert/strict";
import { test } from "node:test";
import { startBackend } from "queuerun/testing";

test("greets from a queue", async (t) => {
  const backend = await startBackend("backend");
  t.after(() => backend.close());
  const answer = await backend.fetch("/greetings", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Ann" }),
  });
  assert.equal(answer.status, 202);
  await backend.drain();
});
