import assert from "node:assert/strict";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import type { LocalCloud } from "../../dev/local-cloud.ts";
import { runSchedule } from "../../dev/run-schedule.ts";
import { type LocalCloudOptions, startLocalCloud } from "../../dev/start-local-cloud.ts";
import { startBrowser } from "../support/browser.ts";
import { PROJECT } from "../support/source-file.ts";

const BACKEND = join(PROJECT, "examples", "chat", "backend");
const WELCOME = /^Welcome, /;

describe("examples/chat, in a browser", function () {
  this.timeout("1m");
  let browser: Browser;
  let cloud: LocalCloud;
  const pages: Page[] = [];

  before(async () => {
    browser = await startBrowser();
  });
  after(() => browser?.close());
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.close();
    await cloud.close();
  });

  async function start(limits: LocalCloudOptions["limits"] = {}): Promise<void> {
    cloud = await startLocalCloud({ source: BACKEND, limits });
  }

  /** A window of its own, in which somebody has come in. */
  async function enter(name: string): Promise<Page> {
    const page = await browser.newPage();
    pages.push(page);
    await page.goto(cloud.url);
    await page.getByRole("button", { name, exact: true }).click();
    await page.locator("#status", { hasText: WELCOME }).waitFor();
    return page;
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.locator("input").fill(text);
    await page.getByRole("button", { name: "Send" }).click();
  }

  /** Resolves when these, and no others, are shown as present. */
  async function seeOnline(page: Page, names: readonly string[]): Promise<void> {
    for (const name of names) await page.locator(`li.online[data-name=${name}]`).waitFor();
    assert.deepEqual(await page.locator("#members li.online").allTextContents(), names);
  }

  it("greets, and shows who is there, and what they write, in two windows", async () => {
    await start();
    const ann = await enter("ann");
    assert.equal(await ann.locator("#status").textContent(), "Welcome, ann");
    await seeOnline(ann, ["ann"]);
    const bob = await enter("bob");
    await seeOnline(ann, ["ann", "bob"]);
    await seeOnline(bob, ["ann", "bob"]);
    await say(ann, "Hello, <b>Bob</b>");
    await bob.locator("#messages li").first().waitFor();
    await say(bob, "Hello, Ann");
    const both = ["ann: Hello, <b>Bob</b>", "bob: Hello, Ann"];
    for (const page of [ann, bob]) {
      await page.locator("#messages li").nth(1).waitFor();
      assert.deepEqual(await page.locator("#messages li").allTextContents(), both);
    }
    await bob.close();
    await ann.locator("li:not(.online)[data-name=bob]").waitFor();
    await seeOnline(ann, ["ann"]);
  });

  it("shows what a schedule tells the room", async () => {
    await start();
    const ann = await enter("ann");
    const { status } = await runSchedule(cloud, "clock");
    assert.equal(status, "success");
    await ann.locator("#messages li.notice", { hasText: /^It is \d{4}-/ }).waitFor();
  });

  it("comes back after the server has closed the connection", async () => {
    await start({ socketLifetimeSeconds: 2 });
    const ann = await enter("ann");
    await ann.locator("#status", { hasText: "Connection lost" }).waitFor();
    await ann.locator("#status", { hasText: WELCOME }).waitFor();
    await seeOnline(ann, ["ann"]);
  });
});
