globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
const { runPlanAction } = await import('./index.js');
await runPlanAction();
