import { admitted, afterAsking, closed, type Breaker, type BreakerSettings } from './breaker.js';
import { answers, EngineRefused, type AnsweredOrder, type TaxAnswer, type TaxProvider, type TaxQuestion } from './provider.js';

/**
 * Why an outside engine has not answered. OPEN: it was not asked, as it has failed too often lately. NONSENSE: it answered something else.
 * REFUSED: it does not take the question.
 */
export type NoAnswer = 'TIMEOUT' | 'FAILED' | 'NONSENSE' | 'REFUSED' | 'OPEN';

/** What came of asking. */
export type Asked =
  { readonly answer: TaxAnswer; readonly failure: null } | { readonly answer: null; readonly failure: NoAnswer };

/** How long an outside engine may take, and when it is left alone. */
export interface Patience extends BreakerSettings {
  readonly deadlineMs: number;
}

/** How patient a process is with an engine that buyers wait for. */
export const defaultPatience: Patience = { deadlineMs: 2000, mostFailures: 5, openMs: 30_000 };

/** Thrown instead of telling an engine something: it has taken nothing so often that it is left alone for a while. */
export class LeftAlone extends Error {
  constructor(readonly forMs: number) {
    super(`the tax engine is left alone for ${String(forMs)} ms`);
    this.name = 'LeftAlone';
  }
}

/** An outside engine that always answers in time, if only that it did not. */
export class GuardedProvider {
  private breaker: Breaker = closed;
  /** Of telling: an engine that takes no orders may still answer. */
  private telling: Breaker = closed;

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
    // whoever asks about an address that is none takes the engine from nobody
    const isWell = asked.failure === null || asked.failure === 'REFUSED';
    this.breaker = afterAsking(this.breaker, isWell, this.now(), this.patience);
    return asked;
  }

  /** Tells the engine what became of an order. @throws Error when it has not taken it in time, LeftAlone when it was not told: tell it again */
  async tell(what: 'commit' | 'void', order: AnsweredOrder): Promise<void> {
    const now = this.now();
    const { ask, breaker } = admitted(this.telling, now, this.patience);
    this.telling = breaker;
    if (!ask) throw new LeftAlone((breaker.openUntil ?? now) - now);
    const late = Symbol('late');
    let isWell = false;
    try {
      const told = await this.within(async (signal) => this.provider[what](order, signal), late);
      if (told === late) throw new Error(`the tax engine ${this.provider.code} did not take an order in time`);
      isWell = true;
    } catch (error) {
      isWell = error instanceof EngineRefused;
      throw error;
    } finally {
      this.telling = afterAsking(this.telling, isWell, this.now(), this.patience);
    }
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
    } catch (error) {
      return { answer: null, failure: error instanceof EngineRefused ? 'REFUSED' : 'FAILED' };
    }
  }
}
