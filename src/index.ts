/** What the bundle offers; the stubs in `dist/` and beside each `action.yml` call one of these. */
export { runAction, runPost } from './action.ts';
export { runPlanAction } from './plan-action.ts';
export { runReportAction } from './report-action.ts';
export { runRunAction } from './run-action.ts';
export { runCli } from './cli.ts';
export { serveCacheClient } from './cache/actions/client-process.ts';
