import { VARIABLES } from "../manifest/environment.ts";

/**
 * The program that Lambda starts in place of Node (`AWS_LAMBDA_EXEC_WRAPPER`): it moves the execution
 * role's keys from the environment into a pipe that only the runtime knows of, so that `process.env`,
 * `/proc/self/environ`, child processes and the SDK's default chain hold nothing of the runtime's.
 *
 * Of Lambda's `AWS_` variables it leaves those that say what runs where: any other one could hold keys,
 * or say where they are, as AWS_CONTAINER_CREDENTIALS_FULL_URI and AWS_WEB_IDENTITY_TOKEN_FILE do. The
 * user's own have other names until the runtime is up, see `packVariables`.
 * Instance metadata is switched off, or the default chain would wait for it.
 *
 * Builtins only, as each process it started would be felt in a cold start. A here-string is an
 * anonymous pipe in bash 5.1 and later (Lambda has 5.2), and an unlinked temporary file before that.
 * bash 3.2, of macOS, has to be told the number of the descriptor. `-p` leaves out what a variable of
 * the backend could make bash run or print (BASH_ENV, SHELLOPTS), and no such variable begins with "_".
 */
export const EXEC_WRAPPER_SOURCE = `#!/bin/bash -p
_keys="$AWS_ACCESS_KEY_ID
$AWS_SECRET_ACCESS_KEY
$AWS_SESSION_TOKEN"
if (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 401 )); then
  exec {_fd}<<<"$_keys"
else
  _fd=19
  exec 19<<<"$_keys"
fi
for _name in \${!AWS_@}; do
  case $_name in
    AWS_REGION|AWS_DEFAULT_REGION|AWS_EXECUTION_ENV|AWS_LAMBDA_*|AWS_XRAY_*) ;;
    *) unset $_name ;;
  esac
done
export ${VARIABLES.credentialsFd}="$_fd" AWS_EC2_METADATA_DISABLED=true
exec "$@"
`;
