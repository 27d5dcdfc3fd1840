import * as pulumi from "@pulumi/pulumi";
import type { Shape } from "../manifest/shape.ts";

/** An argument that may be left out. Other languages send null for it. */
export function optional(shape: Shape): Shape {
  return (value, path) => (value === undefined || value === null ? [] : shape(value, path));
}

/** An argument that decides which resources there are, and so must be known before any of them. */
export function known(shape: Shape): Shape {
  return (value, path) =>
    isPending(value)
      ? [`${path} is the output of a resource, must be known before there are any`]
      : shape(value, path);
}

/** An argument that may be the output of a resource: that is checked when it is known. */
export function input(shape: Shape): Shape {
  return (value, path) => (isPending(value) ? [] : shape(value, path));
}

function isPending(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
