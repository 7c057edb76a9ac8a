import { Injectable } from '@nestjs/common';
import { readConventions } from '#channels';
import { readConversionRates, readPriceLists } from '#pricing';
import type { LocalizedText } from '#kernel';
import { Database, statement } from '#platform/db';
import { revisionOf, rulesTopic } from '#platform/broadcast';
import { callableThings } from '#promotions/rules';
import { readGroups, readPromotions } from '#promotions';
import { readShippingMethods } from '#shipping';
import { isAskedFor, type PromotionTerms } from '#engine';
import { readTaxRules } from '#tax';
import { RuleBook, type FewRules } from './rule-book.js';
import { rulesChanged, type ChangedRules } from './rule-changes.repository.js';

const clocks = statement<{ store: boolean; id: string; time_zone: string }>(
  'terms.clocks',
  `select true store, id, time_zone from location where time_zone is not null
   union all select false, id, time_zone from channel`,
);

/** Where clocks are read: in stores, and in channels where there is no store. */
async function readClocks(db: Database): Promise<Pick<FewRules, 'storeZones' | 'timeZones'>> {
  const rows = await db.read(clocks);
  const zonesOf = (stores: boolean) =>
    rows.filter(({ store }) => store === stores).map(({ id, time_zone }) => [id, time_zone] as const);
  return { storeZones: new Map(zonesOf(true)), timeZones: new Map(zonesOf(false)) };
}

const names = statement<{ id: string; name: LocalizedText }>(
  'terms.names',
  'select id, name from category where id = any($1::text[]) union all select id, name from product where id = any($1::text[])',
);

/** What the things are called that these promotions name, which are had for codes: whose code does not apply is told what is missing. */
async function readNames(db: Database, asked: readonly PromotionTerms[]): Promise<ReadonlyMap<string, LocalizedText>> {
  const ids = new Set(asked.flatMap(({ conditions }) => callableThings(conditions.map(({ definition }) => definition))));
  const rows = ids.size > 0 ? await db.read(names, [[...ids]]) : [];
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Reads each kind of rules of which there are few, by the kind under which the database notes a change of one. */
const few = {
  channel: async (db: Database) => ({ conventions: await readConventions(db), ...(await readClocks(db)) }),
  location: readClocks,
  promotion_group: async (db: Database) => ({ groups: await readGroups(db) }),
  shipping_method: async (db: Database) => ({ shippingMethods: await readShippingMethods(db) }),
  conversion_rate: async (db: Database) => ({ conversionRates: await readConversionRates(db) }),
  tax: async (db: Database) => {
    const { zones, rates } = await readTaxRules(db);
    return { taxZones: zones, taxRates: rates };
  },
} satisfies Readonly<Record<string, (db: Database) => Promise<Partial<FewRules>>>>;

/** Reads all rules, of one version: first the whole of them, then what has changed. */
@Injectable()
export class RuleBookRepository {
  /** What was read last, and what the database could see then. */
  private last: { readonly book: RuleBook; readonly snapshot: string } | null = null;

  constructor(private readonly db: Database) {}

  /** The version that the rules have now. */
  version(): Promise<bigint> {
    return revisionOf(this.db, rulesTopic);
  }

  /** The rules as they are now: those that change meanwhile are read again. */
  async read(): Promise<RuleBook> {
    for (;;) {
      const { last } = this;
      const { version, snapshot, changed } = await rulesChanged(this.db, last?.snapshot ?? null);
      const book = last && changed ? await this.after(last.book, changed, version) : await this.whole(version);
      // also where it is of no version: what it has not seen is read on top of it
      this.last = { book, snapshot };
      if ((await this.version()) === version) return book;
    }
  }

  private async whole(version: bigint): Promise<RuleBook> {
    const { db } = this;
    const [lists, promotions, channels, groups, methods, taxes, conversions] = await Promise.all([
      readPriceLists(db),
      readPromotions(db),
      few.channel(db),
      few.promotion_group(db),
      few.shipping_method(db),
      few.tax(db),
      few.conversion_rate(db),
    ]);
    const asked = promotions.filter(isAskedFor);
    const rules = { names: await readNames(db, asked), ...channels, ...groups, ...methods, ...taxes, ...conversions };
    return RuleBook.of({ version, lists, promotions, ...rules });
  }

  /** The book with what has changed since: nothing else is read. */
  private async after(book: RuleBook, changed: ChangedRules, version: bigint): Promise<RuleBook> {
    const { promotion = [], price_list: list = [] } = changed;
    const kinds = Object.entries(few).filter(([kind]) => kind in changed);
    const [promotions, lists, ...others] = await Promise.all([
      promotion.length > 0 ? readPromotions(this.db, promotion) : [],
      list.length > 0 ? readPriceLists(this.db, list) : [],
      ...kinds.map(([, read]): Promise<Partial<FewRules>> => read(this.db)),
    ]);
    const changedPromotions = changesOf(promotion, promotions);
    const asked = [...book.asked.filter(({ id }) => !changedPromotions.has(id)), ...promotions.filter(isAskedFor)];
    // who is called otherwise has changed no rule, so names are read with any change
    const names = { names: await readNames(this.db, asked) };
    const given = others.reduce<Partial<FewRules>>((all, each) => ({ ...all, ...each }), names);
    return book.changed({ version, lists: changesOf(list, lists), promotions: changedPromotions, few: given });
  }
}

/** What there is of these ids; undefined: nothing any more. */
function changesOf<K extends string, V extends { readonly id: K }>(
  ids: readonly string[],
  found: readonly V[],
): Map<K, V | undefined> {
  const byId = new Map<string, V>(found.map((each) => [each.id, each]));
  return new Map(ids.map((id) => [id as K, byId.get(id)]));
}
