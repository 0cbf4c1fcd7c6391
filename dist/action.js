globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
const { runAction } = await import('./index.js');
await runAction();
