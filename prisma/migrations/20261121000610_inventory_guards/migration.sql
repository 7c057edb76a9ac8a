alter table stock_level
  add constraint stock_level_unavailable_not_negative check (unavailable >= 0),
  add constraint stock_level_location_id_fkey foreign key (location_id) references location (id);

-- Movements are facts: they are corrected by another movement, never rewritten.
create function stock_movement_stands() returns trigger language plpgsql as $$
begin
  raise exception 'stock movements are append-only' using errcode = '23001', constraint = 'stock_movement_stands';
end $$;
create trigger stock_movement_stands before update or delete or truncate on stock_movement
  for each statement execute function stock_movement_stands();

-- Thousandths as a decimal text: 2000 is '2', 250 is '0.25'.
create function quantity_text(p_quantity bigint) returns text
language sql immutable parallel safe as $$ select trim_scale(p_quantity::numeric / 1000)::text $$;

-- The payload of stock.changed.
create function stock_news(p_counter text, p_capacity bigint, p_overdraft bigint, p_pending bigint, p_posted bigint) returns jsonb
language sql immutable parallel safe as $$
  select jsonb_build_object(
    'variantId', split_part(p_counter, ':', 2),
    'locationId', split_part(p_counter, ':', 3),
    'capacity', quantity_text(p_capacity),
    'pending', quantity_text(p_pending),
    'posted', quantity_text(p_posted),
    'available', quantity_text(greatest(0, p_capacity + p_overdraft - p_pending - p_posted)),
    'excess', quantity_text(greatest(0, p_pending + p_posted - p_capacity - p_overdraft)))
$$;

-- Takes facts about stock, a row a variant and location (each at most once): on hand set to a count or moved by a
-- difference; null leaves a value as it is. Makes levels and counters that are missing; a new place takes over how far
-- the variant may be sold beyond its stock elsewhere. What facts take from under promises becomes the counter's excess.
-- Each counter that changed has one version more.
create function stock_change(
  p_variants text[], p_locations text[], p_on_hand bigint[], p_difference bigint[], p_unavailable bigint[], p_overdraft bigint[],
  p_movements text[], p_reason text, p_reference text, p_actor text
) returns table (
  counter_id text, on_hand bigint, unavailable bigint, capacity bigint, overdraft bigint,
  pending bigint, posted bigint, excess bigint, version bigint, changed boolean
) language plpgsql as $$
#variable_conflict use_column
begin
  insert into counter (id, capacity, overdraft)
  select 'stock:' || a.variant_id || ':' || a.location_id, 0, coalesce(
    (select max(k.overdraft) from stock_level l join counter k on k.id = 'stock:' || l.variant_id || ':' || l.location_id
     where l.variant_id = a.variant_id), 0)
  from unnest(p_variants, p_locations) as a (variant_id, location_id)
  where not exists (select from counter k where k.id = 'stock:' || a.variant_id || ':' || a.location_id)
  order by 1
  on conflict (id) do nothing;

  perform hold_lock(array(
    select 'stock:' || a.variant_id || ':' || a.location_id from unnest(p_variants, p_locations) as a (variant_id, location_id)));

  return query
    with facts as (
      select a.movement, a.variant_id, a.location_id, 'stock:' || a.variant_id || ':' || a.location_id as counter_id,
        coalesce(l.on_hand, 0) as was,
        coalesce(a.on_hand, l.on_hand, 0) + coalesce(a.difference, 0) as on_hand,
        coalesce(a.unavailable, l.unavailable, 0) as unavailable,
        coalesce(a.overdraft, k.overdraft) as overdraft,
        l.variant_id is null or a.on_hand <> l.on_hand or a.difference <> 0
          or a.unavailable <> l.unavailable or a.overdraft <> k.overdraft as changed
      from unnest(p_variants, p_locations, p_on_hand, p_difference, p_unavailable, p_overdraft, p_movements)
        as a (variant_id, location_id, on_hand, difference, unavailable, overdraft, movement)
      join counter k on k.id = 'stock:' || a.variant_id || ':' || a.location_id
      left join stock_level l on l.variant_id = a.variant_id and l.location_id = a.location_id
    ), levels as (
      insert into stock_level (variant_id, location_id, on_hand, unavailable)
      select f.variant_id, f.location_id, f.on_hand, f.unavailable from facts f where f.changed
      on conflict (variant_id, location_id) do update set on_hand = excluded.on_hand, unavailable = excluded.unavailable
    ), moved as (
      insert into stock_movement (id, variant_id, location_id, delta, reason, reference, actor)
      select f.movement, f.variant_id, f.location_id, f.on_hand - f.was, p_reason, p_reference, p_actor
      from facts f where f.on_hand <> f.was
    ), counted as (
      update counter c
      set capacity = f.on_hand - f.unavailable,
          overdraft = f.overdraft,
          excess = greatest(0, c.pending + c.posted - (f.on_hand - f.unavailable) - f.overdraft),
          version = c.version + 1
      from facts f where c.id = f.counter_id and f.changed
      returning c.*
    )
    select f.counter_id, f.on_hand, f.unavailable, coalesce(n.capacity, k.capacity), coalesce(n.overdraft, k.overdraft),
      k.pending, k.posted, coalesce(n.excess, k.excess), coalesce(n.version, k.version), coalesce(f.changed, false)
    from facts f join counter k on k.id = f.counter_id left join counted n on n.id = f.counter_id;
end $$;

-- Lets variants be sold beyond their stock by p_overdraft at every location, or no longer (0).
create function stock_overdraft(p_variants text[], p_overdraft bigint[])
returns table (counter_id text, capacity bigint, overdraft bigint, pending bigint, posted bigint, version bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  locked text[];
begin
  locked := array(select 'stock:' || l.variant_id || ':' || l.location_id from stock_level l where l.variant_id = any (p_variants));
  perform hold_lock(locked);
  return query
    update counter c
    set overdraft = a.overdraft,
        excess = greatest(0, c.pending + c.posted - c.capacity - a.overdraft),
        version = c.version + 1
    from unnest(p_variants, p_overdraft) as a (variant_id, overdraft)
    where c.id = any (locked) and split_part(c.id, ':', 2) = a.variant_id and c.overdraft <> a.overdraft
    returning c.id, c.capacity, c.overdraft, c.pending, c.posted, c.version;
end $$;

alter table location
  add constraint location_legal_entity_id_fkey foreign key (legal_entity_id) references legal_entity (id);
