/**
 * The part of GitHub's toolkit (`@actions/core`) that the action uses, as a port: the real one is loaded only inside a job, where
 * its half second of start-up has somebody to serve.
 */
export interface Toolkit {
  getInput(name: string): string;
  setOutput(name: string, value: unknown): void;
  exportVariable(name: string, value: string): void;
  setSecret(secret: string): void;
  saveState(name: string, value: unknown): void;
  getState(name: string): string;
  setFailed(message: string): void;
  error(message: string, place?: AnnotationPlace): void;
  warning(message: string, place?: AnnotationPlace): void;
  notice(message: string, place?: AnnotationPlace): void;
  info(message: string): void;
}

export interface AnnotationPlace {
  readonly title?: string;
  readonly file?: string;
  readonly startLine?: number;
  readonly startColumn?: number;
}

export async function loadToolkit(): Promise<Toolkit> {
  return await import('@actions/core');
}
