interface Remembered<Answer> {
  readonly until: number;
  readonly answer: Promise<Answer>;
}

/** Answers that are believed for a while before they are asked for again: what everybody asks for costs one question meanwhile. */
export class Believed<Answer> {
  private readonly remembered = new Map<string, Remembered<Answer>>();

  constructor(
    private readonly ask: (key: string) => Promise<Answer>,
    private readonly milliseconds = 1000,
    /** How many are remembered: strangers who try names must not fill the memory. */
    private readonly most = 1000,
  ) {}

  /** The answer, at most so old. */
  get(key: string): Promise<Answer> {
    const now = Date.now();
    const known = this.remembered.get(key);
    if (known && known.until > now) return known.answer;
    this.remembered.delete(key);
    if (this.remembered.size >= this.most) this.remembered.delete(this.remembered.keys().next().value ?? '');
    const asked: Remembered<Answer> = { until: now + this.milliseconds, answer: this.ask(key) };
    this.remembered.set(key, asked);
    // a database that did not answer is asked again by the next request
    asked.answer.catch(() => {
      if (this.remembered.get(key) === asked) this.remembered.delete(key);
    });
    return asked.answer;
  }

  /** Forgets one answer, or all: the next who wants it asks. */
  forget(key?: string): void {
    if (key === undefined) this.remembered.clear();
    else this.remembered.delete(key);
  }
}
