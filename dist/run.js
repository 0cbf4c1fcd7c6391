globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
const { runRunAction } = await import('./index.js');
await runRunAction();
