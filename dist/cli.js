#!/usr/bin/env node
globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
if (process.versions.node.startsWith('20.')) (await import('node:v8')).setFlagsFromString('--interrupt-budget=1000000');
const { runCli } = await import('./index.js');
process.exitCode = await runCli(process.argv.slice(2), process);
