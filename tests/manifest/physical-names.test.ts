import assert from "node:assert/strict";
import { APP_NAME_LENGTH } from "../../manifest/app-name.ts";
import {
  createPhysicalNames,
  deadLetterQueueName,
  queueName,
} from "../../manifest/physical-names.ts";
import { QUEUE_NAME_LENGTH } from "../../manifest/queue-name.ts";

describe("createPhysicalNames", () => {
  it("begins all names with the app's", () => {
    assert.deepEqual(createPhysicalNames("shop-dev-api-1b2c3d4e"), {
      function: "shop-dev-api-1b2c3d4e",
      logGroup: "/aws/lambda/shop-dev-api-1b2c3d4e",
      httpApi: "shop-dev-api-1b2c3d4e",
      webSocketApi: "shop-dev-api-1b2c3d4e-socket",
      connectionsTable: "shop-dev-api-1b2c3d4e-connections",
      scheduleGroup: "shop-dev-api-1b2c3d4e",
      runtimeRole: "shop-dev-api-1b2c3d4e-runtime",
      schedulerRole: "shop-dev-api-1b2c3d4e-scheduler",
      backendRole: "shop-dev-api-1b2c3d4e-backend",
      deployRole: "shop-dev-api-1b2c3d4e-deploy",
      deployPolicy: "shop-dev-api-1b2c3d4e-deploy",
    });
  });

  it("stays within the shortest limit of AWS, which is 64 characters", () => {
    const names = createPhysicalNames("a".repeat(APP_NAME_LENGTH));
    assert.deepEqual(
      Object.values(names).filter((name) => name.length > 64),
      [],
    );
  });
});

describe("queueName and deadLetterQueueName", () => {
  it("keep the ending of FIFO queues", () => {
    assert.equal(queueName("app", "email"), "app-q-email");
    assert.equal(queueName("app", "billing.fifo"), "app-q-billing.fifo");
    assert.equal(deadLetterQueueName("app", "email"), "app-d-email");
    assert.equal(deadLetterQueueName("app", "billing.fifo"), "app-d-billing.fifo");
  });

  it("have room for every queue that can be built, in every app", () => {
    const app = "a".repeat(APP_NAME_LENGTH);
    const longest = "q".repeat(QUEUE_NAME_LENGTH);
    assert.equal(queueName(app, longest).length, 80);
    assert.equal(deadLetterQueueName(app, longest).length, 80);
  });

  it("refuse a name that SQS would refuse", () => {
    const physical = `shop-dev-api-1b2c3d4e-q-${"q".repeat(60)}`;
    assert.throws(() => queueName("shop-dev-api-1b2c3d4e", "q".repeat(60)), {
      name: "RangeError",
      message: `The queue "${"q".repeat(60)}" would be called "${physical}", 84 characters, but SQS allows 80: choose a name that is 4 characters shorter`,
    });
  });
});
