import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describeChange } from "../permissions/change.ts";
import { createDeployPolicy } from "../permissions/deploy.ts";
import type { Needs } from "../permissions/needs.ts";
import type { PolicyDocument } from "../permissions/policy-document.ts";
import { createRuntimePolicy } from "../permissions/runtime.ts";
import { createSchedulerPolicy } from "../permissions/scheduler.ts";
import { splitPolicy } from "../permissions/split.ts";
import { policySuffix } from "./deploy-tier.ts";
import { ADMINISTRATOR } from "./explain-refusal.ts";
import { NEEDS_TAG, parseNeeds } from "./needs-tag.ts";
import type { TiersContext } from "./tiers.ts";

/** Stand for the IDs of APIs, which are unknown in the first preview. */
const API_IDS = ["API", "API-2"];
const WEBSOCKET_API_ID = "WEBSOCKET-API";

const TITLE = "Permissions that this update gives (+) and takes away (-):";

/** In a preview, prints what each tier may do after the update and not before it, and the reverse. */
export async function announceChange(context: TiersContext): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return;
  const { scope, needs, parent, args } = context;
  const deploy = createDeployParts(context);
  const deployed = await readDeployTier(context, deploy.length);
  const oldNeeds = parseNeeds(deployed[0]?.needs ?? "");
  const webSocketApiId = args.webSocketApiId === undefined ? undefined : WEBSOCKET_API_ID;
  const createOthers = (of: Needs) => ({
    runtime: [createRuntimePolicy(scope, of, webSocketApiId)],
    scheduler: [createSchedulerPolicy(scope, of)],
  });
  const lines = describeChange(
    {
      deploy: deployed.map(({ document }) => document),
      ...(deployed.length > 0 ? createOthers(oldNeeds) : {}),
    },
    { deploy, ...createOthers(needs) },
  );
  // A policy that is changed is shown by Pulumi itself: what it was cannot be read here
  const hadRole = oldNeeds.has("backendRole");
  const lost = hadRole && !needs.has("backendRole") ? ["backend tier:", "  - all that it had"] : [];
  const gained = hadRole ? pulumi.output<string[]>([]) : describeBackend(args.backendPolicy);
  gained.apply((more) => print([...lines, ...lost, ...more], parent));
}

function createDeployParts({ scope, needs, args }: TiersContext): readonly PolicyDocument[] {
  const { apiIds = [] } = args;
  const count = Array.isArray(apiIds) ? apiIds.length : 1;
  return splitPolicy(createDeployPolicy(scope, needs, API_IDS.slice(0, count)));
}

async function readDeployTier(context: TiersContext, count: number) {
  const { partition, account } = context.scope;
  const found = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `${context.names.deployPolicy}${policySuffix(index)}`;
      return readPolicy(`arn:${partition}:iam::${account}:policy/${name}`, context.parent);
    }),
  );
  return found.filter((policy) => policy !== undefined);
}

async function readPolicy(arn: string, parent: pulumi.Resource) {
  try {
    const { policy, tags } = await aws.iam.getPolicy({ arn }, { parent });
    return {
      document: JSON.parse(hideApiIds(policy)) as PolicyDocument,
      needs: tags?.[NEEDS_TAG] ?? "",
    };
  } catch (error) {
    // Before the first deployment there is none
    pulumi.log.debug(`No policy ${arn} yet: ${error}`, parent);
    return undefined;
  }
}

/** In the order in which a policy names them: then what is not changed is the same. */
function hideApiIds(policy: string): string {
  const ids: string[] = [];
  return policy.replaceAll(/(?<=\/apis\/)[a-z0-9]{10}(?=[/"])/g, (id) => {
    if (!ids.includes(id)) ids.push(id);
    return API_IDS[ids.indexOf(id)] ?? id;
  });
}

function describeBackend(policy: pulumi.Input<string> | undefined): pulumi.Output<string[]> {
  if (policy === undefined) return pulumi.output<string[]>([]);
  return pulumi
    .output(policy)
    .apply((json) => [...describeChange({}, { backend: [JSON.parse(json)] })]);
}

function print(lines: readonly string[], parent: pulumi.Resource): void {
  if (lines.length > 0) pulumi.log.info([TITLE, ...lines, ADMINISTRATOR].join("\n"), parent);
}
