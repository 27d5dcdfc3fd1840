import type { Values } from "./wire.ts";

/** Configuration of the provider that the stand-in takes. */
const KNOWN = ["region", "version"];

/** The region that is configured, once there are credentials: the real plugin checks both at once. */
export function readRegion(args: Values): string {
  const unknown = Object.keys(args).filter((name) => !KNOWN.includes(name));
  if (unknown.length > 0)
    throw new Error(`The stand-in for AWS does not model aws:${unknown.join(", aws:")}`);
  const { AWS_ACCESS_KEY_ID: id, AWS_REGION: fallback } = process.env;
  if (!id)
    throw new Error(
      "No valid credential sources found. Please see " +
        "https://www.pulumi.com/registry/packages/aws/installation-configuration/ " +
        "for more information about providing credentials",
    );
  const region = args.region ?? fallback;
  if (typeof region === "string" && region !== "") return region;
  throw new Error("Missing region information");
}
