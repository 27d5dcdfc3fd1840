#!/usr/bin/env node
/** The plugin `pulumi-resource-queuerun`, which the engine starts with its address. */
import { main } from "@pulumi/pulumi/provider/index.js";
import { createProvider } from "./host.ts";

main(createProvider(), process.argv.slice(2));
