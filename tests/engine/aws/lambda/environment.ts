import { AwsError } from "../aws-error.ts";

const MAXIMUM_BYTES = 4096;

const RESERVED =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SESSION_KEY|REGION|DEFAULT_REGION|EXECUTION_ENV)|AWS_LAMBDA_(?!EXEC_WRAPPER$).*|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

const REFUSED =
  "Lambda was unable to configure your environment variables because the environment variables you have provided";

/** @throws AwsError for variables that Lambda refuses. */
export function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => RESERVED.test(name));
  if (reserved.length > 0)
    refuse(
      `${REFUSED} contains reserved keys that are currently not supported for modification. ` +
        `Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  const wrong = names.find((name) => !/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name));
  if (wrong !== undefined)
    refuse(
      `Value '${wrong}' at 'environment' failed to satisfy constraint: [a-zA-Z]([a-zA-Z0-9_])+`,
    );
  const measured = JSON.stringify(variables);
  const bytes = Object.entries(variables).flat().join("").length;
  if (Buffer.byteLength(Object.entries(variables).flat().join("")) > MAXIMUM_BYTES)
    refuse(
      `${REFUSED} exceeded the 4KB limit. String measured: ${measured.slice(0, 80)}... (${bytes})`,
    );
}

function refuse(message: string): never {
  throw new AwsError("InvalidParameterValueException", message);
}
