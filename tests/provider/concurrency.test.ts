import assert from "node:assert/strict";
import {
  functionReservation,
  isPaused,
  type ParsedOperation,
  parseOperation,
  provisionedInstances,
} from "../../provider/concurrency.ts";

describe("parseOperation", () => {
  it("has no limits, nothing kept ready and the newest version by default", () => {
    assert.deepEqual(operation({}), { reserved: "off", provisioned: "off" });
  });

  it("takes arguments, and configuration before them", () => {
    const args = { reservedConcurrency: 50, provisionedConcurrency: 2 };
    assert.deepEqual(operation({}, args), { reserved: 50, provisioned: 2 });
    assert.deepEqual(operation({ "queuerun:reserved": "0" }, args), {
      reserved: 0,
      provisioned: 2,
    });
    assert.deepEqual(operation({ "queuerun:reserved": "off" }, args), {
      reserved: "off",
      provisioned: 2,
    });
    assert.deepEqual(operation({ "queuerun:provisioned": "off" }, args), {
      reserved: 50,
      provisioned: "off",
    });
  });

  it("stays on a version, or follows the newest", () => {
    assert.deepEqual(operation({ "queuerun:version": "7" }), {
      reserved: "off",
      provisioned: "off",
      version: "7",
    });
    assert.deepEqual(operation({ "queuerun:version": "newest" }), {
      reserved: "off",
      provisioned: "off",
    });
  });

  it("looks at no other namespace", () => {
    assert.deepEqual(operation({ "aws:region": "eu-central-1", "shop:reserved": "x" }), {
      reserved: "off",
      provisioned: "off",
    });
  });

  it("reports all problems together, each with its key, the value and those allowed", () => {
    const config = {
      "queuerun:reserved": "-1",
      "queuerun:provisioned": "0",
      "queuerun:version": "latest",
      "queuerun:resrved": "5",
      "queuerun:region": "x",
    };
    assert.deepEqual(problems(config), [
      {
        path: "queuerun:resrved",
        message: '"queuerun:resrved" is not known. Did you mean "queuerun:reserved"?',
      },
      {
        path: "queuerun:region",
        message:
          '"queuerun:region" is not known. Keys: "queuerun:reserved", "queuerun:provisioned", "queuerun:version"',
      },
      {
        path: "queuerun:reserved",
        message: '"queuerun:reserved" is "-1", must be "off" or an integer of 0 or more',
      },
      {
        path: "queuerun:provisioned",
        message: '"queuerun:provisioned" is "0", must be "off" or an integer of 1 or more',
      },
      {
        path: "queuerun:version",
        message: '"queuerun:version" is "latest", must be "newest" or the number of a version',
      },
    ]);
  });

  it("names an argument by its own name", () => {
    assert.deepEqual(problems({}, { reservedConcurrency: 1.5, provisionedConcurrency: "many" }), [
      {
        path: "reservedConcurrency",
        message: '"reservedConcurrency" is "1.5", must be "off" or an integer of 0 or more',
      },
      {
        path: "provisionedConcurrency",
        message: '"provisionedConcurrency" is "many", must be "off" or an integer of 1 or more',
      },
    ]);
  });

  it("refuses more provisioned than reserved instances, wherever the two are set", () => {
    assert.deepEqual(problems({ "queuerun:reserved": "2" }, { provisionedConcurrency: 3 }), [
      {
        path: "provisionedConcurrency",
        message: '"provisionedConcurrency" is 3, must be at most "queuerun:reserved", which is 2',
      },
    ]);
  });
});

describe("a pause", () => {
  const paused = { reserved: 0, provisioned: "off" } as const;
  const keepsReady = { reserved: 0, provisioned: 2 } as const;
  const running = { reserved: 50, provisioned: 2 } as const;

  it("is a reserved concurrency of 0", () => {
    assert.deepEqual([paused, keepsReady, running].map(isPaused), [true, true, false]);
    assert.equal(isPaused({ reserved: "off", provisioned: "off" }), false);
  });

  it("reserves nothing, but leaves that alone while provisioned concurrency is configured", () => {
    assert.deepEqual([paused, keepsReady, running].map(functionReservation), [0, -1, 50]);
    assert.equal(functionReservation({ reserved: "off", provisioned: 2 }), -1);
  });

  it("keeps no instance ready", () => {
    assert.deepEqual([paused, keepsReady, running].map(provisionedInstances), [0, 0, 2]);
  });
});

type Config = Readonly<Record<string, string>>;

function operation(config: Config, args = {}) {
  const parsed: ParsedOperation = parseOperation(config, args);
  return "operation" in parsed ? parsed.operation : parsed;
}

function problems(config: Config, args = {}) {
  const parsed = parseOperation(config, args);
  return "problems" in parsed ? parsed.problems : parsed;
}
