import { admitted, afterAsking, closed, type Breaker, type BreakerSettings } from './breaker.js';
import { answers, type AnsweredOrder, type TaxAnswer, type TaxProvider, type TaxQuestion } from './provider.js';

/** Why an outside engine has not answered. OPEN: it was not asked, as it has failed too often lately. NONSENSE: it answered something else. */
export type NoAnswer = 'TIMEOUT' | 'FAILED' | 'NONSENSE' | 'OPEN';

/** What came of asking. */
export type Asked =
  { readonly answer: TaxAnswer; readonly failure: null } | { readonly answer: null; readonly failure: NoAnswer };

/** How long an outside engine may take, and when it is left alone. */
export interface Patience extends BreakerSettings {
  readonly deadlineMs: number;
}

/** How patient a process is with an engine that buyers wait for. */
export const defaultPatience: Patience = { deadlineMs: 2000, mostFailures: 5, openMs: 30_000 };

/** An outside engine that always answers in time, if only that it did not. */
export class GuardedProvider {
  private breaker: Breaker = closed;

  constructor(
    private readonly provider: TaxProvider,
    private readonly patience: Patience = defaultPatience,
    private readonly now: () => number = Date.now,
  ) {}

  /** The engine's answer, or why there is none; never later than the deadline, and never an error. */
  async ask(question: TaxQuestion): Promise<Asked> {
    const { ask, breaker } = admitted(this.breaker, this.now(), this.patience);
    this.breaker = breaker;
    if (!ask) return { answer: null, failure: 'OPEN' };
    const asked = await this.inTime(question);
    this.breaker = afterAsking(this.breaker, asked.failure === null, this.now(), this.patience);
    return asked;
  }

  /** Tells the engine what became of an order. @throws Error when it has not taken it in time: whoever tells it, tells it again */
  async tell(what: 'commit' | 'void', order: AnsweredOrder): Promise<void> {
    const late = Symbol('late');
    const told = await this.within(async (signal) => this.provider[what](order, signal), late);
    if (told === late) throw new Error(`the tax engine ${this.provider.code} did not take an order in time`);
  }

  private async inTime(question: TaxQuestion): Promise<Asked> {
    return this.within<Asked>((signal) => this.answer(question, signal), { answer: null, failure: 'TIMEOUT' });
  }

  /** What comes of the work, or what stands for its being late. */
  private async within<T, L = T>(work: (signal: AbortSignal) => Promise<T>, late: L): Promise<T | L> {
    const stopping = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const over = new Promise<L>((resolve) => {
      timer = setTimeout(() => {
        resolve(late);
        stopping.abort();
      }, this.patience.deadlineMs);
    });
    try {
      return await Promise.race([work(stopping.signal), over]);
    } finally {
      clearTimeout(timer);
    }
  }

  private async answer(question: TaxQuestion, signal: AbortSignal): Promise<Asked> {
    try {
      const answer = await this.provider.assess(question, signal);
      return answers(question, answer) ? { answer, failure: null } : { answer: null, failure: 'NONSENSE' };
    } catch {
      return { answer: null, failure: 'FAILED' };
    }
  }
}
