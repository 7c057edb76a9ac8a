import fc from 'fast-check';
import {
  defaultConventions,
  everybody,
  parseAction,
  parseConditions,
  type Audience,
  type PriceListTerms,
  type PromotionTerms,
} from '#engine';
import { currencyOf, type Id } from '#kernel';
import type { FewRules, RuleChanges, Rules } from './rule-book.js';

/** The instant around which rules begin and end. */
export const noon = Date.UTC(2027, 2, 28, 12);

const hour = 3_600_000;
const bound = fc.option(fc.constantFrom(noon - hour, noon, noon + hour));
const validity = { validFrom: bound, validTo: bound };
const local = fc.constantFrom({ from: '2027-03-28T13:00', to: null }, { from: null, to: '2027-03-28T12:00' });
const number = fc.integer({ min: 0, max: 11 });

const conditions = fc.constantFrom<object[]>(
  [],
  [{ type: 'group', ids: ['cgr_a'] }],
  [{ type: 'store', ids: ['loc_ams', 'loc_nyc'] }],
  [{ type: 'channel', ids: ['chan_web'] }],
  [{ type: 'contains', items: { type: 'variant', ids: ['var_a'] } }],
);

/** Any promotion of one of few ids, so that changes meet. */
export const anyPromotion: fc.Arbitrary<PromotionTerms> = fc
  .record({
    number,
    sequence: fc.integer({ min: 0, max: 3 }),
    conditions,
    percent: fc.integer({ min: 1, max: 20 }).map(String),
    codes: fc.subarray(['ONE', 'one', 'Two', 'three']),
    singleUse: fc.boolean(),
    local: fc.option(local, { nil: undefined }),
    version: fc.bigInt({ min: 1n, max: 9n }),
    groupId: fc.constantFrom('grp_a', null),
    ...validity,
  })
  .map(({ number: id, percent, codes, singleUse, conditions: asked, local: window, ...rule }) => ({
    ...{
      ...rule,
      id: `promo_${String(id)}` as Id<'promotion'>,
      name: { en: `Offer ${String(id)}` },
      lane: 'ORDER',
      limited: false,
    },
    // by itself, unless it is had for codes
    ...{ code: id < 6 ? null : (codes[0] ?? null), codes: id < 6 ? [] : codes, singleUse: id >= 6 && singleUse },
    ...(window && { local: window }),
    conditions: parseConditions(asked),
    action: parseAction({ type: 'percent_off_order', percent }, 'ORDER'),
  }));

const audience: fc.Arbitrary<Partial<Audience>> = fc.constantFrom(
  {},
  { channelIds: ['chan_web' as Id<'channel'>] },
  { channelIds: ['chan_till' as Id<'channel'>], groupIds: ['cgr_a' as Id<'customerGroup'>] },
  { customerIds: ['cus_a' as Id<'customer'>] },
  { organizationIds: ['org_a' as Id<'organization'>] },
  { locationIds: ['loc_ams' as Id<'location'>] },
  { countries: ['NL'] },
);

const listId = (each: number): Id<'priceList'> => `pl_${String(each)}` as Id<'priceList'>;

/** Any price list of one of few ids; some take their prices off another one. */
export const anyList: fc.Arbitrary<PriceListTerms> = fc
  .record({ number, audience, priority: fc.nat(2), source: fc.option(number), ...validity })
  .map(({ number: id, audience: named, source, ...rule }) => ({
    ...{ ...rule, id: listId(id), code: `list ${String(id)}`, entry: 'GROSS', tierMode: 'VOLUME', currency: currencyOf('EUR') },
    audience: { ...everybody, ...named },
    ...(source !== null && source !== id && { derived: { listId: listId(source), percent: 10_000_000n, plus: 0n } }),
  }));

const percents = fc.constantFrom(21_000_000n, 6_000_000n);
const method = { countries: [], kind: 'PICKUP' as const, taxClassId: 'txc' as Id<'taxClass'>, rates: new Map() };

/** Any of the rules of which there are few. */
export const anyFew: fc.Arbitrary<FewRules> = fc
  .record({
    percent: percents,
    codeCase: fc.constantFrom('SENSITIVE' as const, 'INSENSITIVE' as const),
    validTo: bound,
    mode: fc.constantFrom('FIRST' as const, 'STACK' as const),
  })
  .map(({ percent, codeCase, validTo, mode }) => ({
    conventions: new Map([['chan_web' as Id<'channel'>, { ...defaultConventions, codeCase }]]),
    timeZones: new Map([['chan_web', 'America/New_York']]),
    storeZones: new Map([['loc_ams', 'Europe/Amsterdam']]),
    groups: [{ id: 'grp_a', parentId: null, mode, scope: 'ORDER', stacking: 'COMBINES', sequence: 1 }],
    names: new Map(),
    taxZones: [{ id: 'txz' as Id<'taxZone'>, countries: ['NL'] }],
    taxRates: [
      {
        ...{ id: 'txr' as Id<'taxRate'>, classId: 'txc' as Id<'taxClass'>, zoneId: 'txz' as Id<'taxZone'>, name: 'VAT' },
        ...{ percent, validFrom: null, validTo },
      },
    ],
    shippingMethods: [
      { ...method, id: 'ship_all' as Id<'shippingMethod'>, code: 'all', name: { en: 'all' }, channelId: null },
      {
        ...method,
        id: 'ship_till' as Id<'shippingMethod'>,
        code: 'till',
        name: { en: 'till' },
        channelId: 'chan_till' as Id<'channel'>,
      },
    ],
  }));

/** What may become of rules in one go: some come or are others, some are gone. */
export const anyChanges: fc.Arbitrary<Omit<RuleChanges, 'version'>> = fc
  .record({
    lists: fc.array(anyList, { maxLength: 4 }),
    promotions: fc.array(anyPromotion, { maxLength: 4 }),
    gone: fc.array(number, { maxLength: 3 }),
    few: fc.option(
      anyFew.chain((few) =>
        fc
          .subarray(Object.keys(few))
          .map((keys) => Object.fromEntries(Object.entries(few).filter(([key]) => keys.includes(key)))),
      ),
    ),
  })
  .map(({ lists, promotions, gone, few }) => ({
    lists: new Map<Id<'priceList'>, PriceListTerms | undefined>([
      ...lists.map((each) => [each.id, each] as const),
      ...gone.map((each) => [listId(each), undefined] as const),
    ]),
    promotions: new Map<string, PromotionTerms | undefined>([
      ...promotions.map((each) => [each.id, each] as const),
      ...gone.map((each) => [`promo_${String(each)}`, undefined] as const),
    ]),
    few: few ?? {},
  }));

/** The rules after a change, as they would be read from the start. */
export function rulesAfter(rules: Rules, { version, lists, promotions, few }: RuleChanges): Rules {
  return {
    ...rules,
    ...few,
    version,
    lists: [...new Map([...rules.lists.map((each) => [each.id, each] as const), ...lists]).values()].flatMap(
      (each) => each ?? [],
    ),
    promotions: [
      ...new Map([...rules.promotions.map((each) => [each.id as string, each] as const), ...promotions]).values(),
    ].flatMap((each) => each ?? []),
  };
}
