/** `node --import test/support/peak-memory.js program.js`: tells the parent, in the file named by `PEAK_MEMORY_FILE`, what the process took. */
import { writeFileSync } from 'node:fs';

const file = process.env['PEAK_MEMORY_FILE'];
if (file !== undefined) process.on('exit', () => writeFileSync(file, String(process.resourceUsage().maxRSS)));
