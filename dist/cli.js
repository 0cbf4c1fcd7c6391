#!/usr/bin/env node
globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
const { runCli } = await import('./index.js');
process.exitCode = await runCli(process.argv.slice(2), process);
