import { admitted, afterAsking, closed, type Breaker, type BreakerSettings } from './breaker.js';
import { answers, type TaxAnswer, type TaxProvider, type TaxQuestion } from './provider.js';

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

  private async inTime(question: TaxQuestion): Promise<Asked> {
    const stopping = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<Asked>((resolve) => {
      timer = setTimeout(() => {
        resolve({ answer: null, failure: 'TIMEOUT' });
        stopping.abort();
      }, this.patience.deadlineMs);
    });
    try {
      return await Promise.race([this.answer(question, stopping.signal), late]);
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
