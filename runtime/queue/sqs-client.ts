/** The part of the AWS client that the runtime uses: loaded by the first push or retry, not before. */
export {
  ChangeMessageVisibilityBatchCommand,
  SendMessageBatchCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
