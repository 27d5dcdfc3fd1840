import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";

const s3 = new S3Client();

/** The names of all buckets of the account. */
export async function get() {
  const { Buckets = [] } = await s3.send(new ListBucketsCommand());
  return Buckets.map(({ Name }) => Name);
}
