import { Injectable } from '@nestjs/common';
import type { Terms } from '#engine';
import type { Context } from '#kernel';
import { Database } from '#platform/db';
import { listsAt, listVersionsSince, readConversionRates } from '#pricing';
import { formerTerms, readChangedRules, rulesAt, type FormerRules } from '#promotions';
import type { RuleBook } from './rule-book.js';
import { TermsService } from './terms.service.js';

/** The rules as they were known at an instant. */
export interface RulesThen {
  readonly terms: Terms;
  /** The promotions that have been changed since, as they were; null: there was none yet. */
  readonly promotions: FormerRules['promotions'];
}

/** Tells what the rules were at an instant, in epoch milliseconds, in the channel of a request. */
export type RulesAt = (context: Context, at: number) => RulesThen;

/** What price lists, promotions and their groups were; conventions, taxes and shipping are those of now, taxes and conversion rates by their dates. */
@Injectable()
export class FormerRulesService {
  constructor(
    private readonly db: Database,
    private readonly terms: TermsService,
  ) {}

  /** What the rules were at any instant from this one on: read once, however many are asked about. */
  async since(since: Date): Promise<RulesAt> {
    const [versions, changed, conversionRates] = await Promise.all([
      listVersionsSince(this.db, since),
      readChangedRules(this.db, since),
      readConversionRates(this.db, since),
    ]);
    const instants = [...versions.map(({ from }) => from), ...changed.changes.map(({ at }) => at)].map((each) => each.getTime());
    const books = new Map<number, { readonly book: RuleBook; readonly promotions: FormerRules['promotions'] }>();
    return (context, at) => {
      // between two changes the rules are the same
      const later = instants.filter((each) => each > at).length;
      let then = books.get(later);
      if (!then) {
        const { promotions, groups } = rulesAt(changed, at);
        const book = this.terms.bookWith({
          lists: listsAt(versions, at),
          promotions: formerTerms(promotions),
          few: { groups, conversionRates },
        });
        then = { book, promotions };
        books.set(later, then);
      }
      return { terms: then.book.of(context.channel), promotions: then.promotions };
    };
  }
}
