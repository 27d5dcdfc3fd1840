import { createPhysicalNames } from "../manifest/physical-names.ts";
import type { Scope } from "./arns.ts";
import type { Needs } from "./needs.ts";
import { allow, type PolicyStatement } from "./policy-document.ts";

/** What an API consists of, as it is in the paths of API Gateway. */
const PARTS = ["integrations", "routes", "stages"];

/** API Gateway APIs, by ID if they are known, else by name as far as AWS goes along. */
export function createApiStatements(
  scope: Scope,
  needs: Needs,
  apiIds: readonly string[],
): PolicyStatement[] {
  const { httpApi, webSocketApi } = createPhysicalNames(scope.app);
  const names = [
    ...(needs.has("http") ? [httpApi] : []),
    ...(needs.has("socket") ? [webSocketApi] : []),
  ];
  if (names.length === 0) return [];
  return apiIds.length > 0
    ? createStatementsById(scope, apiIds)
    : createStatementsByName(scope, names);
}

/**
 * Without creating an API: one in the place of this would have another ID, which only a change of this
 * policy could let in, and so whoever may change it makes the API too.
 */
function createStatementsById(scope: Scope, apiIds: readonly string[]): PolicyStatement[] {
  return [
    allow(
      "Api",
      ["apigateway:GET", "apigateway:POST", "apigateway:PATCH", "apigateway:DELETE"],
      apiIds.flatMap((id) => [apiArn(scope, `/apis/${id}`), apiArn(scope, `/apis/${id}/*`)]),
    ),
  ];
}

function createStatementsByName(scope: Scope, names: readonly string[]): PolicyStatement[] {
  // The collection, to create in, and its members.
  const parts = PARTS.map((part) => apiArn(scope, `/apis/*/${part}*`));
  return [
    allow("CreateApi", ["apigateway:POST"], [apiArn(scope, "/apis")], {
      StringEquals: { "apigateway:Request/ApiName": names },
    }),
    allow("ChangeApi", ["apigateway:PATCH", "apigateway:DELETE"], [apiArn(scope, "/apis/*")], {
      StringEquals: { "apigateway:Resource/ApiName": names },
    }),
    allow("ReadApis", ["apigateway:GET"], [apiArn(scope, "/apis/*")]),
    allow("ChangeApiParts", ["apigateway:POST", "apigateway:PATCH", "apigateway:DELETE"], parts),
  ];
}

function apiArn({ partition, region }: Scope, path: string): string {
  return `arn:${partition}:apigateway:${region}::${path}`;
}
