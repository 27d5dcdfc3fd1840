import type { Command } from "commander";
import type { Manifest } from "../manifest/manifest.ts";
import { findBackendFolder } from "./backend-folder.ts";
import { CommandError } from "./command-error.ts";
import type { PolicyOptions } from "./policy-options.ts";
import { reportProblems } from "./report-problems.ts";

export function register(program: Command): void {
  program
    .command("policy")
    .description("print what a tier may do in AWS, as an IAM policy, before anything is deployed")
    .argument("[folder]", "the backend's folder (default: ./backend, or . if it is one)")
    .option("--tier <tier>", "deploy, runtime, scheduler or backend")
    .option("--name <name>", "name of the Backend resource in the Pulumi program")
    .option("--stack <stack>", "name of the Pulumi stack")
    .option("--project <project>", "name of the Pulumi project (default: that of Pulumi.yaml)")
    .option("--account <number>", "AWS account, 12 digits")
    .option("--region <region>", "AWS region")
    .option("--partition <partition>", "AWS partition (default: that of the region)")
    .option("--vpc", "the function is attached to a VPC")
    .option("--backend-policy <file>", "what the backend's own code is granted, an IAM policy")
    .addHelpText(
      "after",
      `
A policy of more than 6,144 characters, which IAM would refuse, is printed as an array of several.

Examples:
  queuerun policy --tier deploy --name api --stack production \\
    --account 111122223333 --region eu-central-1
                                             what "pulumi up" may do, for ./backend
  queuerun policy services/shop --tier runtime --name api --stack production --project shop \\
    --account 111122223333 --region eu-central-1 > runtime.json
                                             what the function may do, for another folder`,
    )
    .action(printPolicy);
}

async function printPolicy(given: string | undefined, options: PolicyOptions): Promise<void> {
  const cwd = process.cwd();
  const [{ parsePolicyOptions }, { createPolicies }, { readGrants }, { findPulumiProject }] =
    await Promise.all([
      import("./policy-options.ts"),
      import("./policy-documents.ts"),
      import("./backend-policy-file.ts"),
      import("./pulumi-project.ts"),
    ]);
  const parsed = parsePolicyOptions(options, findPulumiProject(cwd));
  const granted = readGrants(options.backendPolicy, cwd);
  if ("problems" in parsed || "problems" in granted) {
    const problems = [parsed, granted].flatMap((part) => ("problems" in part ? part.problems : []));
    const hint = "→ queuerun policy --help shows all options, and examples";
    throw new CommandError([...problems, hint].join("\n"), 2);
  }
  const manifest = await buildManifest(findBackendFolder(given, cwd), cwd);
  const policies = createPolicies(parsed.target, manifest, granted.policy);
  const output = policies.length === 1 ? policies[0] : policies;
  process.stdout.write(`${JSON.stringify(output, null, 2)}\n`);
}

/** By a whole build, so that a backend that cannot be deployed is refused here already. */
async function buildManifest(folder: string, cwd: string): Promise<Manifest> {
  const { buildBackend } = await import("../build/build.ts");
  const { manifest, warnings } = await reportProblems(folder, () => buildBackend(folder));
  if (warnings.length > 0) {
    const { formatProblems } = await import("../build/report.ts");
    const color = process.stderr.hasColors?.() ?? false;
    console.error(formatProblems(warnings, { folder, cwd, color }));
  }
  return manifest;
}
