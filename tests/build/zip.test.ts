import assert from "node:assert/strict";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { createZip, hashZip, type ZipEntry } from "../../build/zip.ts";
import { readZip } from "../../dev/read-zip.ts";

describe("createZip()", () => {
  it("keeps names, contents and modes, whatever they are", () => {
    const entry = fc.record({
      name: fc.stringMatching(/^[a-zé[\]\u{1F600} -]{1,9}\/[a-z.]{1,9}x$/u),
      content: fc.uint8Array({ maxLength: 2_000 }),
      executable: fc.boolean(),
    });
    const entries = fc.uniqueArray(entry, { selector: ({ name }) => name, maxLength: 6 });
    fc.assert(
      fc.property(entries, (list) => {
        const read = readZip(createZip(list));
        const expected = list
          .map(({ name, content, executable }) => ({
            name,
            mode: executable ? 0o755 : 0o644,
            data: Buffer.from(content),
          }))
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        assert.deepEqual(read, expected);
      }),
    );
  });

  it("does not depend on the order of the entries", () => {
    const [a, b, c] = ["a", "b/c", "b"].map((name) => ({ name, content: Buffer.from(name) }));
    assert.ok(a && b && c);
    assert.deepEqual(createZip([a, b, c]), createZip([c, b, a]));
  });

  it("is a zip to other readers as well", () => {
    const text = "export {};\n".repeat(100);
    const entries: ZipEntry[] = [
      { name: "chunks/[id]-A.mjs", content: Buffer.from(text) },
      { name: "queuerun-exec", content: Buffer.from("#!/bin/sh\n"), executable: true },
    ];
    const read = Object.entries(unzipSync(createZip(entries)));
    assert.deepEqual(
      read.map(([name, content]) => [name, Buffer.from(content).toString()]),
      [
        ["chunks/[id]-A.mjs", text],
        ["queuerun-exec", "#!/bin/sh\n"],
      ],
    );
  });
});

describe("hashZip()", () => {
  it("is the SHA-256 in base64", () => {
    assert.equal(hashZip(Buffer.from("abc")), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  });
});
