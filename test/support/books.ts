import type { Database } from '#platform/db';

/** What must never be found in a database at rest: each a query for the violations. */
const never = {
  'an entry out of balance': `
    select entry_id, currency, sum(amount) from posting group by entry_id, currency having sum(amount) <> 0`,
  'a trial balance other than zero': `
    select currency, sum(amount) from posting group by currency having sum(amount) <> 0`,
  'a book of an order that does not say what its state does': `
    select o.id, o.state, p.account, p.currency, sum(p.amount) from orders o join posting p on p.order_id = o.id
    group by o.id, o.state, p.account, p.currency
    having o.state <> 'PLACED' and sum(p.amount) <> 0
      and not exists (select from payment y where y.order_id = o.id and y.state in ('VOIDING', 'REFUNDING'))
      or p.account = 'receivable' and o.state = 'PLACED' and sum(p.amount) <> case
        when o.cart_id is null or exists (select from payment y where y.order_id = o.id and y.state = 'CAPTURED') then 0 else o.total end`,
  'a placed order that is not in the books': `
    select o.id from orders o where o.state = 'PLACED' and o.total > 0
      and not exists (select from posting p where p.order_id = o.id and p.account = 'receivable')`,
  'an order whose parts do not add up': `
    select o.id, o.net, o.tax, o.total, l.net, l.tax, l.gross, o.shipping
    from orders o join (select order_id, sum(net) net, sum(tax) tax, sum(gross) gross from order_line group by order_id) l on l.order_id = o.id
    where o.total <> l.gross + coalesce(rtrim(o.shipping->>'gross', 'n')::numeric, 0)
      or o.net <> l.net + coalesce(rtrim(o.shipping->>'net', 'n')::numeric, 0)
      or o.tax <> l.tax + coalesce(rtrim(o.shipping->>'tax', 'n')::numeric, 0)`,
  'an order without lines': `select id from orders o where not exists (select from order_line l where l.order_id = o.id)`,
  'a counter other than its living holds': `
    select c.id, c.pending, c.posted, h.pending as held, h.posted as firm from counter c left join (
      select counter_id, sum(quantity) filter (where state = 'PENDING') pending, sum(quantity) filter (where state = 'POSTED') posted
      from hold group by counter_id) h on h.counter_id = c.id
    where c.pending <> coalesce(h.pending, 0) or c.posted <> coalesce(h.posted, 0)`,
  'an order whose holds do not say what its state does': `
    select o.id, o.state, h.counter_id, h.state as hold, h.quantity from orders o join hold h on h.owner = o.id
    where h.state = 'PENDING' and o.state <> 'PENDING' or h.state = 'POSTED' and o.state <> 'PLACED'`,
  'a placed order without its stock': `
    select o.id, l.variant_id, l.quantity from orders o join order_line l on l.order_id = o.id
    where o.state = 'PLACED' and o.cart_id is not null and l.location_id is not null and l.quantity is distinct from (
      select sum(h.quantity) from hold h
      where h.owner = o.id and h.state = 'POSTED' and h.counter_id = 'stock:' || l.variant_id || ':' || l.location_id)`,
  'a payment that its order knows nothing of': `
    select y.id, y.state, o.state as order_state from payment y left join orders o on o.id = y.order_id
    where o.id is null
      or o.state = 'CANCELLED' and y.state in ('PENDING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED')
      or o.state = 'PENDING' and y.state not in ('PENDING', 'UNKNOWN', 'FAILED')`,
  'a placed order that nobody pays': `
    select o.id from orders o where o.state = 'PLACED' and o.cart_id is not null
      and 1 <> (select count(*) from payment y where y.order_id = o.id and y.state in ('AUTHORIZED', 'CAPTURED') and y.amount = o.total)`,
  'a gap in the events of an aggregate': `
    select aggregate_id, count(*), max(aggregate_version) from outbox group by aggregate_id
    having min(aggregate_version) <> 1 or max(aggregate_version) <> count(*)`,
  'an order that is not told of as what it is': `
    select o.id, o.state, o.version, string_agg(e.type, ' ' order by e.aggregate_version) from orders o left join outbox e on e.aggregate_id = o.id
    group by o.id having coalesce(string_agg(e.type, ' ' order by e.aggregate_version), '') <> case
      when o.state = 'PENDING' then '' when o.state = 'PLACED' then 'order.placed'
      when o.placed_at is null then 'order.cancelled' else 'order.placed order.cancelled' end
      or count(e.id) <> o.version`,
  'two living orders of a cart': `
    select cart_id from orders where state <> 'CANCELLED' and cart_id is not null group by cart_id having count(*) > 1`,
  'an order whose cart is still open': `
    select o.id from orders o join cart c on c.id = o.cart_id where c.state <> 'CONVERTED'`,
  'an order without a cart that no till has sold, or a sale without its order': `
    select o.id, s.id as sale from orders o full join till_sale s on s.order_id = o.id
    where o.cart_id is null and s.id is null or s.id is not null and (o.id is null) <> (s.receipt->'totals' = 'null')`,
  'a gap in the sales of a till': `
    select device_id, count(*), max(sequence) from till_sale group by device_id having min(sequence) <> 1 or max(sequence) <> count(*)`,
  'a sale of a till that is not in the books with what was paid': `
    select s.order_id from till_sale s where s.order_id is not null and (
      exists (select from payment y where y.order_id = s.order_id and (y.state <> 'CAPTURED' or y.part < 1))
      or (select coalesce(sum(y.amount), 0) from payment y where y.order_id = s.order_id) <>
        (select coalesce(sum(p.amount), 0) from posting p where p.order_id = s.order_id and p.account like 'cash:%'))`,
  'a sale of a till whose goods did not leave the store once': `
    select o.id, l.variant_id, l.quantity, m.quantity as moved from orders o
    join (select order_id, variant_id, location_id, sum(quantity) quantity from order_line where location_id is not null group by 1, 2, 3) l
      on l.order_id = o.id
    left join (select reference, variant_id, location_id, -sum(delta) quantity from stock_movement where reason = 'OFFLINE_SALE'
      group by 1, 2, 3) m on m.reference = o.id and m.variant_id = l.variant_id and m.location_id = l.location_id
    where o.cart_id is null and m.quantity is distinct from l.quantity`,
  'a level other than its movements, or its counter': `
    select l.variant_id, l.on_hand, m.moved, l.version, m.movements, c.capacity from stock_level l
    join counter c on c.id = 'stock:' || l.variant_id || ':' || l.location_id
    left join (select variant_id, location_id, sum(delta) moved, count(*) movements from stock_movement group by 1, 2) m
      on m.variant_id = l.variant_id and m.location_id = l.location_id
    where l.on_hand <> coalesce(m.moved, 0) or l.version <> coalesce(m.movements, 0) or c.capacity <> l.on_hand - l.unavailable`,
  'stock that is promised or gone beyond what there is, and nobody is told': `
    select c.id, c.excess from counter c where c.id like 'stock:%' and c.excess > 0
      and not exists (select from exception e where e.kind = 'STOCK' and c.id = 'stock:' || e.variant_id || ':' || e.location_id)`,
} as const;

/** Fails unless money, stock, orders, payments and events agree with each other, in every order there is. */
export async function expectBooksToBalance({ pool }: Database): Promise<void> {
  const found: Record<string, unknown> = {};
  for (const [what, query] of Object.entries(never)) {
    const { rows } = await pool.query<Record<string, unknown>>(query);
    if (rows.length > 0) found[what] = rows.slice(0, 5);
  }
  expect(found).toEqual({});
}
