import { AwsError } from "../aws-error.ts";
import type { ApiRoute, HttpApi } from "../entities.ts";
import { during, type ResourceType } from "../resource-type.ts";
import { oneOf } from "../rules.ts";
import { text } from "../values.ts";
import type { Values } from "../wire.ts";
import { changeApi, createId, readApi, removeFromApi } from "./calls.ts";

const MAXIMUM_ROUTES = 300;
const WEBSOCKET_ROUTE = /^(\$connect|\$disconnect|\$default|[^$].*)$/;
const HTTP_ROUTE = /^(\$default|(ANY|DELETE|GET|HEAD|OPTIONS|PATCH|POST|PUT) \/.*)$/;

export const ROUTE: ResourceType = {
  token: "aws:apigatewayv2/route:Route",
  inputs: {
    apiId: { replaces: true },
    authorizationType: { default: "NONE", check: oneOf("NONE", "AWS_IAM") },
    operationName: {},
    region: { replaces: true },
    routeKey: {},
    target: {},
  },
  async create(client, inputs, created) {
    const apiId = text(inputs.apiId);
    const id = createId();
    const path = `/apis/${apiId}/routes`;
    const work = changeApi(client, apiId, ["POST", path, "CreateRoute"], (api) =>
      putRoute(api, id, inputs),
    );
    await during("creating API Gateway v2 Route", work);
    created(id);
  },
  async read(client, id, state) {
    const apiId = text(state.apiId);
    const path = `/apis/${apiId}/routes/${id}`;
    const route = await readApi(client, apiId, path, "GetRoute", (api) => api.routes[id]);
    return route === undefined ? null : { ...route, apiId };
  },
  async update(client, id, { olds, news }) {
    const apiId = text(news.apiId);
    const path = `/apis/${apiId}/routes/${id}`;
    const work = changeApi(client, apiId, ["PATCH", path, "UpdateRoute"], (api) =>
      putRoute(api, id, { ...olds, ...news }),
    );
    await during(`updating API Gateway v2 Route (${id})`, work);
  },
  async delete(client, id, state) {
    const apiId = text(state.apiId);
    const path = `/apis/${apiId}/routes/${id}`;
    await removeFromApi(client, apiId, ["DELETE", path, "DeleteRoute"], (api) => {
      const { [id]: _, ...routes } = api.routes;
      return { ...api, routes };
    });
  },
};

/** @throws AwsError for a route that API Gateway refuses. */
function putRoute(api: HttpApi, id: string, inputs: Values): HttpApi {
  const route: ApiRoute = {
    routeKey: text(inputs.routeKey),
    target: text(inputs.target),
    authorizationType: text(inputs.authorizationType),
    operationName: text(inputs.operationName),
  };
  const others = Object.entries(api.routes).filter(([other]) => other !== id);
  if (others.some(([, { routeKey }]) => routeKey === route.routeKey))
    throw new AwsError(
      "ConflictException",
      `Route with key ${route.routeKey} already exists for this API`,
    );
  if (others.length === MAXIMUM_ROUTES)
    throw new AwsError("TooManyRequestsException", `Maximum number of routes: ${MAXIMUM_ROUTES}`);
  const form = api.protocolType === "HTTP" ? HTTP_ROUTE : WEBSOCKET_ROUTE;
  if (!form.test(route.routeKey))
    throw new AwsError(
      "BadRequestException",
      `The provided route key is not formatted properly: ${route.routeKey}`,
    );
  const integration = /^integrations\/(.+)$/.exec(route.target)?.[1] ?? "";
  if (api.integrations[integration] === undefined)
    throw new AwsError(
      "NotFoundException",
      `Invalid integration identifier specified: ${route.target}`,
    );
  return { ...api, routes: { ...api.routes, [id]: route } };
}
