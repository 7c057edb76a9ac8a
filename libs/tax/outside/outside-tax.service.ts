import { Injectable } from '@nestjs/common';
import { Database } from '#platform/db';
import { GuardedProvider, type NoAnswer } from './guarded.provider.js';
import { keepingAnswer, keptAnswer } from './outside-tax.repository.js';
import type { TaxAnswer, TaxQuestion } from './provider.js';
import { taxProviders } from './providers/registry.js';

/** By what goods are taxed: an outside engine's answer, or the tables and why. */
export type OutsideTaxes =
  | { readonly source: 'PROVIDER' | 'KEPT'; readonly answer: TaxAnswer }
  /** NOT_ASKED: nothing is kept for the question, and nobody was to be waited for. UNKNOWN: there is no such engine. */
  | { readonly source: 'TABLES'; readonly reason: NoAnswer | 'NOT_ASKED' | 'UNKNOWN' };

/** Asks outside engines, outside any transaction, keeps what they answer, and falls back to the tables. */
@Injectable()
export class OutsideTaxService {
  private readonly providers: ReadonlyMap<string, GuardedProvider>;

  constructor(private readonly db: Database) {
    this.providers = new Map(taxProviders.map((provider) => [provider.code, new GuardedProvider(provider)]));
  }

  /** What is kept for the question. Nobody waits: this is what carts are shown and orders are placed by. */
  async known(provider: string, question: TaxQuestion): Promise<OutsideTaxes> {
    const answer = await keptAnswer(this.db, provider, question);
    return answer ? { source: 'KEPT', answer } : { source: 'TABLES', reason: 'NOT_ASKED' };
  }

  /** What is kept for the question, or else what the engine answers within its deadline; that is kept. */
  async assess(code: string, question: TaxQuestion): Promise<OutsideTaxes> {
    const provider = this.providers.get(code);
    if (!provider) return { source: 'TABLES', reason: 'UNKNOWN' };
    const known = await this.known(code, question);
    if (known.source === 'KEPT') return known;
    const { answer, failure } = await provider.ask(question);
    if (failure !== null) return { source: 'TABLES', reason: failure };
    await this.db.commit([keepingAnswer(code, question, answer)]);
    return { source: 'PROVIDER', answer };
  }
}
