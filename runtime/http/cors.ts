import { DURATION_FORMS, parseDuration } from "../../manifest/duration.ts";
import type { CorsConfig, HttpConfig, HttpRequest } from "../../sdk/handlers.ts";
import { addVary } from "./vary.ts";

const PREFLIGHT_SECONDS = 600;

/**
 * Adds the headers that let a page of another origin read the response, if the route and the origin
 * allow it.
 * @param preflight The methods to list in answer to an OPTIONS request.
 */
export function addCors(
  headers: Record<string, string>,
  config: HttpConfig["cors"],
  requestHeaders: HttpRequest["headers"],
  preflight?: readonly string[],
): void {
  if (config === undefined || config === false) return;
  const cors: CorsConfig = config === true ? {} : config;
  // The answer depends on the origin even when this one is refused: a cache must know.
  if (cors.origins !== undefined) addVary(headers, "Origin");
  const allowed = allowedOrigin(cors, requestHeaders.origin);
  if (allowed === undefined) return;
  headers["access-control-allow-origin"] = allowed;
  if (cors.credentials) headers["access-control-allow-credentials"] = "true";
  if (preflight) Object.assign(headers, preflightHeaders(cors, requestHeaders, preflight));
}

/**
 * @param ending What the name of the route's file has besides the path.
 * @throws TypeError for settings that cannot be meant.
 */
export function checkCors(cors: CorsConfig, path: string, ending: string): void {
  const file = `api${path === "/" ? "" : path}${ending}`;
  // Browsers refuse "*" with credentials, and echoing any origin would open users' sessions to all.
  if (cors.credentials && cors.origins === undefined)
    throw new TypeError(`${file}: "config.cors.credentials" needs "origins": list them`);
  if (cors.maxAge !== undefined && parseDuration(cors.maxAge) === null)
    throw new TypeError(
      `${file}: "config.cors.maxAge" is ${JSON.stringify(cors.maxAge)}, must be ${DURATION_FORMS}`,
    );
}

function allowedOrigin({ origins }: CorsConfig, origin: string | undefined): string | undefined {
  if (origins === undefined) return "*";
  return origin !== undefined && [origins].flat().includes(origin) ? origin : undefined;
}

/** Names of headers as a browser lists them: the client's text is to become a header of the answer. */
const HEADER_NAMES = /^[\w!#$%&'*+.^`|~, -]*$/;

function preflightHeaders(
  cors: CorsConfig,
  requestHeaders: HttpRequest["headers"],
  methods: readonly string[],
): Record<string, string> {
  const { "access-control-request-headers": asked = "" } = requestHeaders;
  const headers = cors.headers?.join(", ") ?? (HEADER_NAMES.test(asked) ? asked : "");
  return {
    "access-control-allow-methods": methods.join(", "),
    ...(headers === "" ? {} : { "access-control-allow-headers": headers }),
    "access-control-max-age": String(parseDuration(cors.maxAge) ?? PREFLIGHT_SECONDS),
  };
}
