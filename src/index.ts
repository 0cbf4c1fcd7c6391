/** What the bundle offers; the stubs in `dist/` and beside each `action.yml` call one of these. */
export { runAction, runPost } from './action.ts';
export { runCli } from './cli.ts';
export { serveCacheClient } from './cache/actions/client-process.ts';
