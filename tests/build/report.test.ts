import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { formatProblems } from "../../build/report.ts";
import type { Problem } from "../../manifest/problem.ts";
import { createBackend } from "../support/backend-files.ts";
import type { TemporaryFolder } from "../support/temporary-folder.ts";

describe("formatProblems()", () => {
  let project: TemporaryFolder;
  let folder: string;
  before(async () => {
    project = await createBackend({
      ".env.production": "TOKEN=hush-hush\nTOKEN\n",
      "queues/email.ts": "export const config = {\n  batchSize: 0,\n};\n",
    });
    folder = join(project.path, "backend");
  });
  after(() => project.remove());

  const problem: Problem = {
    file: "queues/email.ts",
    line: 2,
    column: 14,
    endColumn: 15,
    message: '"batchSize" is 0, at least 1',
    fix: "Write 1 or more",
  };

  it("has the place as seen from where the reader is, the code and the fix of each", () => {
    const problems = [problem, { message: "The backend has no routes and no queues" }];
    assert.equal(
      formatProblems(problems, { folder, cwd: project.path, color: false }),
      `backend/queues/email.ts:2:14: "batchSize" is 0, at least 1
  1 | export const config = {
> 2 |   batchSize: 0,
    |              ^
  3 | };
→ Write 1 or more

The backend has no routes and no queues

2 problems`,
    );
  });

  it("names a file outside of the reader's folder in full", () => {
    const [place] = formatProblems([problem], {
      folder,
      cwd: join(project.path, "elsewhere"),
      color: false,
    }).split(":2:14");
    assert.equal(place, join(folder, "queues/email.ts"));
  });

  it("shows no line of an env file, as it may be a secret", () => {
    assert.equal(
      formatProblems([{ ...problem, file: ".env.production" }], {
        folder,
        cwd: folder,
        color: false,
      }),
      '.env.production:2:14: "batchSize" is 0, at least 1\n→ Write 1 or more\n\n1 problem',
    );
  });

  it("leaves the code out when the file is gone", () => {
    assert.equal(
      formatProblems([{ ...problem, file: "queues/gone.ts" }], {
        folder,
        cwd: folder,
        color: false,
      }),
      'queues/gone.ts:2:14: "batchSize" is 0, at least 1\n→ Write 1 or more\n\n1 problem',
    );
  });

  it("says the same in color", () => {
    const options = { folder, cwd: folder };
    const colored = formatProblems([problem], { ...options, color: true });
    const plain = formatProblems([problem], { ...options, color: false });
    assert.notEqual(colored, plain);
    assert.equal(stripVTControlCharacters(colored), plain);
  });
});
