import { type Arns, createArns, type Scope } from "./arns.ts";
import { allow, type PolicyStatement } from "./policy-document.ts";

/** Queues and the event source mappings that deliver their messages, but none of the messages. */
export function createQueueStatements(scope: Scope): PolicyStatement[] {
  const arns = createArns(scope);
  return [
    allow(
      "Queues",
      [
        "sqs:CreateQueue",
        "sqs:GetQueueAttributes",
        "sqs:SetQueueAttributes",
        "sqs:DeleteQueue",
        "sqs:ListQueueTags",
        "sqs:TagQueue",
        "sqs:UntagQueue",
      ],
      [arns.queues, arns.deadLetterQueues],
    ),
    ...createMappingStatements(arns, scope),
  ];
}

/** AWS names mappings itself, so all that tells ours from others is the function they are for. */
function createMappingStatements(arns: Arns, scope: Scope): PolicyStatement[] {
  const { partition, region, account } = scope;
  const mappings = `arn:${partition}:lambda:${region}:${account}:event-source-mapping:*`;
  const ofFunction = { ArnLike: { "lambda:FunctionArn": [arns.function, arns.alias] } };
  return [
    allow("CreateMapping", ["lambda:CreateEventSourceMapping"], ["*"], ofFunction),
    allow(
      "Mappings",
      ["lambda:UpdateEventSourceMapping", "lambda:DeleteEventSourceMapping"],
      [mappings],
      ofFunction,
    ),
    // The provider asks until a deleted mapping is gone: then it is for no function any more.
    allow("ReadMappings", ["lambda:GetEventSourceMapping"], [mappings]),
    allow(
      "MappingTags",
      ["lambda:ListTags", "lambda:TagResource", "lambda:UntagResource"],
      [mappings],
    ),
  ];
}
