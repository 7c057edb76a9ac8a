import { listsChangedSince } from '#pricing';

/**
 * SQL: the `FormerPriceTuple`s of the variants of the array `variants` among `lists`, and among those that were changed since the instant
 * `since`, as far as they were believed and held at some instant from then on; null: nothing of it is other than it was.
 */
export function formerPricesColumn(variants: string, lists: string, since: string): string {
  const columns = 'id, list_id, variant_id, min_quantity, amount, compare_at, valid_from, valid_to, recorded_from';
  const epoch = (of: string): string => `(extract(epoch from ${of}) * 1000)::bigint`;
  return `(select case when
      exists (select from price_history h where h.variant_id = any(${variants})
        and (h.recorded_to > ${since} or (h.recorded_to is null and h.valid_to > ${since})))
      or exists (select from price p where p.variant_id = any(${variants})
        and (p.recorded_from > ${since} or p.valid_to > ${since} or (p.valid_from > ${since} and p.valid_from <= now())))
      or exists (${listsChangedSince(since)})
    then coalesce((select json_agg(json_build_array(variant_id, id, list_id, min_quantity::text, amount::text, compare_at::text,
        ${epoch('greatest(valid_from, recorded_from)')}, ${epoch('least(valid_to, recorded_to)')}) order by recorded_from desc nulls last)
      from (select ${columns}, null::timestamptz recorded_to from price
        union all select ${columns}, recorded_to from price_history) known
      where variant_id = any(${variants}) and (list_id = any(${lists}) or list_id in (${listsChangedSince(since)}))
        and coalesce(valid_to > ${since}, true) and coalesce(recorded_to > ${since}, true)), '[]') end)`;
}
