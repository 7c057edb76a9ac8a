import { ordersBeforeColumn } from './order-counts.repository.js';

/**
 * SQL: the columns of `CountedJson` for the codes of the array: those that count once, the budgets whose last order gets what is left, and,
 * where a rule asks for it, how many orders the `buyer` (`orderBuyer`) has placed.
 */
export function countedColumns(codes: string, buyer: string): string {
  return `(select json_agg(json_build_array(entered.code, c.promotion_id, c.used_by is not null))
      from unnest(${codes}) entered(code) join promotion_code c on c.hash = sha256(convert_to(upper(entered.code), 'UTF8')) and c.code is null) single_use,
    (select json_agg(json_build_array(p.id, b.currency, greatest(0, c.capacity - c.pending - c.posted)::text))
      from promotion p, jsonb_object_keys(p.budget) b(currency), counter c
      where p.status = 'ACTIVE' and p.budget_end = 'PARTIAL' and c.id = 'promotion_budget:' || p.id || ':' || b.currency) budgets,
    ${ordersBeforeColumn(buyer)} orders_before`;
}

/** SQL: whether an active promotion asks for more of an item than its variant and its price. */
export const itemsAsked = `exists (select from promotion where promotion.status = 'ACTIVE' and promotion.asks_items)`;
