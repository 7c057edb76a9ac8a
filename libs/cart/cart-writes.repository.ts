import type { Context, Id } from '#kernel';
import { offersTopic, revisionColumn, rulesTopic } from '#platform/broadcast';
import { statement, type Value, type Write } from '#platform/db';
import { outboxInsert, outboxValues, type NewEvent } from '#events';
import { leftIsStill } from '#terms';
import { counterIdsOf, leftIn } from '#terms/rules';
import { contentToJson, variantsIn, type Cart } from './cart.js';
import type { LoadedCart } from './loaded.js';
import { changeToJson, type CartOperation } from './operation.js';

const operationColumns = '(cart_id, version, position, device, sequence, type, payload)';

const insertCart = statement<{ id: string }>(
  'cart.insert',
  `with followed as (update cart set successor_id = $1 where id = $12::text and successor_id is null returning id),
    made as (
      insert into cart (id, channel_id, currency, locale, version, content, contact, variant_ids, customer_id, organization_id, is_current, name,
        created_at, updated_at)
      select $1, $2, $3, $4, 1, $5, $6, $7, $13::text, $14::text, $15::boolean and ($12::text is null or not exists (
        select from cart c where coalesce(c.organization_id, c.customer_id) = coalesce($14::text, $13::text) and c.is_current and c.state = 'ACTIVE')), $16::text,
        $17, $17
      where $12::text is null or exists (select from followed) returning id),
    logged as (insert into cart_operation ${operationColumns} select id, 1, o.position - 1, o.device, o.sequence, o.type, o.payload from made,
      unnest($8::text[], $9::bigint[], $10::text[], $11::json[]) with ordinality o(device, sequence, type, payload, position)),
    told as (${outboxInsert(18)} from made)
    select id from made`,
);

/** SQL: saves a cart where the condition holds too; `event` is the first of the event's parameters. */
function savingWhere(condition: string, event: number): string {
  return `with changed as (
      update cart set version = version + 1, content = $3, contact = $4, variant_ids = $5, updated_at = $10::timestamptz
      where id = $1 and version = $2 and state = 'ACTIVE' ${condition} returning id, version),
    logged as (insert into cart_operation ${operationColumns} select id, version, 0, $6, $7, $8, $9 from changed),
    told as (${outboxInsert(event)} from changed)
    select id from changed`;
}

const saveCart = statement<{ id: string }>('cart.save', savingWhere('', 11));

// what was decided without asking holds if nothing has changed since, and the clock shows what it was taken for
const saveKnownCart = statement<{ id: string }>(
  'cart.save-known',
  savingWhere(
    `and ${revisionColumn(offersTopic)} = $11::bigint and ${leftIsStill('$12::text[]', '$13::bigint[]')}
        and now() between $10::timestamptz - interval '1 second' and $10::timestamptz + interval '1 second'`,
    14,
  ),
);

const convertCart = statement<{ id: string }>(
  'cart.convert',
  `with changed as (
      update cart set version = version + 1, state = 'CONVERTED', updated_at = now()
      where id = $1 and version = $2 and state = 'ACTIVE'
        and coalesce((select version from revision where topic = '${rulesTopic}'), 0) = $3::bigint
      returning id),
    told as (${outboxInsert(4)} from changed)
    select id from changed`,
);

/** The cart becomes an order, unless it or the rules it was priced by have changed since. */
export function converting({ id, version }: Cart, rulesVersion: bigint, event: NewEvent, context: Context): Write {
  return convertCart.with([id, version, rulesVersion, ...outboxValues(event, context)], { rows: 1 });
}

/** Writes a new cart with the operations that began it; `predecessor` is the cart that it goes on for. */
export function inserting(
  cart: Cart,
  operations: readonly CartOperation[],
  event: NewEvent,
  context: Context,
  predecessor: Id<'cart'> | null,
): Write {
  return insertCart.with(
    [
      cart.id,
      cart.channelId,
      cart.currency,
      cart.locale,
      contentToJson(cart.content),
      cart.contact,
      variantsIn(cart.content),
      ...operationColumnsOf(operations),
      predecessor,
      cart.owner.customerId,
      cart.owner.organizationId,
      cart.isCurrent,
      cart.name,
      cart.createdAt,
      ...outboxValues(event, context),
    ],
    { rows: 1 },
  );
}

/** Writes what the operation made of the cart as it was `loaded`, unless somebody has changed it since, or what was assumed. */
export function saving(
  cart: Cart,
  { stamp, change }: CartOperation,
  event: NewEvent,
  context: Context,
  loaded: LoadedCart,
): Write {
  const values = [
    cart.id,
    loaded.cart.version,
    contentToJson(cart.content),
    cart.contact,
    variantsIn(cart.content),
    stamp?.device ?? null,
    stamp?.sequence ?? null,
    change.type,
    changeToJson(change),
    cart.updatedAt,
  ];
  const told = outboxValues(event, context);
  if (!loaded.assumed) return saveCart.with([...values, ...told], { rows: 1 });
  const counters = counterIdsOf(loaded.items.keys(), context.channel.locationIds);
  const left = leftIn(loaded.items.values());
  const assumed = [loaded.revision, counters, counters.map((id) => left.get(id)?.toString() ?? null)];
  return saveKnownCart.with([...values, ...assumed, ...told], { rows: 1 });
}

/** Operations as the arrays that a statement unnests: devices, their numbers, kinds, and what was changed. */
export function operationColumnsOf(operations: readonly CartOperation[]): Value[] {
  return [
    operations.map(({ stamp }) => stamp?.device ?? null),
    operations.map(({ stamp }) => stamp?.sequence ?? null),
    operations.map(({ change }) => change.type),
    operations.map(({ change }) => JSON.stringify(changeToJson(change))),
  ];
}
