import { openAws } from "../../runtime/socket/aws.ts";
import { NO_SOCKET } from "./environment.ts";

export const REGION_AND_KEYS = {
  region: "eu-central-1",
  credentials: { accessKeyId: "a", secretAccessKey: "b" },
};

/** The clients for WebSockets and DynamoDB, both at one address. */
export function openAwsAt(url: string, now?: () => number) {
  const environment = {
    ...NO_SOCKET,
    ...REGION_AND_KEYS,
    queueUrlPrefix: "",
    deadLetterUrlPrefix: "",
    provisioned: false,
    connectionsUrl: url,
    dynamodbUrl: url,
  };
  return openAws(() => import("../../runtime/socket/clients.ts"), environment, now);
}
