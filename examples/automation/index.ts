// The Pulumi program, which deploy.ts and "pulumi up" both run
import { Backend } from "queuerun";

const tickets = new Backend("tickets", { source: "backend" });

export const url = tickets.url;
export const version = tickets.functionVersion;
export const paused = tickets.paused;
