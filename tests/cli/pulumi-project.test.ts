import assert from "node:assert/strict";
import { join } from "node:path";
import { findPulumiProject } from "../../cli/pulumi-project.ts";
import { writeFiles } from "../support/backend-files.ts";
import { createTemporaryFolder, type TemporaryFolder } from "../support/temporary-folder.ts";

describe("findPulumiProject", () => {
  let root: TemporaryFolder;
  before(async () => {
    root = await createTemporaryFolder();
    await writeFiles(root.path, {
      "shop/Pulumi.yaml": "runtime:\n  name: nodejs\nname: shop # of Acme\n",
      "shop/infra/deep/file": "",
      "quoted/Pulumi.yml": 'name: "my.shop_2"\r\nruntime: yaml\r\n',
      "nameless/Pulumi.yaml": "runtime: yaml\n",
      "none/file": "",
    });
  });
  after(() => root.remove());

  it("reads the name from the folder, or from one above it", () => {
    assert.equal(findPulumiProject(join(root.path, "shop")), "shop");
    assert.equal(findPulumiProject(join(root.path, "shop/infra/deep")), "shop");
    assert.equal(findPulumiProject(join(root.path, "quoted")), "my.shop_2");
  });

  it("is undefined without a project, or without a name", () => {
    assert.equal(findPulumiProject(join(root.path, "none")), undefined);
    assert.equal(findPulumiProject(join(root.path, "nameless")), undefined);
  });
});
