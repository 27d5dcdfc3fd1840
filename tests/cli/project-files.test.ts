import assert from "node:assert/strict";
import { createProjectFiles } from "../../cli/project-files.ts";
import { readPage } from "../support/doc-examples.ts";

const SHOP = { name: "shop", version: "1.2.3" };

describe("createProjectFiles", () => {
  it("makes what a backend needs", () => {
    const files = createProjectFiles({ ...SHOP, pulumi: undefined });
    assert.deepEqual(Object.keys(files), ["package.json", "tsconfig.json", ".gitignore"]);
    assert.deepEqual(JSON.parse(files["package.json"] ?? ""), {
      name: "shop",
      private: true,
      type: "module",
      scripts: {
        start: "queuerun dev",
        build: "queuerun build",
        types: "queuerun types && tsc",
        test: "node --test",
      },
      dependencies: { queuerun: "^1.2.3" },
      devDependencies: { "@types/node": "^24.0.0", typescript: "^5.9.0" },
    });
  });

  it("adds the programs that the page about deploying shows", () => {
    const [typescript, yaml] = (["typescript", "yaml"] as const).map((pulumi) =>
      createProjectFiles({ ...SHOP, pulumi }),
    );
    const { blocks } = readPage("docs/deploying.md");
    const shown = blocks.filter(({ language }) => ["typescript", "yaml"].includes(language));
    assert.deepEqual(
      shown.map(({ text }) => text),
      [typescript?.["index.ts"], typescript?.["Pulumi.yaml"], yaml?.["Pulumi.yaml"]],
    );
    assert.equal(yaml?.["index.ts"], undefined);
  });
});
