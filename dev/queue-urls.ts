/** What SQS answers with to `CreateQueue`, `GetQueueUrl` and `ListQueues`. */
interface QueueUrls {
  QueueUrl?: string;
  QueueUrls?: string[];
}

/**
 * Gives queues the address that the service listens on, in place: fauxqs names them by a host such as
 * `sqs.us-east-1.localhost`, which not every resolver knows, and AWS's SDK goes to where the URL is.
 * @param host With its port.
 */
export function correctQueueUrls(output: QueueUrls, host: string): void {
  const correct = (url: string) => `http://${host}${new URL(url).pathname}`;
  if (output.QueueUrl !== undefined) output.QueueUrl = correct(output.QueueUrl);
  if (output.QueueUrls !== undefined) output.QueueUrls = output.QueueUrls.map(correct);
}
