import { serveCacheClient } from './index.js';
await serveCacheClient();
