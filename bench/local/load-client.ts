/**
 * Sends requests for some seconds from a process of its own, and prints how that went as JSON.
 *
 *     node load-client.ts URL CLIENTS SECONDS
 */
import { Agent, get } from "node:http";

const [url = "", clients = "1", seconds = "1"] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(clients) });
const times: number[] = [];
const started = performance.now();
const end = started + Number(seconds) * 1000;

await Promise.all(Array.from({ length: Number(clients) }, serveClient));
times.sort((a, b) => a - b);
const elapsed = (performance.now() - started) / 1000;
console.log(
  JSON.stringify({ p50: times[Math.floor(times.length / 2)], perSecond: times.length / elapsed }),
);
agent.destroy();

/** One request after the other. */
async function serveClient(): Promise<void> {
  while (performance.now() < end) {
    const begun = performance.now();
    await send();
    times.push(performance.now() - begun);
  }
}

function send(): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} answered ${response.statusCode}`));
      response.resume();
      response.on("end", resolve);
      response.on("error", reject);
    }).on("error", reject);
  });
}
