globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
if (process.versions.node.startsWith('20.')) (await import('node:v8')).setFlagsFromString('--interrupt-budget=1000000');
const { runAction } = await import('./index.js');
await runAction();
