import { productSeenBy } from '#catalog';
import { currencyOf, type Id } from '#kernel';
import type { MemberRole } from '#organizations';
import { countedColumns, itemsAsked, orderBuyer } from '#promotions';
import { countedOf, type CountedJson } from '#promotions/rules';
import { floorsKnown } from '#pricing';
import { taxReliefsColumn, taxReliefsOf, type ReliefsJson } from '#tax';
import { itemFacts, offersColumns } from '#terms';
import { itemsWanted } from '#terms/rules';
import { contentFromJson, noContact, type Cart, type CartContact, type CartState, type StoredContent } from './cart.js';
import type { ItemsJson } from './item.js';

/** SQL: the columns of `ItemsJson` for the variants of the array `ids`, for a buyer with these `lists` (`entitledTo`). */
export function itemsColumns(ids: string, lists: string, locations: string): string {
  return `(select json_agg(json_build_array(v.id, p.id, p.name, v.sku, p.slug, v.image, v.options, coalesce(v.tax_class_id, p.tax_class_id),
        v.unit, v.quantity_step, v.tracked, v.requires_shipping, v.active and p.published_at <= now() and ${productSeenBy('p', lists)},
        v.active and p.published_at > now(), ${factsColumn(lists)}))
      from variant v join product p on p.id = v.product_id where v.id = any(${ids})) items,
    ${offersColumns(ids, lists, locations)}`;
}

/** SQL: what rules may ask of an item besides its price (`FactsJson`); null: none asks for it, no list either, and no unit has a least price. */
function factsColumn(lists: string): string {
  return `case when '${itemsWanted}' = any(${lists}) or ${itemsAsked} or ${floorsKnown} then ${itemFacts} end`;
}

/** SQL: whose a cart is, which till has it open, and what the customer of the parameter is in its unit. */
function ownerColumns(customer: string): string {
  return `cart.customer_id, cart.organization_id, cart.is_current, cart.name, case when cart.device_until > now() then cart.device_id end device_id,
    case when cart.organization_id is not null then ${unitColumn('cart.organization_id', customer)} end unit`;
}

/** SQL: a `UnitJson` of the unit: settings are inherited from the nearest unit above it that says something. */
function unitColumn(unit: string, customer: string): string {
  const inherited = (setting: string) =>
    `coalesce((select a.${setting} from organization a where a.id = any(o.path) and a.${setting} is not null order by cardinality(a.path) desc limit 1), false)`;
  return `(select json_build_object('path', o.path, 'purchaseOrderRequired', ${inherited('purchase_order_required')}, 'onAccount', ${inherited('on_account')},
      'role', (select m.role from organization_member m where m.organization_id = o.id and m.customer_id = ${customer})) from organization o where o.id = ${unit})`;
}

/** A unit as the database sends it, with what the asking customer is in it. */
interface UnitJson {
  path: Id<'organization'>[];
  purchaseOrderRequired: boolean;
  onAccount: boolean;
  role: MemberRole | null;
}

/**
 * SQL: the columns of a cart with the items of its lines and of `alsoVariants`; parameters: lists (`entitledTo`), locations, the
 * customer who asks, where there may be no cart the owner whose tax reliefs are wanted, codes that are not in it yet, and the e-mail address
 * that it will have. Orders read it too.
 */
export function cartColumns(
  lists: string,
  locations: string,
  customer: string,
  alsoVariants?: string,
  owner = 'coalesce(cart.organization_id, cart.customer_id)',
  alsoCodes?: string,
  alsoEmail?: string,
): string {
  const codes = `array(select jsonb_array_elements_text(cart.content->'codes'))${alsoCodes === undefined ? '' : ` || ${alsoCodes}`}`;
  const email = alsoEmail === undefined ? "cart.contact->>'email'" : `coalesce(${alsoEmail}, cart.contact->>'email')`;
  const ids = alsoVariants === undefined ? 'cart.variant_ids' : `(cart.variant_ids || ${alsoVariants})`;
  return `${ownerColumns(customer)}, cart.id, cart.channel_id, cart.currency, cart.locale, cart.state, cart.version::int, cart.content, cart.contact, cart.successor_id,
    cart.created_at, cart.updated_at, now() at, ${taxReliefsColumn(owner)} tax_reliefs, ${countedColumns(codes, orderBuyer(owner, email))}, ${itemsColumns(ids, lists, locations)}`;
}

/** A row of `cartColumns`. */
export interface CartRow extends ItemsJson, CountedJson {
  id: string;
  channel_id: string;
  currency: string;
  locale: string;
  state: CartState;
  version: number;
  content: StoredContent;
  contact: CartContact;
  successor_id: string | null;
  customer_id: string | null;
  organization_id: string | null;
  is_current: boolean;
  name: string | null;
  device_id: string | null;
  unit: UnitJson | null;
  tax_reliefs: ReliefsJson;
  created_at: Date;
  updated_at: Date;
  at: Date;
}

/** A row of `cartColumns` as JSON: one value costs less than its twenty columns. */
export type CartJson = Omit<CartRow, 'created_at' | 'updated_at' | 'at'> & {
  readonly created_at: string;
  readonly updated_at: string;
};

/** The cart in a row of `cartColumns`. */
export function cartOf(row: CartRow | CartJson): Cart {
  return {
    id: row.id as Id<'cart'>,
    channelId: row.channel_id as Id<'channel'>,
    currency: currencyOf(row.currency),
    locale: row.locale,
    state: row.state,
    version: row.version,
    content: contentFromJson(row.content),
    contact: { ...noContact, ...row.contact },
    owner: {
      customerId: row.customer_id as Id<'customer'> | null,
      organizationId: row.organization_id as Id<'organization'> | null,
    },
    role: row.unit?.role ?? null,
    unit: row.unit && {
      ids: row.unit.path.toReversed(),
      purchaseOrderRequired: row.unit.purchaseOrderRequired,
      onAccount: row.unit.onAccount,
    },
    taxReliefs: taxReliefsOf(row.tax_reliefs),
    counted: countedOf(row),
    deviceId: row.device_id as Id<'accessKey'> | null,
    isCurrent: row.is_current,
    name: row.name,
    successorId: row.successor_id as Id<'cart'> | null,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  };
}
