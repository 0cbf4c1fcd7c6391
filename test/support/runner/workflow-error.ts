/** A workflow or action that GitHub would refuse, as the one who wrote it is told. */
export class WorkflowError extends Error {
  readonly mistakes: readonly string[];

  constructor(...mistakes: readonly string[]) {
    super(mistakes.join('\n'));
    this.name = 'WorkflowError';
    this.mistakes = mistakes;
  }
}
