import { deliver } from "./deliver.ts";
import { disconnect } from "./disconnect.ts";
import { expel } from "./identify.ts";
import type { SocketJob } from "./job-body.ts";
import type { Scene } from "./scene.ts";

/** Does what the socket has left to the internal queue. */
export async function runSocketJob(job: SocketJob, scene: Scene): Promise<void> {
  const { connections } = scene;
  switch (job.type) {
    case "deliver":
      return await deliver(job.member, job.texts, scene);
    case "send":
      return await connections.sendAsJob(job.members, job.text);
    case "gone":
      for (const member of job.members) await disconnect(member, scene);
      return;
    case "identify": {
      const row = await connections.rows.read(job.connectionId);
      if (row?.asked !== undefined) await expel(job.connectionId, connections);
    }
  }
}
