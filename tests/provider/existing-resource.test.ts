import assert from "node:assert/strict";
import { createDeletion } from "../../provider/existing-resource.ts";

describe("createDeletion", () => {
  const create = (type: string, inputs = {}, error = "") => createDeletion({ type, inputs, error });

  it("deletes what has a name by that", () => {
    assert.equal(
      create("aws:lambda/permission:Permission", {
        function: "shop",
        qualifier: "live",
        statementId: "http-api",
      }),
      "aws lambda remove-permission --function-name shop --qualifier live --statement-id http-api",
    );
    assert.equal(
      create("aws:apigatewayv2/stage:Stage", { apiId: "a1", name: "$default" }),
      "aws apigatewayv2 delete-stage --api-id a1 --stage-name '$default'",
    );
  });

  it("looks up what AWS has given an ID", () => {
    assert.equal(
      create("aws:apigatewayv2/route:Route", { apiId: "a1", routeKey: "$default" }),
      "aws apigatewayv2 delete-route --api-id a1 --route-id " +
        `$(aws apigatewayv2 get-routes --api-id a1 --query 'Items[?RouteKey==\`"$default"\`].RouteId' --output text)`,
    );
    assert.equal(
      create("aws:iam/policy:Policy", { name: "shop-deploy" }),
      "aws iam delete-policy --policy-arn " +
        `$(aws iam list-policies --scope Local --query 'Policies[?PolicyName==\`"shop-deploy"\`].Arn' --output text)`,
    );
  });

  it("deletes a mapping by the UUID that AWS tells", () => {
    const type = "aws:lambda/eventSourceMapping:EventSourceMapping";
    const error =
      'An event source mapping with SQS arn (" arn:aws:sqs:eu-central-1:1:q ") and function (" shop ") already exists. Please update or delete the existing mapping with UUID 6f2f-1';
    assert.equal(create(type, {}, error), "aws lambda delete-event-source-mapping --uuid 6f2f-1");
    assert.equal(create(type, {}, "Already exists"), undefined);
  });

  it("knows nothing of other types", () => {
    assert.equal(create("aws:sqs/queue:Queue", { name: "q" }), undefined);
  });
});
