import { Injectable } from '@nestjs/common';
import type { Context } from '#kernel';
import { offersTopic, revisionColumn } from '#platform/broadcast';
import { Database, DatabaseClock, quickRead, statement } from '#platform/db';
import type { MemberRole } from '#organizations';
import { countedColumns, orderBuyer } from '#promotions';
import { countedOf, isUncounted, type CountedJson } from '#promotions/rules';
import { taxReliefsOf } from '#tax';
import { leftColumn, TermsService } from '#terms';
import { counterIdsOf, leftOf } from '#terms/rules';
import type { Cart } from './cart.js';
import { SeenCarts, type SeenNow } from './seen-carts.repository.js';
import { cartColumns, cartOf, itemsColumns, type CartJson, type CartRow } from './cart-row.repository.js';
import { entitledTo } from './entitled.js';
import { areSteady, itemsOf, restocked, type ItemsJson } from './item.js';
import type { AlsoLoaded, CurrentCart, LoadedCart, Reading, Whose } from './loaded.js';
import { noNames, type NamedVariant, type Names } from './named.js';
import type { LaterAdd } from './operation.js';
import { askingCustomer } from './owner.js';
import { withPromises } from './promises/promise.repository.js';

/** What others have added since a version. */
interface Later {
  readonly later: readonly (readonly [number, string, string, string | null])[] | null;
}

const laterColumn = `(select json_agg(json_build_array(o.version, replace(l->>0, 'var_', 'line_'), l->>1, coalesce(o.device, o.payload->>'cartId')))
      from cart_operation o, jsonb_array_elements(o.payload->'lines') l
      where o.cart_id = cart.id and o.version > $5::int and $5::int < cart.version and o.type in ('add', 'adopt')) later`;

const revision = `${revisionColumn(offersTopic)} revision`;

const loadCart = quickRead<{ at: Date; revision: string; cart: CartJson & Later }>(
  'cart.load',
  `select now() at, ${revision}, (select row_to_json(whole) from (
      select ${cartColumns('$2::text[]', '$3::text[]', '$6::text', '$4::text[]', undefined, '$7::text[]', '$8::text')}, ${laterColumn}) whole) cart
    from cart where cart.id = $1`,
);

// a statement of its own: all that the other might have to look up would be made ready at each run
const stillSo = quickRead<{ at: Date; left: string | null }>(
  'cart.still-so',
  `select now() at, ${leftColumn('$4::text[]')} "left"
    from cart where id = $1 and version = $2::bigint and state = 'ACTIVE' and ${revisionColumn(offersTopic)} = $3::bigint`,
);

/** SQL: `named` with the ids of the variants that stand under SKUs and GTINs, and a JSON of which is which. */
function namedVariants(skus: string, gtins: string): string {
  return `(select coalesce(array_agg(v.id), '{}') ids, json_agg(json_build_object('id', v.id, 'sku', v.sku, 'gtin', v.gtin)) list
      from variant v where v.sku = any(${skus}) or v.gtin = any(${gtins})) named`;
}

const loadCartAndNamed = statement<CartRow & Later & { named: readonly NamedVariant[] | null; revision: string }>(
  'cart.load-and-named',
  `select ${cartColumns('$2::text[]', '$3::text[]', '$6::text', '($4::text[] || named.ids)')}, ${laterColumn}, named.list named, ${revision}
    from cart, ${namedVariants('$7::text[]', '$8::text[]')} where cart.id = $1`,
);

type ItemsRow = ItemsJson & CountedJson & { at: Date; revision: string; named?: readonly NamedVariant[] | null };

const readItems = quickRead<ItemsRow>(
  'cart.items',
  `select now() at, ${revision}, ${countedColumns('$4::text[]', orderBuyer('$5::text', '$6::text'))}, ${itemsColumns('$1::text[]', '$2::text[]', '$3::text[]')}`,
);

const readNamedItems = statement<ItemsRow>(
  'cart.items-and-named',
  `select now() at, ${revision}, ${countedColumns('$6::text[]', orderBuyer('$7::text', '$8::text'))}, ${itemsColumns('($1::text[] || named.ids)', '$2::text[]', '$3::text[]')}, named.list named
    from ${namedVariants('$4::text[]', '$5::text[]')}`,
);

const loadCurrent = statement<
  Omit<CartRow, 'id'> & {
    id: string | null;
    named: readonly NamedVariant[] | null;
    asking: MemberRole | null;
    email: string | null;
    revision: string;
  }
>(
  'cart.load-current',
  `select ${cartColumns('$2::text[]', '$3::text[]', '$4::text', '($5::text[] || named.ids)', '$1::text', '$8::text[]').replaceAll('cart.variant_ids', "coalesce(cart.variant_ids, '{}')")},
    named.list named, ${revision}, (select m.role from organization_member m where m.organization_id = $1 and m.customer_id = $4) asking,
    (select p.email from customer_person p where p.customer_id = $4) email
    from ${namedVariants('$6::text[]', '$7::text[]')} left join cart
      on coalesce(cart.organization_id, cart.customer_id) = $1 and cart.is_current and cart.state = 'ACTIVE'`,
);

type Locations = Context['channel']['locationIds'];

/** The only file that reads and writes carts: one statement each way, a second where what was known of a cart is so no longer. */
@Injectable()
export class CartRepository {
  private readonly memory = new SeenCarts();
  private readonly clock = new DatabaseClock();

  constructor(
    private readonly database: Database,
    private readonly terms: TermsService,
  ) {}

  /** The cart with the items of its lines and of `variants`, and what others have added since `seenVersion`. */
  async load(id: string, lists: readonly string[], context: Context, also: AlsoLoaded = {}): Promise<LoadedCart | null> {
    const { variants = [], names = noNames, codes = [], email = null, seenVersion } = also;
    const locations = context.channel.locationIds;
    // a version beyond any cart's: nothing later is looked for
    const seen = seenVersion ?? 2 ** 31 - 1;
    const values = [id, entitledTo(lists, context), locations, variants, seen, askingCustomer(context)];
    const reading = this.reading(lists, context);
    if (names.any) {
      const [row] = await this.database.read(loadCartAndNamed, [...values, names.skus, names.gtins]);
      return row
        ? this.whole({ ...row, cart: cartOf(row), items: itemsOf(row), later: laterOf(row), named: row.named ?? [], reading })
        : null;
    }
    const known = codes.length > 0 || email !== null ? null : this.memory.recall(id, seenVersion ?? null, reading);
    const same = known && variants.every((each) => known.items.has(each)) && (await this.ifStillSo(known, locations));
    if (same) return same;
    const [found] = await this.database.read(loadCart, [...values, codes, email]);
    if (!found) return null;
    const { at, revision, cart: row } = found;
    this.clock.hear(at);
    const loaded = { cart: cartOf(row), items: itemsOf(row), later: laterOf(row), named: [], at, revision, reading };
    this.remember(loaded);
    return this.whole(loaded);
  }

  /**
   * The cart as this process has last seen it, for a change that asserts it; asked are only variants that are not in it yet. Null: it is not
   * known, or is not to be relied on.
   */
  async known(
    id: string,
    lists: readonly string[],
    context: Context,
    { variants = [], names = noNames, codes = [], email = null, seenVersion = null }: AlsoLoaded,
  ): Promise<LoadedCart | null> {
    if (names.any || codes.length > 0 || email !== null) return null;
    const known = this.memory.recall(id, seenVersion, this.reading(lists, context));
    if (!known) return null;
    const others = variants.filter((each) => !known.items.has(each));
    if (others.length === 0)
      return { ...known, later: [], named: [], at: later(known.cart.updatedAt, this.clock.now()), assumed: true };
    const { items, at, revision } = await this.items(others, noNames, lists, context);
    if (revision !== known.revision) return null;
    return { ...known, items: new Map([...known.items, ...items]), later: [], named: [], at, assumed: true };
  }

  /** The cart with its price promise: another read where it has one. */
  private async whole<T extends { readonly cart: Cart }>(loaded: T): Promise<T> {
    const [whole = loaded] = await withPromises(this.database, [loaded]);
    return whole;
  }

  /** What was known of a cart is so no longer. */
  forget(id: string): void {
    this.memory.forget(id);
  }

  /** What is known of a cart with what is left of its stock now; null: it is known no longer. */
  private async ifStillSo({ cart, items: before, revision, reading }: SeenNow, locations: Locations): Promise<LoadedCart | null> {
    const counters = counterIdsOf(before.keys(), locations);
    const [row] = await this.database.read(stillSo, [cart.id, cart.version, revision, counters]);
    if (!row) return null;
    this.clock.hear(row.at);
    const items = restocked(before, locations, leftOf(row.left));
    return { cart, items, later: [], named: [], at: row.at, revision, reading };
  }

  /** Keeps in mind what a guest's cart is now: the next read asks only whether it still is. */
  remember({ cart, items, revision, reading }: SeenNow): void {
    // whose it is and who may see it is asked anew of the carts of customers; what became an order gets its successor later
    if (cart.owner.customerId !== null || cart.state !== 'ACTIVE' || !areSteady(items) || !isUncounted(cart.counted)) return;
    // a promise may be taken back: asked for again each time, and not as it was before
    if (cart.content.promiseId != null) {
      this.memory.forget(cart.id);
      return;
    }
    this.memory.keep({ cart, items, revision, reading });
  }

  /** How items are read now: the rules are those of this moment, and what the database says of them is as new at least. */
  private reading(lists: readonly string[], { channel, buyer }: Context): Reading {
    return { rules: this.terms.version, lists, locations: channel.locationIds, buyer };
  }

  /** The items of variants that are in no cart yet, and what is counted of `whose` it will be. */
  async items(
    variants: readonly string[],
    names: Names,
    lists: readonly string[],
    context: Context,
    codes: readonly string[] = [],
    whose: Whose = { owner: null, email: null },
  ): Promise<Omit<LoadedCart, 'cart' | 'later'> & Pick<Cart, 'counted'>> {
    const values = [variants, entitledTo(lists, context), context.channel.locationIds];
    const reading = this.reading(lists, context);
    const [row] = names.any
      ? await this.database.read(readNamedItems, [...values, names.skus, names.gtins, codes, whose.owner, whose.email])
      : await this.database.read(readItems, [...values, codes, whose.owner, whose.email]);
    if (!row) throw new Error('a statement without a table returns a row');
    this.clock.hear(row.at);
    const { at, revision, named } = row;
    return { items: itemsOf(row), named: named ?? [], at, revision, reading, counted: countedOf(row) };
  }

  /** The owner's current cart, null when there is none, with the items of other variants in any case. */
  async loadCurrent(
    owner: string,
    lists: readonly string[],
    context: Context,
    { variants = [], names = noNames, codes = [] }: AlsoLoaded = {},
  ): Promise<CurrentCart> {
    const values = [
      owner,
      entitledTo(lists, context),
      context.channel.locationIds,
      askingCustomer(context),
      variants,
      names.skus,
      names.gtins,
      codes,
    ];
    const reading = this.reading(lists, context);
    const [row] = await this.database.read(loadCurrent, values);
    if (!row) throw new Error('an outer join returns a row');
    const { id, at, revision, asking: role, email } = row;
    const cart = id === null ? null : (await this.whole({ cart: cartOf({ ...row, id }) })).cart;
    const taxReliefs = taxReliefsOf(row.tax_reliefs);
    const counted = countedOf(row);
    const found = { cart, items: itemsOf(row), later: [], named: row.named ?? [], at, revision, reading };
    return { ...found, role, email, taxReliefs, counted };
  }
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}

function laterOf({ later }: Later): LaterAdd[] {
  return (later ?? []).map(([version, lineId, quantity, device]) => ({ version, lineId, quantity: BigInt(quantity), device }));
}
