import { stranger, type Buyer, type Id } from '#kernel';
import { aBasket, aLine, aList, aPrice, aTerms, noon } from '../builders.js';
import type { Basket } from '../basket.js';
import { priceBasket } from '../price-basket.js';
import type { PriceListTerms } from '../terms.js';
import { admission, everybody, narrowedTo, type Asker, type Audience } from './audience.js';

const ids = <K extends 'organization' | 'customer' | 'customerGroup' | 'segment' | 'location' | 'channel'>(...names: string[]) =>
  names as Id<K>[];
const buyer: Buyer = {
  customerId: 'cus_ada' as Id<'customer'>,
  groupIds: ids<'customerGroup'>('grp_vip', 'grp_staff'),
  unitIds: ids<'organization'>('org_leaf', 'org_branch', 'org_root'),
  segmentIds: ids<'segment'>('seg_new', 'seg_loyal'),
};
const basket = { buyer, locationId: 'loc_store' as Id<'location'>, country: 'NL' };
const asker: Asker = { ...basket, channelId: 'chan_web' as Id<'channel'> };
const audience = (over: Partial<Audience>): Audience => ({ ...everybody, ...over });

/** An audience of each level that holds for the asker, the nearest first. */
const holding: readonly (readonly [string, Partial<Audience>, string | null])[] = [
  ['OWN_UNIT', { organizationIds: ids<'organization'>('org_leaf') }, 'org_leaf'],
  ['ANCESTOR', { organizationIds: ids<'organization'>('org_branch') }, 'org_branch'],
  ['ANCESTOR', { organizationIds: ids<'organization'>('org_root') }, 'org_root'],
  ['CUSTOMER', { customerIds: ids<'customer'>('cus_ada') }, 'cus_ada'],
  ['SEGMENT', { segmentIds: ids<'segment'>('seg_loyal') }, 'seg_loyal'],
  ['GROUP', { groupIds: ids<'customerGroup'>('grp_staff') }, 'grp_staff'],
  ['STORE', { locationIds: ids<'location'>('loc_store') }, 'loc_store'],
  ['COUNTRY', { countries: ['NL'] }, 'NL'],
  ['CHANNEL', { channelIds: ids<'channel'>('chan_web') }, 'chan_web'],
  ['BASE', {}, null],
];

/** Audiences of each dimension that do not hold for the asker. */
const strange: readonly Partial<Audience>[] = [
  { organizationIds: ids<'organization'>('org_other') },
  { customerIds: ids<'customer'>('cus_bob') },
  { segmentIds: ids<'segment'>('seg_other') },
  { groupIds: ids<'customerGroup'>('grp_other') },
  { locationIds: ids<'location'>('loc_other') },
  { countries: ['DE'] },
  { channelIds: ids<'channel'>('chan_till') },
];

describe('an audience', () => {
  it.each(holding)('%s lets in by what it names: %j', (level, over, by) => {
    expect(admission(audience(over), asker)).toMatchObject({ level, by });
  });

  it('is a set to which any of the buyer’s groups, and any of its own, will do', () => {
    const groupIds = ids<'customerGroup'>('grp_other', 'grp_staff');
    expect(admission(audience({ groupIds }), asker)).toMatchObject({ level: 'GROUP', by: 'grp_staff' });
  });

  it('lets in by the nearest of what it names, and only if all of it holds', () => {
    for (const [index, [level, near]] of holding.entries()) {
      for (const [, far] of holding.slice(index))
        expect(admission(audience({ ...far, ...near }), asker)).toMatchObject({ level });
    }
    for (const not of strange) {
      expect(admission(audience(not), asker)).toBeNull();
      for (const [, holds] of holding) {
        const [named] = Object.keys(not);
        if (!(named && named in holds)) expect(admission(audience({ ...holds, ...not }), asker)).toBeNull();
      }
    }
  });

  it('holds for units below the one it names, and not for those above or beside', () => {
    const organizationIds = ids<'organization'>('org_branch');
    const at = (...unitIds: string[]) =>
      admission(audience({ organizationIds }), { ...asker, buyer: { ...buyer, unitIds: unitIds as Id<'organization'>[] } });
    expect(at('org_branch', 'org_root')).toEqual({ level: 'OWN_UNIT', by: 'org_branch', distance: 0 });
    expect(at('org_x', 'org_leaf', 'org_branch', 'org_root')).toEqual({ level: 'ANCESTOR', by: 'org_branch', distance: 2 });
    expect([at('org_root'), at('org_sibling', 'org_root'), at()]).toEqual([null, null, null]);
  });

  it('keeps out strangers from whatever names somebody', () => {
    const nobody = { ...asker, buyer: stranger, locationId: null };
    const admitted = holding.filter(([, over]) => admission(audience(over), nobody) !== null).map(([level]) => level);
    expect(admitted).toEqual(['COUNTRY', 'CHANNEL', 'BASE']);
  });

  it('says the same of the asker when it is narrowed to it', () => {
    const many = audience({
      groupIds: ids<'customerGroup'>('grp_a', 'grp_vip', 'grp_b'),
      organizationIds: ids<'organization'>('org_a', 'org_root'),
      countries: ['NL', 'DE'],
    });
    const narrow = narrowedTo(many, asker);
    expect(narrow).toEqual({ ...everybody, groupIds: ['grp_vip'], organizationIds: ['org_root'], countries: ['NL'] });
    expect(admission(narrow, asker)).toEqual(admission(many, asker));
    const abroad = { ...asker, country: 'FR' };
    expect(narrowedTo(many, abroad).countries).toEqual(['NL']);
    expect(admission(narrowedTo(many, abroad), abroad)).toBeNull();
  });
});

describe('the list that is taken', () => {
  const [one, two] = ['pl_one', 'pl_two'] as Id<'priceList'>[];
  const prices = [aPrice('5', '0', { listId: one }), aPrice('9', '0', { listId: two })];

  function taken(a: Partial<PriceListTerms>, b: Partial<PriceListTerms>, over: Partial<Basket> = {}) {
    const terms = aTerms({ lists: [aList({ id: one, ...a }), aList({ id: two, ...b })] });
    const priced = (candidates = prices) =>
      priceBasket(terms, aBasket([aLine('1', candidates)], { ...basket, ...over }), noon, { explain: true });
    expect(priced(prices.toReversed()).lines[0]?.price?.id).toBe(priced().lines[0]?.price?.id);
    const [line] = priced().lines;
    return {
      price: line?.price?.id,
      by: line?.price?.admittedBy.level,
      why: priced().trace?.lines[0]?.candidates.map(({ verdict }) => verdict),
    };
  }

  it('is the nearest, dear as it is and whatever the priority of others', () => {
    for (const [index, [level, near]] of holding.entries()) {
      for (const [, far] of holding.slice(index + 1)) {
        const farList = { audience: audience(far), priority: 9, validFrom: noon - 1 };
        expect(taken(farList, { audience: audience(near) })).toEqual({ price: 'prc_9', by: level, why: ['OUTRANKED', 'TAKEN'] });
      }
    }
  });

  it('at one level is that of greater priority, then the narrower, then the later, then the smaller id', () => {
    const group = audience({ groupIds: ids<'customerGroup'>('grp_vip') });
    const narrower = audience({ groupIds: ids<'customerGroup'>('grp_staff'), countries: ['NL'] });
    const later = { validFrom: noon - 1 };
    expect(taken({ audience: narrower, ...later }, { audience: group, priority: 1 }).price).toBe('prc_9');
    expect(taken({ audience: group, ...later }, { audience: narrower }).price).toBe('prc_9');
    expect(taken({ audience: group }, { audience: group, ...later }).price).toBe('prc_9');
    expect(taken({ audience: group }, { audience: group }).price).toBe('prc_5');
  });

  it('is never one for others: without another there is no price', () => {
    for (const not of strange) {
      const other = { audience: audience(not), priority: 9 };
      expect(taken({}, other)).toEqual({ price: 'prc_5', by: 'BASE', why: ['TAKEN', 'OTHER_AUDIENCE'] });
      expect(taken(other, other)).toEqual({ price: undefined, by: undefined, why: ['OTHER_AUDIENCE', 'OTHER_AUDIENCE'] });
    }
  });

  it('for a country is that of where the goods go', () => {
    const dutch = { audience: audience({ countries: ['NL'] }) };
    expect([taken({}, dutch).price, taken({}, dutch, { country: 'DE' }).price]).toEqual(['prc_9', 'prc_5']);
  });

  it('that is near but not in force, or whose tiers are out of reach, gives way to the next', () => {
    const mine = { audience: audience({ customerIds: ids<'customer'>('cus_ada') }) };
    expect(taken({}, { ...mine, validTo: noon }).why).toEqual(['TAKEN', 'ENDED']);
    expect(taken({}, { ...mine, currency: 'USD' as PriceListTerms['currency'] }).why).toEqual(['TAKEN', 'OTHER_CURRENCY']);
  });
});

it('no price is ever answered without a predicate that holds', () => {
  // every audience that can be made of these values, asked for by everyone that can be made of these facts
  const picks = <T extends string>(values: readonly T[]): T[][] => [[], ...values.map((value) => [value])];
  const audiences = picks(['org_leaf', 'org_other']).flatMap((organizationIds) =>
    picks(['grp_vip', 'grp_other']).flatMap((groupIds) =>
      picks(['cus_ada', 'cus_bob']).flatMap((customerIds) =>
        picks(['loc_store']).map(
          (locationIds) => ({ ...everybody, organizationIds, groupIds, customerIds, locationIds }) as unknown as Audience,
        ),
      ),
    ),
  );
  const lists = audiences.map((each, index) => aList({ id: `pl_${index}` as Id<'priceList'>, audience: each }));
  const prices = lists.map(({ id }, index) => aPrice(String(index + 1), '0', { listId: id }));
  const buyers = [
    stranger,
    buyer,
    { ...buyer, unitIds: [] },
    { ...buyer, groupIds: [] },
    { ...stranger, groupIds: buyer.groupIds },
  ];
  for (const each of buyers) {
    for (const locationId of [null, basket.locationId]) {
      // without the lists that are taken so far there may be another one, down to none
      for (let left = prices; ;) {
        const asked = { ...basket, buyer: each, locationId };
        const price = priceBasket(aTerms({ lists }), aBasket([aLine('1', left)], asked), noon).lines[0]?.price;
        if (!price) break;
        const list = lists.find(({ id }) => id === price.listId);
        expect(admission(list?.audience ?? everybody, { ...asker, ...asked })).toEqual(price.admittedBy);
        expect(price.admittedBy).not.toBeNull();
        left = left.filter(({ listId }) => listId !== price.listId);
      }
    }
  }
});
