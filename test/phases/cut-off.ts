/** `cut-off.ts DIRECTORY FORMAT URL`: migrates a database on two connections and says what it notes, in a process that a test may kill. */
import { quietReporter } from '../../src/phases/progress.ts';
import { run } from '../../src/phases/run.ts';
import { parseSettings } from '../../src/phases/settings.ts';

const [directory = '', format = '', url = ''] = process.argv.slice(2);
const settings = parseSettings(directory, { format, 'database-url': url, jobs: '2', reuse: 'off' }, (name) => name);
const { migrations } = await run(settings, { reporter: quietReporter(process.stderr), env: process.env });
process.stdout.write(JSON.stringify(migrations.map(({ id }) => id)));
