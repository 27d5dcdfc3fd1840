/**
 * A stand-in for the plugin of Pulumi's awsx, which cannot be built from modules: it makes no network, and
 * answers with IDs as AWS has them. It proves that these get to a Backend, and nothing about awsx.
 */
import * as pulumi from "@pulumi/pulumi";
import { main } from "@pulumi/pulumi/provider/index.js";

const VPC = "awsx:ec2:Vpc";
const VERSION = "3.9.0";

const OUTPUTS = {
  vpcId: "vpc-0a1b2c3d4e5f60718",
  privateSubnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"],
};

const SCHEMA = {
  name: "awsx",
  version: VERSION,
  types: {
    "awsx:ec2:NatGatewayConfiguration": {
      type: "object",
      properties: { strategy: { type: "string", plain: true } },
      required: ["strategy"],
    },
  },
  resources: {
    [VPC]: {
      isComponent: true,
      inputProperties: {
        numberOfAvailabilityZones: { type: "integer", plain: true },
        natGateways: { $ref: "#/types/awsx:ec2:NatGatewayConfiguration", plain: true },
      },
      properties: {
        vpcId: { type: "string" },
        privateSubnetIds: { type: "array", items: { type: "string" } },
      },
      required: ["vpcId", "privateSubnetIds"],
    },
  },
};

main(
  {
    version: VERSION,
    schema: JSON.stringify(SCHEMA),
    async construct(name, type, _, options) {
      if (type !== VPC) throw new Error(`The stand-in for awsx does not model ${type}`);
      const vpc = new pulumi.ComponentResource(VPC, name, {}, options);
      // Known only once there is a network
      const isKnown = !pulumi.runtime.isDryRun();
      const state = isKnown ? OUTPUTS : {};
      return { urn: vpc.urn, state };
    },
  },
  process.argv.slice(2),
);
