// The Pulumi program: this one resource is the function, the HTTP API, the queues, and the permissions
// of each of them.
import { Backend } from "queuerun";

const orders = new Backend("orders", { source: "backend" });

export const url = orders.url;
export const version = orders.functionVersion;
export const paused = orders.paused;
