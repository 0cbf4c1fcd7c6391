/** Workflows of projects that call ours. */

/** Comments on pull requests from forks, once `ci` has run for them. */
export const AFTERWARDS = `
on: { workflow_run: { workflows: [ci], types: [completed] } }
permissions: {}
jobs:
  comment:
    uses: org/migrate-action/.github/workflows/comment.yml@v1
    permissions: { actions: read, contents: read, pull-requests: write }
`;
