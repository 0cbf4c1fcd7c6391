/** When something that runs is told to end, and why. */

export type Reason = 'cancelled' | 'late';

export class Watch {
  readonly #ending = new AbortController();
  readonly #undone: (() => void)[] = [];
  #reason: Reason | undefined;

  /** Aborted when it is to end. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** The first one, if it was told to end. */
  get reason(): Reason | undefined {
    return this.#reason;
  }

  /** @param goesOn asked at that moment: what says `always()` is not cancelled with what is around it */
  endWith(around: AbortSignal, goesOn: () => boolean = () => false): void {
    const end = () => {
      if (!goesOn()) this.#end('cancelled');
    };
    around.addEventListener('abort', end);
    this.#undone.push(() => {
      around.removeEventListener('abort', end);
    });
  }

  endAfter(minutes: number): void {
    const timer = setTimeout(() => {
      this.#end('late');
    }, minutes * 60_000);
    this.#undone.push(() => {
      clearTimeout(timer);
    });
  }

  /** It has ended by itself. */
  stop(): void {
    for (const undo of this.#undone.splice(0)) undo();
  }

  #end(reason: Reason): void {
    this.#reason ??= reason;
    this.#ending.abort();
  }
}
