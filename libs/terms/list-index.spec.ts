import { everybody, type Audience, type PriceListTerms } from '#engine';
import { currencyOf, stranger, type Id } from '#kernel';
import { ListIndex, type Finder } from './list-index.js';

const web = 'chan_web' as Id<'channel'>;
const guest: Finder = { buyer: stranger, channelId: web, locationId: null };
const list = (id: string, over: { [Dimension in keyof Audience]?: string[] }): PriceListTerms => ({
  id: id as Id<'priceList'>,
  code: id,
  entry: 'GROSS',
  tierMode: 'VOLUME',
  currency: currencyOf('EUR'),
  audience: { ...everybody, ...over } as Audience,
  priority: 0,
  validFrom: null,
  validTo: null,
});

const member = (customerId: string, unitIds: string[] = [], groupIds: string[] = []): Finder['buyer'] => ({
  customerId: customerId as Id<'customer'>,
  unitIds: unitIds as Id<'organization'>[],
  groupIds: groupIds as Id<'customerGroup'>[],
});

describe('the lists that may count', () => {
  const index = ListIndex.of([
    list('base', {}),
    list('dutch', { countries: ['NL'] }),
    list('web', { channelIds: ['chan_web'] }),
    list('till', { channelIds: ['chan_till'] }),
    list('store', { locationIds: ['loc_1'] }),
    list('vip', { groupIds: ['grp_vip', 'grp_other'] }),
    list('vip-till', { groupIds: ['grp_vip'], channelIds: ['chan_till'] }),
    list('ada', { customerIds: ['cus_ada'] }),
    list('acme', { organizationIds: ['org_root'] }),
    list('acme-ada', { organizationIds: ['org_root'], customerIds: ['cus_ada'] }),
    list('acme-vip', { organizationIds: ['org_leaf'], groupIds: ['grp_vip'] }),
  ]);
  const idsFor = (over: Partial<Finder>) => index.idsFor({ ...guest, ...over });

  it('are for a guest those that name nobody; where the goods go is not asked yet', () => {
    expect(idsFor({})).toEqual(['base', 'dutch', 'web']);
    expect(idsFor({})).toBe(idsFor({}));
    expect(idsFor({ channelId: 'chan_till' as Id<'channel'> })).toEqual(['base', 'dutch', 'till']);
  });

  it('are for others those too that name them, once each, if all else holds', () => {
    const open = ['base', 'dutch', 'web'];
    const ada = member('cus_ada');
    expect(idsFor({ buyer: ada })).toBe(idsFor({ buyer: ada }));
    expect(idsFor({ buyer: ada, locationId: 'loc_1' as Id<'location'> })).toEqual([...open, 'ada', 'store']);
    expect(idsFor({ buyer: ada })).toEqual([...open, 'ada']);
    expect(idsFor({ locationId: 'loc_1' as Id<'location'> })).toEqual([...open, 'store']);
    expect(idsFor({ buyer: member('cus_bob', [], ['grp_other', 'grp_vip']) })).toEqual([...open, 'vip']);
    expect(idsFor({ buyer: member('cus_ada') })).toEqual([...open, 'ada']);
    expect(idsFor({ buyer: member('cus_ada', ['org_leaf', 'org_root']) })).toEqual([...open, 'acme', 'acme-ada', 'ada']);
    expect(idsFor({ buyer: member('cus_eve', ['org_leaf', 'org_root'], ['grp_vip']) })).toEqual([
      ...open,
      'acme-vip',
      'acme',
      'vip',
    ]);
  });
});

it('ten thousand contracts cost nothing to those that they are not for', () => {
  let visits = 0;
  const seen = (each: PriceListTerms): PriceListTerms =>
    Object.defineProperty({ ...each }, 'audience', {
      get: () => {
        visits++;
        return each.audience;
      },
    });
  const contracts = Array.from({ length: 10_000 }, (_, n) => {
    if (n % 4 === 0) return list(`pl_${n}`, { customerIds: [`cus_${n}`] });
    if (n % 4 === 1) return list(`pl_${n}`, { organizationIds: [`org_${n}`] });
    return list(`pl_${n}`, n % 4 === 2 ? { groupIds: [`grp_${n}`] } : { locationIds: [`loc_${n}`] });
  });
  const index = ListIndex.of([list('base', {}), ...contracts].map(seen));
  const visited = (finder: Partial<Finder>) => {
    visits = 0;
    return [index.idsFor({ ...guest, ...finder }), visits];
  };
  expect(visited({})).toEqual([['base'], 1]);
  expect(visited({})).toEqual([['base'], 0]);
  expect(visited({ buyer: member('cus_1') })).toEqual([['base'], 0]);
  expect(visited({ buyer: member('cus_4') })).toEqual([['base', 'pl_4'], 1]);
  const everything = { buyer: member('cus_4', ['org_x', 'org_5'], ['grp_6', 'grp_10']), locationId: 'loc_7' as Id<'location'> };
  expect(visited(everything)).toEqual([['base', 'pl_5', 'pl_4', 'pl_6', 'pl_10', 'pl_7'], 5]);
});
