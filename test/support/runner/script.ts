/** `run`: a script in a shell. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { asText, fill } from './expressions.ts';
import { runProcess } from './process.ts';
import { type StepEnd, type StepRun, withCommandFiles } from './step.ts';
import { WorkflowError } from './workflow-error.ts';

/** As GitHub starts them; without a word about the shell, a script does not fail in the middle of a pipe. */
const SHELLS: Readonly<Record<string, string>> = {
  '': 'bash -e {0}',
  bash: 'bash --noprofile --norc -e -o pipefail {0}',
  sh: 'sh -e {0}',
};

export async function runScript(run: StepRun, script: string): Promise<StepEnd> {
  const { job, file, contexts, frame } = run;
  const { defaults, places } = job.setting;
  // What a workflow says of scripts is not said of those in composite actions.
  const preset = frame.inputs === undefined ? defaults.run : undefined;
  const text = (value: string) => asText(fill(value, { contexts }));
  const shell = text(file.shell ?? preset?.shell ?? '');
  const directory = path.resolve(
    places.workspace,
    text(file['working-directory'] ?? preset?.['working-directory'] ?? '.'),
  );
  const place = job.newPlace();
  await mkdir(place, { recursive: true });
  const scriptFile = path.join(place, 'script.sh');
  await writeFile(scriptFile, text(script));
  const template = SHELLS[shell] ?? shell;
  if (!template.includes('{0}')) throw new WorkflowError(`This runner has no shell ${shell}.`);
  const command = template.split(' ').map((word) => word.replace('{0}', scriptFile));
  return withCommandFiles(run, (env) =>
    runProcess(command, {
      cwd: directory,
      env: job.environment(contexts, env),
      onLine: (line) => {
        run.log.read(line);
      },
      signal: run.signal,
    }),
  );
}
