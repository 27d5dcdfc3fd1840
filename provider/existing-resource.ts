/** What AWS has refused to make or to change, and what it has said. */
export interface Refusal {
  /** `aws:sqs/queue:Queue` */
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly error: string;
}

type CreateCommand = (inputs: Refusal["inputs"], error: Refusal["error"]) => string | undefined;

/** Of types that AWS does not make a second time. Queues, and policies of roles, it takes for made. */
const DELETE: Readonly<Record<string, CreateCommand>> = {
  "aws:apigatewayv2/route:Route": ({ apiId, routeKey }) => {
    const routes = `apigatewayv2 get-routes --api-id ${apiId}`;
    const id = find(routes, `Items[?RouteKey==${quote(routeKey)}].RouteId`);
    return `apigatewayv2 delete-route --api-id ${apiId} --route-id ${id}`;
  },
  // A shell would take `$default` for a variable
  "aws:apigatewayv2/stage:Stage": ({ apiId, name }) =>
    `apigatewayv2 delete-stage --api-id ${apiId} --stage-name '${name}'`,
  "aws:cloudwatch/logGroup:LogGroup": ({ name }) =>
    `logs delete-log-group --log-group-name ${name}`,
  "aws:dynamodb/table:Table": ({ name }) => `dynamodb delete-table --table-name ${name}`,
  "aws:iam/policy:Policy": ({ name }) => {
    const arn = find(
      "iam list-policies --scope Local",
      `Policies[?PolicyName==${quote(name)}].Arn`,
    );
    return `iam delete-policy --policy-arn ${arn}`;
  },
  "aws:iam/role:Role": ({ name }) => `iam delete-role --role-name ${name}`,
  "aws:lambda/alias:Alias": ({ functionName, name }) =>
    `lambda delete-alias --function-name ${functionName} --name ${name}`,
  "aws:lambda/eventSourceMapping:EventSourceMapping": (_, error) => {
    const [, uuid] = /UUID ([\w-]+)/.exec(error) ?? [];
    return uuid && `lambda delete-event-source-mapping --uuid ${uuid}`;
  },
  "aws:lambda/function:Function": ({ name }) => `lambda delete-function --function-name ${name}`,
  "aws:lambda/permission:Permission": ({ function: name, qualifier, statementId }) =>
    `lambda remove-permission --function-name ${name} --qualifier ${qualifier} --statement-id ${statementId}`,
  "aws:scheduler/schedule:Schedule": ({ groupName, name }) =>
    `scheduler delete-schedule --group-name ${groupName} --name ${name}`,
  "aws:scheduler/scheduleGroup:ScheduleGroup": ({ name }) =>
    `scheduler delete-schedule-group --name ${name}`,
};

/** The command of the AWS CLI that deletes what AWS has of that name; undefined where it is unknown. */
export function createDeletion({ type, inputs, error }: Refusal): string | undefined {
  const command = DELETE[type]?.(inputs, error);
  return command && `aws ${command}`;
}

/** What a command of the AWS CLI finds. */
function find(command: string, query: string): string {
  return `$(aws ${command} --query '${query}' --output text)`;
}

/** A text in a query of the AWS CLI. */
function quote(text: unknown): string {
  return `\`${JSON.stringify(text)}\``;
}
