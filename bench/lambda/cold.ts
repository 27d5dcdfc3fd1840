import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { createRatio } from "../figure.ts";
import type { Benchmark, Effort, Figure } from "../row.ts";
import { measureByTurns, medians } from "../statistics.ts";
import { checkAnswer, GET_USER, POST_ORDER } from "./http-event.ts";
import { LambdaInstance, type Package } from "./instance.ts";
import { createPackages, type Sources } from "./packages.ts";
import { createCheckedRoutes, createRoutes, type HttpPeer } from "./routes.ts";

/** In milliseconds. */
export interface ColdStart {
  readonly init: number;
  readonly first: number;
}

/** Under aws-lambda-ric; queuerun also through its exec wrapper, which the others do not have. */
export const cold: Benchmark<"routes" | "checked"> = {
  rows: {
    routes: {
      work: "Cold start: init + first request, one of 50 routes",
      against: "over a bare handler",
      unit: "x",
      goal: { atMost: 1.15 },
    },
    checked: {
      work: "Cold start with middleware and `validate`, one of 500 routes",
      against: "over a bare handler that does the same by hand",
      unit: "x",
      goal: { atMost: 1.25 },
    },
  },
  async measure(effort) {
    return {
      routes: await compare(createRoutes(50), GET_USER, { id: "42" }, effort),
      checked: await compare(createCheckedRoutes(500), POST_ORDER, { quantity: 2 }, effort),
    };
  },
};

async function compare(
  sources: Sources<HttpPeer>,
  event: APIGatewayProxyEventV2,
  expected: object,
  { rounds }: Effort,
): Promise<Figure> {
  const { packages, remove } = await createPackages(sources);
  try {
    const measure = (lambda: Package) => async () => {
      const { init, first, result } = await startCold(lambda, event);
      checkAnswer(result, expected);
      return init + first;
    };
    const { bare, queuerun, hono, powertools } = packages;
    const subjects = {
      bare: measure(bare),
      queuerun: measure(queuerun),
      hono: measure(hono),
      powertools: measure(powertools),
    };
    const ms = medians(await measureByTurns(subjects, rounds), (value) => value);
    return createRatio(ms.queuerun, ms.bare, "ms", { Hono: ms.hono, Powertools: ms.powertools });
  } finally {
    await remove();
  }
}

/** Starts an instance, sends it one event and stops it. */
export async function startCold(
  lambda: Package,
  event: unknown,
): Promise<ColdStart & { readonly result: unknown }> {
  const instance = await LambdaInstance.start(lambda);
  try {
    const { ms, result } = await instance.invoke(event);
    return { init: instance.initMs, first: ms, result };
  } finally {
    await instance.stop();
  }
}
