globalThis.navigator ??= { userAgent: `Node.js/${process.versions.node}` };
const { runReportAction } = await import('./index.js');
await runReportAction();
