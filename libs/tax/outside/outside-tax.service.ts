import { Injectable } from '@nestjs/common';
import type { Assessable } from '#engine';
import { Config } from '#platform/config';
import { Database } from '#platform/db';
import { GuardedProvider, type NoAnswer } from './guarded.provider.js';
import { classCodes, keepingAnswer, keptAnswer } from './outside-tax.repository.js';
import type { AnsweredOrder, TaxAnswer, TaxQuestion } from './provider.js';
import { taxProvidersAt } from './providers/registry.js';

/** Why there is no answer. UNKNOWN: there is no such engine, or its address is not configured. */
export type NoOutsideAnswer = NoAnswer | 'UNKNOWN';

/** By what goods are taxed: an outside engine's answer, or the tables and why. */
export type OutsideTaxes =
  | { readonly source: 'PROVIDER' | 'KEPT'; readonly answer: TaxAnswer }
  | { readonly source: 'TABLES'; readonly reason: NoOutsideAnswer };

/** What an engine is asked about a basket: its classes by id. */
export interface OutsideQuestion extends Omit<TaxQuestion, 'charges'> {
  readonly charges: readonly Assessable[];
}

/** What was asked, and what came of it. */
export type AskedOutside = { readonly provider: string; readonly question: TaxQuestion } & (
  { readonly answer: TaxAnswer; readonly failure: null } | { readonly answer: null; readonly failure: NoOutsideAnswer }
);

/** Asks outside engines, outside any transaction, keeps what they answer, and falls back to the tables. */
@Injectable()
export class OutsideTaxService {
  private readonly providers: ReadonlyMap<string, GuardedProvider>;

  constructor(
    private readonly db: Database,
    { taxEngine }: Config,
  ) {
    this.providers = new Map(taxProvidersAt(taxEngine).map((provider) => [provider.code, new GuardedProvider(provider)]));
  }

  /** What is kept for the question, or else what the engine answers within its deadline; that is kept. */
  async assess(code: string, question: TaxQuestion): Promise<OutsideTaxes> {
    const provider = this.providers.get(code);
    if (!provider) return { source: 'TABLES', reason: 'UNKNOWN' };
    const kept = await keptAnswer(this.db, code, question);
    if (kept) return { source: 'KEPT', answer: kept };
    const { answer, failure } = await provider.ask(question);
    if (failure !== null) return { source: 'TABLES', reason: failure };
    await this.db.commit([keepingAnswer(code, question, answer)]);
    return { source: 'PROVIDER', answer };
  }

  /** Asks about a basket: its classes are called what the engine knows them by. */
  async ask(provider: string, { charges, ...asked }: OutsideQuestion): Promise<AskedOutside> {
    const codes = await classCodes(this.db);
    const question = {
      ...asked,
      charges: charges.map(({ taxClassId, ...charge }) => ({ ...charge, taxClass: codes.get(taxClassId) ?? taxClassId })),
    };
    const taxes = await this.assess(provider, question);
    return taxes.source === 'TABLES'
      ? { provider, question, answer: null, failure: taxes.reason }
      : { provider, question, answer: taxes.answer, failure: null };
  }

  /** Tells an engine what became of an order that stands by its answer. @throws Error when it has not taken it, LeftAlone when it was not told: tell it again later */
  async tell(code: string, what: 'commit' | 'void', order: AnsweredOrder): Promise<void> {
    const provider = this.providers.get(code);
    if (!provider) throw new Error(`there is no tax engine ${code} to tell of an order`);
    await provider.tell(what, order);
  }
}
