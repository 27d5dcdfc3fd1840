/** The files of a new project that depend on its name and on how it is deployed. */

export const PULUMI_LANGUAGES = ["typescript", "yaml"] as const;
export type PulumiLanguage = (typeof PULUMI_LANGUAGES)[number];

export interface ProjectOptions {
  /** `shop` */
  readonly name: string;
  /** Of queuerun: `0.1.0`. */
  readonly version: string;
  readonly pulumi: PulumiLanguage | undefined;
}

/** By path. Pure: what is there already is not looked at. */
export function createProjectFiles(options: ProjectOptions): Readonly<Record<string, string>> {
  return {
    "package.json": `${JSON.stringify(createPackage(options), null, 2)}\n`,
    "tsconfig.json": '{ "extends": "./.queuerun/tsconfig.json" }\n',
    ".gitignore": "node_modules/\n.queuerun/\n.env.*\n",
    ...(options.pulumi === undefined ? {} : createPulumiFiles(options.name, options.pulumi)),
  };
}

function createPackage({ name, version, pulumi }: ProjectOptions) {
  return {
    name,
    private: true,
    type: "module",
    ...(pulumi === "typescript" ? { main: "index.ts" } : {}),
    scripts: {
      start: "queuerun dev",
      build: "queuerun build",
      types: "queuerun types && tsc",
      test: "node --test",
    },
    dependencies: {
      ...(pulumi === undefined ? {} : { "@pulumi/aws": "^7.48.0", "@pulumi/pulumi": "^3.231.0" }),
      queuerun: `^${version}`,
    },
    devDependencies: { "@types/node": "^24.0.0", typescript: "^5.9.0" },
  };
}

/** @param name Of the project, which the stack's resources are named for too. */
function createPulumiFiles(name: string, language: PulumiLanguage): Record<string, string> {
  if (language === "yaml") return { "Pulumi.yaml": createYamlProgram(name) };
  return {
    "Pulumi.yaml": `name: ${name}
runtime:
  name: nodejs
  options:
    typescript: false
`,
    "index.ts": `import { Backend } from "queuerun";

const api = new Backend("api", { source: "backend" });

export const url = api.url;
export const paused = api.paused;
`,
  };
}

function createYamlProgram(name: string): string {
  const reference = (output: string) => `\${api.${output}}`;
  return `name: ${name}
runtime: yaml
plugins:
  providers:
    - name: queuerun
      path: node_modules/.bin
resources:
  api:
    type: queuerun:Backend
    properties:
      source: backend
outputs:
  url: ${reference("url")}
  paused: ${reference("paused")}
`;
}
