import type { Arns } from "./arns.ts";
import type { Needs } from "./needs.ts";
import { allow, type Conditions, type PolicyStatement } from "./policy-document.ts";

/** The function, its versions and its alias. Invoking it is left to AWS's services. */
export function createFunctionStatements(arns: Arns, needs: Needs): PolicyStatement[] {
  return [
    allow(
      "ConfigureFunction",
      ["lambda:CreateFunction", "lambda:UpdateFunctionConfiguration"],
      [arns.function],
      withoutLayers(needs),
    ),
    allow(
      "Function",
      [
        "lambda:GetFunction",
        "lambda:GetFunctionConfiguration",
        "lambda:GetFunctionCodeSigningConfig",
        "lambda:GetFunctionConcurrency",
        "lambda:ListVersionsByFunction",
        "lambda:ListTags",
        "lambda:TagResource",
        "lambda:UntagResource",
        "lambda:UpdateFunctionCode",
        "lambda:PublishVersion",
        "lambda:PutFunctionConcurrency",
        "lambda:DeleteFunctionConcurrency",
        "lambda:DeleteFunction",
        "lambda:CreateAlias",
        "lambda:GetAlias",
        "lambda:UpdateAlias",
        "lambda:DeleteAlias",
      ],
      [arns.function, arns.qualifiedFunctions],
    ),
    allow(
      "ProvisionedConcurrency",
      [
        "lambda:PutProvisionedConcurrencyConfig",
        "lambda:GetProvisionedConcurrencyConfig",
        "lambda:DeleteProvisionedConcurrencyConfig",
      ],
      [arns.alias],
    ),
    ...(needs.has("queues")
      ? [
          allow(
            "RecursionConfig",
            ["lambda:PutFunctionRecursionConfig", "lambda:GetFunctionRecursionConfig"],
            [arns.function],
          ),
        ]
      : []),
    ...(needs.has("http") || needs.has("socket") ? createInvokeStatements(arns) : []),
  ];
}

/** A layer is code of somebody else's, and a VPC a way into a network: neither without need. */
function withoutLayers(needs: Needs): Conditions {
  const vpc = needs.has("vpc") ? {} : ({ "lambda:VpcIds": "true" } as const);
  return { Null: { "lambda:Layer": "true", ...vpc } };
}

/** Only API Gateway is let in: not another account, nor a public URL of the function. */
function createInvokeStatements(arns: Arns): PolicyStatement[] {
  return [
    allow("AllowApiGateway", ["lambda:AddPermission"], [arns.alias], {
      StringEquals: { "lambda:Principal": ["apigateway.amazonaws.com"] },
    }),
    allow("InvokePermission", ["lambda:GetPolicy", "lambda:RemovePermission"], [arns.alias]),
  ];
}
