/** Workflows of projects that call ours. */

type Inputs = Readonly<Record<string, string | boolean>>;

interface Caller {
  readonly events?: readonly string[];
  /** Left out, GitHub calls it by its file. */
  readonly name?: string;
}

/** Runs the migrations in `db/migrations`. */
export function callerOf(inputs: Inputs, { events = ['push', 'pull_request'], name }: Caller = {}): string {
  return `${name === undefined ? '' : `\nname: ${name}`}
on: [${events.join(', ')}]
permissions: {}
jobs:
  migrations:
    uses: org/migrate-action/.github/workflows/migrate.yml@v1
    permissions: { contents: read, pull-requests: write }
    with: ${JSON.stringify({ directory: 'db/migrations', ...inputs })}
`;
}

/** Comments on pull requests from forks, once `ci` has run for them. */
export function afterwardsOf(inputs: Inputs = {}): string {
  return `
on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: {}
jobs:
  comment:
    uses: org/migrate-action/.github/workflows/comment.yml@v1
    permissions: { actions: read, contents: read, pull-requests: write }
    with: ${JSON.stringify(inputs)}
`;
}
