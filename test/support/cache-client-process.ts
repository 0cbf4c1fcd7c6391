/** Run by `cache-client.ts`. */
import { serveCacheClient } from '../../src/cache/actions/client-process.ts';

await serveCacheClient();
