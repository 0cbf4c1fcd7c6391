/** Asks a service that does not answer, and should end nevertheless. */
import { actionsStore } from '../../src/cache/actions-store.ts';
import { CACHE_CLIENT } from '../support/cache-client.ts';

const store = actionsStore({ client: CACHE_CLIENT, limits: { controlMs: 500 } });
process.stdout.write(String(await store.has('migrate-action-key')));
