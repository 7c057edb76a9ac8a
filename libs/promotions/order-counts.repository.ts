/** SQL: whether an active promotion asks which order of the buyer it would be. */
const ordersAsked = `exists (select from promotion where promotion.status = 'ACTIVE' and promotion.asks_orders)`;

/** SQL: by whom orders are counted: the owner, a unit or a customer; where there is none, whoever has the e-mail address. */
export function orderBuyer(owner: string, email: string): string {
  return `coalesce(${owner}, buyer_of_email(${email}))`;
}

/** SQL: how many orders the buyer (`orderBuyer`) has placed; null: no rule asks, or nothing is known of the buyer. */
export function ordersBeforeColumn(buyer: string): string {
  return `case when ${ordersAsked} then (select coalesce((select c.orders::int from order_count c where c.buyer = known.buyer), 0)
      from (select ${buyer} buyer) known where known.buyer is not null) end`;
}

/** SQL: counts the orders of `placed` (customer_id, organization_id, contact), which this statement places, among those of their buyers: how many each has now. */
export function countingOrders(placed: string): string {
  return `insert into order_count as c (buyer, orders) select buyer, count(*) from ${buyersOf(placed)} group by buyer order by buyer
    on conflict (buyer) do update set orders = c.orders + excluded.orders
    returning buyer, orders`;
}

/** SQL: whether the buyer of the `order`, if it is among the `counted`, had placed as many orders before as it was priced by; null: any number. */
export function ordersWere(expected: string, order: string, counted: string): string {
  return `(${expected} is null or not exists (select from ${counted} c where c.orders <> ${expected} + 1
    and c.buyer = (buyers_of_order(${order}.customer_id, ${order}.organization_id, ${order}.contact->>'email'))[1]))`;
}

/** SQL: counts the orders of `cancelled` no more, which had been placed. */
export function uncountingOrders(cancelled: string): string {
  return `update order_count c set orders = greatest(0, c.orders - gone.orders)
    from (select buyer, count(*) orders from ${buyersOf(cancelled)} group by buyer) gone where c.buyer = gone.buyer`;
}

const buyersOf = (orders: string) =>
  `${orders} o, unnest(buyers_of_order(o.customer_id, o.organization_id, o.contact->>'email')) buyer`;
