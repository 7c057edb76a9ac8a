import fc from 'fast-check';
import type { Id } from '#kernel';
import { anyCase } from '../any-basket.arbitrary.js';
import { aBasket, aLine, aList, aPrice, aPromotion, aTerms, noon } from '../builders.js';
import { fromJson, toJson } from '../json.js';
import { priceBasket } from '../price-basket.js';
import { everybody } from '../prices/audience.js';
import { parseConditions } from '../promotions/parse.js';
import type { PromotionTerms } from '../promotions/promotion.js';
import { termsFrom, type StoredRules } from '../stored-rules.js';
import { changedSince, fingerprintsOf, rulesOf, snapshotId, type RuleSnapshot } from './rule-snapshot.js';
import { storeRules } from './store-rules.js';

const store = 'loc_dam' as Id<'location'>;
const promotion = (number: number, percent = '5'): PromotionTerms =>
  aPromotion(percent, { id: `promo_${number}` as Id<'promotion'>, sequence: number });
const rulesWith = (promotions: readonly PromotionTerms[]): StoredRules => storeRules(aTerms({ promotions }), store, noon);

function snapshot(rules: StoredRules, before: StoredRules | null): RuleSnapshot {
  const delta = before && changedSince(rules, fingerprintsOf(before));
  return fromJson(
    toJson<RuleSnapshot>({
      id: snapshotId(store, rules),
      version: rules.version,
      locationId: store,
      issuedAt: noon,
      expiresAt: noon + 1,
      since: before && delta ? snapshotId(store, before) : null,
      ...(delta ?? { rules, removed: [] }),
    }),
  );
}

const ten = Array.from({ length: 10 }, (_, number) => promotion(number));

it('prices as the rules that it was made of, whatever they are', () => {
  fc.assert(
    fc.property(anyCase, ({ promotions, groups, conventions, basket }) => {
      const terms = aTerms({ promotions, groups, conventions });
      const here = { ...basket, locationId: store };
      const sent = snapshot(storeRules(terms, store, noon), null);
      const priced = priceBasket(termsFrom(rulesOf(sent, null)), here, noon, { explain: true });
      expect(toJson(priced)).toBe(toJson(priceBasket(terms, here, noon, { explain: true })));
    }),
    { numRuns: 100 },
  );
});

it('tells what changed, what came and what went, and comes to the same rules', () => {
  const before = rulesWith(ten);
  const after = rulesWith([promotion(0, '50'), ...ten.slice(2), promotion(10)]);
  const sent = snapshot(after, before);
  expect(sent.since).toBe(snapshotId(store, before));
  expect(sent.rules.promotions.map(({ id }) => id)).toEqual(['promo_0', 'promo_10']);
  expect(sent.rules.lists).toEqual([]);
  expect(sent.removed).toEqual(['promotions/promo_1']);
  const known = rulesOf(snapshot(before, null), null);
  const basket = aBasket([aLine('2', [aPrice('10.00')])]);
  const total = (rules: StoredRules): bigint => priceBasket(termsFrom(rules), basket, noon).totals.total;
  expect(total(rulesOf(sent, known))).toBe(total(after));
  expect(total(after)).not.toBe(total(before));
});

it('is whole where more than half has changed', () => {
  const before = rulesWith(ten);
  const sent = snapshot(rulesWith(Array.from({ length: 30 }, (_, number) => promotion(number, '6'))), before);
  expect(sent.since).toBeNull();
  expect(sent.rules.promotions).toHaveLength(30);
});

it('that does not follow the known rules is refused', () => {
  const sent = snapshot(rulesWith([...ten, promotion(10)]), rulesWith(ten));
  expect(() => rulesOf(sent, null)).toThrow(RangeError);
  expect(() => rulesOf(sent, rulesOf(snapshot(rulesWith(ten.slice(1)), null), null))).toThrow(RangeError);
});

it('has the same name for the same rules, in whatever order they are read', () => {
  expect(snapshotId(store, rulesWith(ten.toReversed()))).toBe(snapshotId(store, rulesWith(ten)));
  expect(snapshotId(null, rulesWith(ten))).not.toBe(snapshotId(store, rulesWith(ten)));
});

it('holds what may apply in the store: nothing of other stores, of what is over, or of the contracts of others', () => {
  const list = (id: string, over: object = {}) => aList({ id: id as Id<'priceList'>, ...over });
  const audience = (over: object) => ({ audience: { ...everybody, ...over } });
  const lists = [
    list('pl_base'),
    list('pl_here', audience({ locationIds: [store] })),
    list('pl_there', audience({ locationIds: ['loc_nyc'] })),
    list('pl_contract', audience({ organizationIds: ['org_17'] })),
    list('pl_person', audience({ customerIds: ['cus_1'] })),
    list('pl_over', { validTo: noon }),
    list('pl_coming', { validFrom: noon + 1 }),
  ];
  const asking = (id: string, condition: object): PromotionTerms =>
    aPromotion('5', { id: id as Id<'promotion'>, conditions: parseConditions([condition]) });
  const promotions = [
    asking('promo_here', { type: 'store', ids: [store, 'loc_nyc'] }),
    asking('promo_there', { type: 'store', ids: ['loc_nyc'] }),
    asking('promo_org', { type: 'organization', ids: ['org_17'] }),
    asking('promo_group', { type: 'group', ids: ['cgr_1'] }),
    aPromotion('6', { id: 'promo_over' as Id<'promotion'>, validTo: noon }),
  ];
  const storeZones = new Map([
    ['loc_dam', 'Europe/Amsterdam'],
    ['loc_nyc', 'America/New_York'],
  ]);
  const rules = storeRules(aTerms({ lists, promotions, storeZones }), store, noon);
  expect(rules.lists.map(({ id }) => id)).toEqual(['pl_base', 'pl_coming', 'pl_here']);
  expect(rules.promotions.map(({ id }) => id)).toEqual(['promo_group', 'promo_here']);
  expect(rules.storeZones).toEqual([['loc_dam', 'Europe/Amsterdam']]);
});
