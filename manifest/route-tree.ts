import type { RouteTree } from "./entry.ts";
import type { Segment } from "./route-path.ts";

interface MutableTree {
  route?: number;
  statics?: Record<string, MutableTree>;
  param?: MutableTree;
  rest?: number;
}

/** Builds the tree that the runtime matches requests with; a route's number is its index here. */
export function createRouteTree(routes: readonly (readonly Segment[])[]): RouteTree {
  const root: MutableTree = {};
  for (const [number, segments] of routes.entries()) addRoute(root, segments, number);
  return root;
}

function addRoute(root: MutableTree, segments: readonly Segment[], number: number): void {
  let node = root;
  for (const segment of segments) {
    if (segment.kind === "rest") {
      node.rest = number;
      return;
    }
    node = segment.kind === "param" ? paramChild(node) : staticChild(node, segment.text);
  }
  node.route = number;
}

function paramChild(node: MutableTree): MutableTree {
  node.param ??= {};
  return node.param;
}

function staticChild(node: MutableTree, text: string): MutableTree {
  // Without a prototype, so that a segment called `__proto__` is a key like any other.
  node.statics ??= Object.create(null) as Record<string, MutableTree>;
  const child = node.statics[text] ?? {};
  node.statics[text] = child;
  return child;
}
