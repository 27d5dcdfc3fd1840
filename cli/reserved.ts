import type { Command } from "commander";
import type { ControlRequest } from "../dev/control.ts";
import type { Concurrency } from "../manifest/concurrency.ts";
import { describeConcurrency } from "./dev-banner.ts";
import { askRunningDev } from "./running-dev.ts";

/** The commands that change how much of a running `queuerun dev` runs at a time. */
export function register(program: Command): void {
  program
    .command("reserved")
    .alias("reserve")
    .description("set the reserved concurrency of the running queuerun dev")
    .argument("<number>", '"off", or the most instances at a time; 0 pauses the backend')
    .argument("[folder]", "the backend's folder, or one that holds it", ".")
    .addHelpText(
      "after",
      `
Examples:
  queuerun reserved 50           at most 50 instances at a time
  queuerun reserved 0            hold everything: nothing runs, jobs stay in their queues
  queuerun reserved off          no limit of its own`,
    )
    .action((reserved: string, folder: string) => control({ reserved }, folder));
  program
    .command("provisioned")
    .description("set the provisioned concurrency of the running queuerun dev")
    .argument("<number>", '"off", or the number of instances to keep warm')
    .argument("[folder]", "the backend's folder, or one that holds it", ".")
    .addHelpText(
      "after",
      `
Examples:
  queuerun provisioned 2         two instances are warm before a request comes
  queuerun provisioned off       instances start on demand`,
    )
    .action((provisioned: string, folder: string) => control({ provisioned }, folder));
  program
    .command("pause")
    .description("hold everything: requests are answered 429, jobs stay in their queues")
    .argument("[folder]", "the backend's folder, or one that holds it", ".")
    .addHelpText("after", "\nExample:\n  queuerun pause                 as queuerun reserved 0")
    .action((folder: string) => control({ paused: true }, folder));
  program
    .command("resume")
    .description("go on after a pause, with the reserved concurrency of before")
    .argument("[folder]", "the backend's folder, or one that holds it", ".")
    .addHelpText("after", "\nExample:\n  queuerun resume                do all that was held")
    .action((folder: string) => control({ paused: false }, folder));
}

async function control(request: ControlRequest, folder: string): Promise<void> {
  const { CONTROL_PATH } = await import("../dev/control.ts");
  const { url, body } = await askRunningDev<Concurrency>(folder, CONTROL_PATH, request);
  console.log(`${url}\n${describeConcurrency(body)}`);
}
