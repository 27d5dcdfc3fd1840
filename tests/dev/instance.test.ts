import assert from "node:assert/strict";
import { createGate, PASS } from "../support/dev-gate.ts";
import { startPool, type TestPool, type TestPoolOptions } from "../support/dev-pool.ts";
import { waitForEnd } from "../support/dev-processes.ts";

const OK = "export const handler = async () => 'ok';";

describe("Instance", () => {
  let current: TestPool | undefined;
  afterEach(() => current?.close());

  async function start(code: string, options?: TestPoolOptions): Promise<TestPool> {
    current = await startPool(code, options);
    return current;
  }

  /** The one result with what changes from run to run replaced. */
  async function fail(event: unknown = {}): Promise<unknown> {
    const result = await (current as TestPool).invoke(event);
    return JSON.parse(JSON.stringify(result).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID"));
  }

  it("passes the event and the context of Lambda", async () => {
    const { invoke } = await start(
      `export const handler = async (event, { getRemainingTimeInMillis, awsRequestId, logStreamName,
         ...context }) => ({ event, context, left: getRemainingTimeInMillis() > 4000 });`,
      { memorySize: 512 },
    );
    assert.deepEqual(await invoke({ a: "é" }), {
      event: { a: "é" },
      context: {
        callbackWaitsForEmptyEventLoop: true,
        functionName: "local",
        functionVersion: "1",
        invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:local:live",
        logGroupName: "/aws/lambda/local",
        memoryLimitInMB: "512",
      },
      left: true,
    });
  });

  it("answers null where the handler returns nothing", async () => {
    const { invoke } = await start("export const handler = async () => {};");
    assert.equal(await invoke(), null);
  });

  it("has the variables of Lambda and of the user, and nothing of the shell", async () => {
    process.env.AWS_PROFILE = "of-the-developer";
    const { invoke } = await start("export const handler = async () => process.env;", {
      variables: { GREETING: "hello" },
    });
    delete process.env.AWS_PROFILE;
    const variables = (await invoke()) as Record<string, string>;
    assert.deepEqual(Object.keys(variables).sort(), [
      "AWS_ACCESS_KEY_ID",
      "AWS_DEFAULT_REGION",
      "AWS_EXECUTION_ENV",
      "AWS_LAMBDA_EXEC_WRAPPER",
      "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
      "AWS_LAMBDA_FUNCTION_NAME",
      "AWS_LAMBDA_FUNCTION_VERSION",
      "AWS_LAMBDA_INITIALIZATION_TYPE",
      "AWS_LAMBDA_LOG_FORMAT",
      "AWS_LAMBDA_LOG_GROUP_NAME",
      "AWS_LAMBDA_LOG_LEVEL",
      "AWS_LAMBDA_LOG_STREAM_NAME",
      "AWS_LAMBDA_RUNTIME_API",
      "AWS_REGION",
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "GREETING",
      "HOME",
      "LAMBDA_RUNTIME_DIR",
      "LAMBDA_TASK_ROOT",
      "LANG",
      "PATH",
      "PWD",
      "SHLVL",
      "TZ",
      "_HANDLER",
      "_X_AMZN_TRACE_ID",
    ]);
    assert.equal(variables.GREETING, "hello");
    assert.match(variables.AWS_ACCESS_KEY_ID ?? "", /^ASIARUNTIME0[0-9A-F]{8}$/);
    assert.notEqual(variables.HOME, process.env.HOME);
  });

  it("returns what the handler throws, and goes on in the same process", async () => {
    const { invoke, lines } = await start(
      `export const handler = async ({ throws }) => {
         if (throws) throw new RangeError("too far", { cause: "the map" });
         return process.pid;
       };`,
    );
    const pid = await invoke();
    const result = (await invoke({ throws: true })) as { error: { trace: string[] } };
    assert.deepEqual(
      { ...result, error: { ...result.error, trace: result.error.trace[0] } },
      {
        status: "error",
        error: {
          errorType: "RangeError",
          errorMessage: "too far",
          trace: "RangeError: too far",
        },
      },
    );
    assert.equal(await invoke(), pid);
    assert.ok(lines.some((line) => line.includes("[cause]: 'the map'")));
  });

  it("survives any thrown value", async () => {
    const { invoke } = await start(
      `const values = [null, "text", { a: 1 }, Object.create(null), new Proxy({}, {
         get() { throw new Error("trap"); }, getPrototypeOf() { return null; } })];
       export const handler = async ({ index }) => { throw values[index]; };`,
    );
    const types = [];
    for (const index of [0, 1, 2, 3, 4])
      types.push(((await invoke({ index })) as { error: { errorType: string } }).error.errorType);
    assert.deepEqual(types, ["object", "string", "object", "object", "object"]);
  });

  it("stops a function and what it has started when its time is over", async () => {
    const { invoke, lines } = await start(
      `import { spawn } from "node:child_process";
       import { writeFileSync } from "node:fs";
       export const handler = async ({ hang }) => {
         const child = spawn("sleep", ["60"]);
         console.log(process.pid + " " + child.pid);
         if (hang) while (true);
         return "ok";
       };`,
      { timeoutSeconds: 1 },
    );
    assert.deepEqual(await fail({ hang: true }), {
      status: "error",
      error: {
        errorType: "Sandbox.Timedout",
        errorMessage: "RequestId: ID Error: Task timed out after 1.00 seconds",
      },
    });
    for (const pid of (lines[0] ?? "").split(" ")) await waitForEnd(Number(pid));
    assert.equal(await invoke(), "ok");
    assert.match(lines.join("\n"), /REPORT .*\tStatus: timeout\tError Type: Sandbox\.Timedout/);
  });

  it("fails one invocation when the process exits, and starts anew for the next", async () => {
    const { invoke } = await start(
      "export const handler = async ({ code }) => code === undefined ? 'ok' : process.exit(code);",
    );
    const exited = (text: string) => ({
      status: "error",
      error: { errorType: "Runtime.ExitError", errorMessage: `RequestId: ID Error: ${text}` },
    });
    assert.deepEqual(await fail({ code: 3 }), exited("Runtime exited with error: exit status 3"));
    assert.deepEqual(await fail({ code: 0 }), exited("Runtime exited without providing a reason"));
    assert.equal(await invoke(), "ok");
  });

  it("fails one invocation when the process is killed", async () => {
    const { invoke } = await start(
      `export const handler = async ({ die }) => {
         if (die) process.kill(process.pid, "SIGKILL");
         return "ok";
       };`,
    );
    assert.deepEqual(await fail({ die: true }), {
      status: "error",
      error: {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: ID Error: Runtime exited with error: signal: killed",
      },
    });
    assert.equal(await invoke(), "ok");
  });

  it("fails one invocation when the memory is used up", async () => {
    const { invoke } = await start(
      `export const handler = async ({ fill }) => {
         const all = [];
         while (fill) all.push(new Array(100_000).fill(all.length));
         return "ok";
       };`,
      { memorySize: 128, timeoutSeconds: 20 },
    );
    assert.deepEqual(await fail({ fill: true }), {
      status: "error",
      error: {
        errorType: "Runtime.ExitError",
        errorMessage: "RequestId: ID Error: Runtime exited with error: signal: aborted",
      },
    });
    assert.equal(await invoke(), "ok");
  });

  it("fails the invocation with an error that nobody catches", async () => {
    const { invoke } = await start(
      `export const handler = async ({ kind }) => {
         if (kind === undefined) return "ok";
         if (kind === "exception") setTimeout(() => { throw new Error("late"); }, 1);
         if (kind === "rejection") Promise.reject(new Error("lost"));
         await new Promise((resolve) => kind === "never" || setTimeout(resolve, 1000));
       };`,
    );
    const types = [];
    for (const kind of ["exception", "rejection", "never"]) {
      const { error } = (await invoke({ kind })) as { error: Record<string, unknown> };
      types.push([error.errorType, error.errorMessage]);
    }
    assert.deepEqual(types, [
      ["Runtime.UncaughtException", "late"],
      ["Runtime.UnhandledPromiseRejection", "lost"],
      ["Runtime.NodeJsExit", "Node.js would exit: a promise is awaited that can never settle"],
    ]);
    assert.equal(await invoke(), "ok");
  });

  it("refuses a result over 6 MB, and goes on", async () => {
    const { invoke, lines } = await start(
      "export const handler = async ({ size }) => 'x'.repeat(size);",
    );
    const message = "Response payload size exceeded maximum allowed payload size (6291556 bytes).";
    assert.deepEqual(await invoke({ size: 7_000_000 }), {
      status: "error",
      error: { errorType: "Function.ResponseSizeTooLarge", errorMessage: message },
    });
    assert.equal(((await invoke({ size: 6_000_000 })) as string).length, 6_000_000);
    assert.ok(lines.includes(message));
  });

  it("fails the invocation with the error of the init phase and prints its cause", async () => {
    const { lines } = await start(
      `throw new Error("warmup() failed", { cause: new Error("no database") });`,
    );
    const { error } = (await fail()) as { error: Record<string, unknown> };
    assert.deepEqual([error.errorType, error.errorMessage], ["Error", "warmup() failed"]);
    const output = lines.join("\n");
    assert.match(output, /\[cause\]: Error: no database/);
    assert.match(
      output,
      /INIT_REPORT Init Duration: .* ms\tPhase: init\tStatus: error\tError Type: Error/,
    );
  });

  it("says so when the package cannot be started or has no handler", async () => {
    await start("process.exit(7);");
    assert.deepEqual(await fail(), {
      status: "error",
      error: {
        errorType: "Runtime.ExitError",
        errorMessage: "Error: Runtime exited with error: exit status 7",
      },
    });
    await current?.close();
    await start("export const other = 1;");
    const { error } = (await fail()) as { error: Record<string, unknown> };
    assert.equal(error.errorMessage, 'Handler "index.handler" is no function');
  });

  it("redoes an init phase that is too slow within the invocation", async () => {
    const gate = await createGate();
    const { invoke, find } = await start(`${PASS} await pass(process.env.GATE);${OK}`, {
      limits: { initSeconds: 0.3 },
      variables: { GATE: gate.url },
    });
    const result = invoke();
    await find(/INIT_REPORT .*\tPhase: init\tStatus: timeout/);
    gate.open("always");
    assert.equal(await result, "ok");
    assert.equal(await invoke(), "ok");
    await gate.close();
  });

  it("reports each invocation after what it printed, the first one with its init phase", async () => {
    const { invoke, lines } = await start(
      "export const handler = async ({ name }) => console.log('handles', name);",
    );
    await invoke({ name: "a" });
    await invoke({ name: "b" });
    await new Promise(setImmediate);
    assert.deepEqual(
      lines.map((line) =>
        line.replace(/RequestId: \S+/, "RequestId: ID").replaceAll(/[\d.]+/g, "N"),
      ),
      [
        "handles a",
        "REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB\tInit Duration: N ms",
        "handles b",
        "REPORT RequestId: ID\tDuration: N ms\tBilled Duration: N ms\tMemory Size: N MB\tMax Memory Used: N MB",
      ],
    );
  });
});
