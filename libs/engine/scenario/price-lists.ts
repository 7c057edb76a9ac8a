import { formatShort, quantityScale, type CurrencyCode, type Id, type Path } from '#kernel';
import type { PriceCandidate } from '../basket.js';
import type { Audience } from '../prices/audience.js';
import type { PriceListTerms } from '../terms.js';
import { contract, contractFrom, type KnownOfContracts } from './contracts.js';
import {
  about,
  choice,
  fields,
  flag,
  invalid,
  list,
  name,
  named,
  optional,
  orNull,
  textOrList,
  whole,
  type Read,
  type Shape,
} from './shape.js';
import { checkedIds, checkedValidity, country, currency, fromQuantity, unitPrice, validity } from './values.js';

/** The names of an audience's dimensions in a file, and what they are in the terms. */
const audience = {
  organizations: 'organizationIds',
  customers: 'customerIds',
  segments: 'segmentIds',
  groups: 'groupIds',
  stores: 'locationIds',
  countries: 'countries',
  channels: 'channelIds',
} as const satisfies Readonly<Record<string, keyof Audience>>;

const names: Shape<readonly string[]> = optional(list(name), []);

const tier = fields({
  from: about('The quantity from which on it counts, up to the next tier.', optional(fromQuantity, 0n)),
  amount: about('What one unit costs, in major units.', unitPrice),
  compareAt: about('A former price to show struck through.', orNull(unitPrice)),
});

const priceList = fields({
  id: about('What it is called; the list that leaves it out is called base.', optional(name, 'base')),
  currency: about("The basket's currency unless said.", orNull(currency)),
  entry: about(
    'Whether its prices are without or with tax. GROSS unless said.',
    optional(choice(['NET', 'GROSS']), 'GROSS' as const),
  ),
  tierMode: about(
    'VOLUME (unless said): the tier reached prices every unit. GRADUATED: each tier prices the units that fall into it.',
    optional(choice(['VOLUME', 'GRADUATED']), 'VOLUME' as const),
  ),
  tierScope: about(
    'What the quantity of its tiers is counted over; as the conventions have it unless said.',
    orNull(choice(['VARIANT', 'LINE', 'PRODUCT', 'TIER_GROUP', 'CONTRACT_PERIOD'])),
  ),
  tierGroup: about('With TIER_GROUP: the attribute whose value variants share their tiers by.', orNull(name)),
  contract: about('The contract that it is the prices of.', orNull(contract)),
  sale: about('Whether its prices are lowered ones. False unless said.', optional(flag, false)),
  priority: about('Among lists that are equally near to the buyer the greatest goes first.', optional(whole(-1e6, 1e6), 0)),
  audience: about(
    'Whom it is for: each dimension that is named must hold, by any of its values. Everybody unless said.',
    orNull(
      fields({
        organizations: about('Units of organizations; it holds for the units below them too.', names),
        customers: about('Customers.', names),
        segments: about('Segments of buyers.', names),
        groups: about('Groups of customers.', names),
        stores: about('Stores in which it is sold.', names),
        countries: about('Where the goods go.', optional(list(country), [])),
        channels: about('Channels.', names),
      }),
    ),
  ),
  ...validity,
  prices: about('By variant: what one unit costs, or the tiers of it.', named(textOrList(unitPrice, list(tier, 1)))),
});

/** Price lists with their prices. */
export const priceLists = list(priceList, 1);

/** Price lists as the engine has them, and the candidate prices of each variant. */
export interface PricesRead {
  readonly lists: readonly PriceListTerms[];
  readonly candidates: ReadonlyMap<string, readonly PriceCandidate[]>;
  /** What is left of contracts, where there are any. */
  readonly contracts: KnownOfContracts;
}

/** The lists of a file. @throws UserError INVALID naming the path */
export function pricesFrom(given: Read<typeof priceLists>, baskets: CurrencyCode, path: Path): PricesRead {
  checkedIds(given, path);
  const candidates = new Map<string, PriceCandidate[]>();
  const known: Required<KnownOfContracts>[] = [];
  const lists = given.map((each, index): PriceListTerms => {
    const place = [...path, index];
    const { id, entry, tierMode, tierScope, tierGroup, sale, priority } = each;
    const listId = id as Id<'priceList'>;
    const currencyOfList = each.currency ?? baskets;
    const agreed = each.contract && contractFrom(each.contract, id, currencyOfList, [...place, 'contract']);
    if (agreed) known.push(agreed.known);
    for (const [variant, price] of each.prices) {
      const tiers = typeof price === 'bigint' ? [{ from: 0n, amount: price, compareAt: null }] : price;
      const rows = tiers.map(({ from: minQuantity, ...amounts }): PriceCandidate => {
        const priceId = `${id}/${variant}/${formatShort(minQuantity, quantityScale)}` as Id<'price'>;
        return { id: priceId, listId, minQuantity, ...amounts };
      });
      if (new Set(rows.map((row) => row.id)).size < rows.length)
        throw invalid('Two tiers begin at the same quantity', [...place, 'prices', variant]);
      candidates.set(variant, [...(candidates.get(variant) ?? []), ...rows]);
    }
    return {
      ...{ id: listId, code: id, entry, tierMode, sale, priority, currency: currencyOfList },
      ...(tierScope !== null && { tierScope }),
      ...(tierGroup !== null && { tierGroup }),
      ...(agreed && { contract: agreed.terms }),
      ...checkedValidity(each, place),
      audience: audienceFrom(each.audience),
    };
  });
  const contracts = known.length > 0 && {
    capsLeft: Object.assign({}, ...known.map(({ capsLeft }) => capsLeft)) as Record<string, bigint>,
    bought: Object.assign({}, ...known.map(({ bought }) => bought)) as Record<string, bigint>,
  };
  return { lists, candidates, contracts: contracts || {} };
}

function audienceFrom(given: Read<typeof priceList>['audience']): Audience {
  const dimensions = Object.entries(audience).map(([word, dimension]) => [
    dimension,
    given?.[word as keyof typeof audience] ?? [],
  ]);
  return Object.fromEntries(dimensions) as Record<keyof Audience, never[]>;
}
