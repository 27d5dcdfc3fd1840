import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { CommandError } from "./command-error.ts";
import { createProjectFiles, PULUMI_LANGUAGES, type PulumiLanguage } from "./project-files.ts";

/** Folders of the package, and where in the project they go. */
const TEMPLATES = {
  api: ["templates/api", "."],
  chat: ["examples/chat/backend", "backend"],
} as const;

interface InitOptions {
  readonly template: keyof typeof TEMPLATES;
  readonly pulumi?: PulumiLanguage;
}

/** `queuerun init` makes a project to begin with. */
export function register(program: Command): void {
  program
    .command("init")
    .description("make a new backend, in a folder of its own")
    .argument("[name]", "the folder, and the name of the project", ".")
    .addOption(
      new Option("--template <name>", "what to begin with")
        .choices(Object.keys(TEMPLATES))
        .default("api"),
    )
    .addOption(
      new Option("--pulumi <language>", "add a program that deploys it").choices(PULUMI_LANGUAGES),
    )
    .addHelpText(
      "after",
      `
Examples:
  queuerun init shop                       a backend in ./shop
  queuerun init                            in this folder, which must be empty
  queuerun init room --template chat       WebSockets, presence, a queue and a schedule
  queuerun init shop --pulumi yaml         and what "pulumi up" needs, in YAML`,
    )
    .action(init);
}

async function init(given: string, { template, pulumi }: InitOptions): Promise<void> {
  const folder = resolve(given);
  const name = checkName(basename(folder));
  checkEmpty(folder, given);
  const { version } = createRequire(import.meta.url)("queuerun/package.json");
  await mkdir(folder, { recursive: true });
  const [from, to] = TEMPLATES[template];
  await cp(join(packageFolder(), from), join(folder, to), { recursive: true });
  for (const [file, text] of Object.entries(createProjectFiles({ name, version, pulumi })))
    await writeFile(join(folder, file), text);
  console.log(describeNextSteps(given, pulumi));
}

/** What npm, and Pulumi, take for a name. */
function checkName(name: string): string {
  if (/^[a-z0-9][a-z0-9_-]{0,99}$/.test(name)) return name;
  throw new CommandError(
    `The name of the project is ${JSON.stringify(name)}, must be up to 100 lower-case letters, digits, "-" and "_", and begin with a letter or digit
→ queuerun init NAME makes it in a folder of that name`,
    2,
  );
}

/** Nothing of the user's is ever replaced. */
function checkEmpty(folder: string, given: string): void {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name !== ".git") : [];
  if (names.length === 0) return;
  const shown = names.slice(0, 3).join(", ") + (names.length > 3 ? ", ..." : "");
  throw new CommandError(
    `The folder "${given}" is not empty: it has ${shown}
→ Name one that is not there yet: queuerun init NAME`,
    2,
  );
}

function packageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("queuerun/package.json"));
}

function describeNextSteps(given: string, pulumi: PulumiLanguage | undefined): string {
  const steps = [
    ...(given === "." ? [] : [`cd ${given}`]),
    "npm install",
    "npm start                  runs it on http://127.0.0.1:8000",
    "npm test                   tests it",
    ...(pulumi === undefined ? [] : ["pulumi up                  deploys it"]),
  ];
  return `Made. Next:\n\n${steps.map((step) => `  ${step}`).join("\n")}`;
}
