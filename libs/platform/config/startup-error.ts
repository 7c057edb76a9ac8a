/** Why the process cannot start: one sentence for whoever started it, with what to do. It is shown without a stack. */
export class StartupError extends Error {
  constructor(sentence: string) {
    super(sentence);
    this.name = 'StartupError';
  }
}
