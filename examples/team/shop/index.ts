// CI runs this program, as the role that the administrator's has made: it changes nothing in IAM.
import * as pulumi from "@pulumi/pulumi";
import { Backend } from "queuerun";

const administrator = new pulumi.StackReference(
  `${pulumi.getOrganization()}/shop-permissions/${pulumi.getStack()}`,
);

const shop = new Backend("shop", {
  source: "backend",
  permissions: { runtimeRoleArn: administrator.requireOutput("runtimeRoleArn") },
});

export const url = shop.url;
