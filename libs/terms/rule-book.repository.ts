import { Injectable } from '@nestjs/common';
import { readConventions } from '#channels';
import { readPriceLists } from '#pricing';
import type { LocalizedText } from '#kernel';
import { Database, statement } from '#platform/db';
import { revisionOf, rulesTopic } from '#platform/broadcast';
import { callableThings } from '#promotions/rules';
import { readGroups, readPromotions } from '#promotions';
import { readShippingMethods } from '#shipping';
import type { PromotionTerms } from '#engine';
import { readTaxRules } from '#tax';
import { RuleBook, type Rules } from './rule-book.js';

const clocks = statement<{ store: boolean; id: string; time_zone: string }>(
  'terms.clocks',
  `select true store, id, time_zone from location where time_zone is not null
   union all select false, id, time_zone from channel`,
);

/** Where clocks are read: in stores, and in channels where there is no store. */
async function readClocks(db: Database): Promise<Pick<Rules, 'storeZones' | 'timeZones'>> {
  const rows = await db.read(clocks);
  const zonesOf = (stores: boolean) =>
    rows.filter(({ store }) => store === stores).map(({ id, time_zone }) => [id, time_zone] as const);
  return { storeZones: new Map(zonesOf(true)), timeZones: new Map(zonesOf(false)) };
}

const names = statement<{ id: string; name: LocalizedText }>(
  'terms.names',
  'select id, name from category where id = any($1::text[]) union all select id, name from product where id = any($1::text[])',
);

/** What the things are called that codes ask for: whose code does not apply is told what is missing. */
async function readNames(db: Database, promotions: readonly PromotionTerms[]): Promise<ReadonlyMap<string, LocalizedText>> {
  const asked = promotions.filter(({ code, singleUse }) => code !== null || singleUse);
  const ids = new Set(asked.flatMap(({ conditions }) => callableThings(conditions.map(({ definition }) => definition))));
  const rows = ids.size > 0 ? await db.read(names, [[...ids]]) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Reads all rules, of one version: those that change meanwhile are read again. */
@Injectable()
export class RuleBookRepository {
  /** As they were last read: what has not changed is not read again. */
  private promotions: ReadonlyMap<string, PromotionTerms> = new Map();

  constructor(private readonly database: Database) {}

  /** The version that the rules have now. */
  version(): Promise<bigint> {
    return revisionOf(this.database, rulesTopic);
  }

  async read(): Promise<RuleBook> {
    for (;;) {
      const version = await this.version();
      const [conventions, lists, promotions, groups, clocks, tax, shippingMethods] = await Promise.all([
        readConventions(this.database),
        readPriceLists(this.database),
        readPromotions(this.database, this.promotions),
        readGroups(this.database),
        readClocks(this.database),
        readTaxRules(this.database),
        readShippingMethods(this.database),
      ]);
      if ((await this.version()) !== version) continue;
      const names = await readNames(this.database, promotions);
      this.promotions = new Map(promotions.map((promotion) => [promotion.id, promotion]));
      const { zones: taxZones, rates: taxRates } = tax;
      return new RuleBook({
        version,
        conventions,
        lists,
        promotions,
        groups,
        names,
        ...clocks,
        taxZones,
        taxRates,
        shippingMethods,
      });
    }
  }
}
