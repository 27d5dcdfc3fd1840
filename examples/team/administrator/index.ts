// An administrator runs this program: before the first deployment, and when the backend begins to use
// something else of AWS, such as its first queue. The account must have GitHub's OIDC provider.
import { Permissions } from "queuerun";

const shop = new Permissions("shop", {
  // What is in the folder decides what is granted
  source: "../shop/backend",
  // The program that has the Backend; its stack has the name of this one
  project: "shop",
  // Workflow runs that may deploy: of this environment, of this repository
  github: { repository: "acme/shop", environment: "production" },
});

/** For the workflow: `role-to-assume` of `aws-actions/configure-aws-credentials`. */
export const deployRoleArn = shop.deployRoleArn;
export const runtimeRoleArn = shop.runtimeRoleArn;
