-- Where a location is and what sort of place: the address of a building, no personal data.
alter table location
  add column kind text not null default 'STORE',
  add column country char(2),
  add column region text,
  add column postcode text,
  add column city text,
  add column street text,
  add column time_zone text,
  add column latitude numeric(9, 6),
  add column longitude numeric(9, 6),
  add column external_code text,
  add column active boolean not null default true,
  add column version bigint not null default 1,
  add constraint location_kind_known check (kind in ('STORE', 'WAREHOUSE', 'KIOSK', 'SUPPLIER')),
  add constraint location_point_whole check ((latitude is null) = (longitude is null)),
  add constraint location_point_on_earth check (latitude between -90 and 90 and longitude between -180 and 180);
create unique index location_external_code_key on location (external_code);

-- A level counts its movements, and each movement keeps what was on hand after it: what a count saw can be looked up.
alter table stock_level add column version bigint not null default 0;
alter table stock_movement
  add column unavailable_delta bigint not null default 0,
  add column on_hand bigint not null default 0,
  add column level_version bigint not null default 0;

alter table stock_movement disable trigger stock_movement_stands;
update stock_movement m
set on_hand = s.on_hand, level_version = s.level_version
from (
  select id, sum(delta) over book as on_hand, row_number() over book as level_version
  from stock_movement window book as (partition by variant_id, location_id order by occurred_at, id)
) s where s.id = m.id;
alter table stock_movement enable trigger stock_movement_stands;
update stock_level l set version = m.movements
from (select variant_id, location_id, count(*) as movements from stock_movement group by variant_id, location_id) m
where m.variant_id = l.variant_id and m.location_id = l.location_id;

alter table stock_movement
  alter column on_hand drop default,
  alter column level_version drop default,
  add constraint stock_movement_moves check (delta <> 0 or unavailable_delta <> 0),
  add constraint stock_movement_reason_known check (reason in ('COUNT', 'RECEIVED', 'RETURNED', 'DAMAGED', 'INSPECTED', 'LOST',
    'FOUND', 'TRANSFER', 'CORRECTION', 'OFFLINE_SALE', 'IMPORT', 'SHIPPED'));
create unique index stock_movement_level_version_key on stock_movement (variant_id, location_id, level_version);

-- Facts took from under promises: somebody has to decide who waits. One open a place.
create table stock_exception (
  id text not null,
  variant_id text not null,
  location_id text not null,
  excess bigint not null,
  reason text not null,
  reference text,
  raised_at timestamptz(3) not null default now(),
  resolved_at timestamptz(3),
  resolved_by text,
  resolution text,
  constraint stock_exception_pkey primary key (id),
  constraint stock_exception_excess_above_zero check (excess > 0),
  constraint stock_exception_resolved_whole
    check ((resolved_at is null) = (resolved_by is null) and (resolved_at is null) = (resolution is null))
);
create unique index stock_exception_open on stock_exception (variant_id, location_id) where resolved_at is null;

-- The payload of stock.changed, with what could be promised before.
create function stock_news(p_counter text, p_capacity bigint, p_overdraft bigint, p_pending bigint, p_posted bigint, p_before bigint)
returns jsonb language sql stable parallel safe as $$
  select stock_news(p_counter, p_capacity, p_overdraft, p_pending, p_posted)
    || jsonb_build_object('availableBefore', quantity_text(greatest(0, p_before)))
$$;

drop function stock_change(text[], text[], bigint[], bigint[], bigint[], bigint[], text[], text, text, text);

-- Takes facts about stock, a row a variant and location (each at most once). On hand is set to a count or moved by a difference,
-- what is unavailable likewise; null leaves a value as it is. A count that saw the level at version p_seen counts what moved
-- since on top; CW003: there is no such version. Makes levels and counters that are missing; a new place takes over how far the
-- variant may be sold beyond its stock elsewhere. What facts take from under promises becomes the counter's excess, and raises
-- an exception. p_within: nothing may be taken from under promises; CW001 is the refusal, as for a claim.
-- Each counter that changed has one version more, each level one for each movement.
create function stock_change(
  p_variants text[], p_locations text[], p_on_hand bigint[], p_seen bigint[], p_difference bigint[], p_unavailable bigint[],
  p_unavailable_difference bigint[], p_overdraft bigint[], p_movements text[], p_reason text, p_reference text, p_actor text,
  p_within boolean
) returns table (
  counter_id text, on_hand bigint, unavailable bigint, capacity bigint, overdraft bigint,
  pending bigint, posted bigint, excess bigint, version bigint, changed boolean, was bigint, level_version bigint
) language plpgsql as $$
#variable_conflict use_column
declare
  wrong record;
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

  if p_within then
    select k.id, -a.difference as asked, greatest(0, k.capacity - k.pending - k.posted) as available into wrong
    from unnest(p_variants, p_locations, p_difference) as a (variant_id, location_id, difference)
    join counter k on k.id = 'stock:' || a.variant_id || ':' || a.location_id
    where a.difference < 0 and k.capacity - k.pending - k.posted < -a.difference
    order by k.id limit 1;
    if found then
      raise exception 'not enough of %', wrong.id using errcode = 'CW001',
        detail = json_build_object('counter', wrong.id, 'asked', wrong.asked::text, 'available', wrong.available::text)::text;
    end if;
  end if;

  if exists (select from unnest(p_seen) as s (seen) where s.seen is not null) then
    select a.variant_id, a.location_id, a.seen into wrong
    from unnest(p_variants, p_locations, p_seen) as a (variant_id, location_id, seen)
    where a.seen <> 0 and not exists (
      select from stock_movement m
      where m.variant_id = a.variant_id and m.location_id = a.location_id and m.level_version = a.seen)
    order by 1, 2 limit 1;
    if found then
      raise exception 'the level of % at % has no version %', wrong.variant_id, wrong.location_id, wrong.seen
        using errcode = 'CW003', detail = wrong.variant_id || ':' || wrong.location_id;
    end if;
  end if;

  return query
    with facts as (
      select a.movement, a.variant_id, a.location_id, 'stock:' || a.variant_id || ':' || a.location_id as counter_id,
        coalesce(l.on_hand, 0) as had, coalesce(l.unavailable, 0) as kept, coalesce(l.version, 0) as version,
        coalesce(a.on_hand + case when a.seen is null then 0 else coalesce(l.on_hand, 0) - coalesce(m.on_hand, 0) end, l.on_hand, 0)
          + coalesce(a.difference, 0) as on_hand,
        coalesce(a.unavailable, l.unavailable, 0) + coalesce(a.unavailable_difference, 0) as unavailable,
        coalesce(a.overdraft, k.overdraft) as overdraft, k.overdraft as overdraft_before, l.variant_id is null as fresh,
        k.capacity + k.overdraft - k.pending - k.posted as was, k.excess as excess_before
      from unnest(p_variants, p_locations, p_on_hand, p_seen, p_difference, p_unavailable, p_unavailable_difference, p_overdraft,
          p_movements)
        as a (variant_id, location_id, on_hand, seen, difference, unavailable, unavailable_difference, overdraft, movement)
      join counter k on k.id = 'stock:' || a.variant_id || ':' || a.location_id
      left join stock_level l on l.variant_id = a.variant_id and l.location_id = a.location_id
      left join stock_movement m
        on a.seen is not null and m.variant_id = a.variant_id and m.location_id = a.location_id and m.level_version = a.seen
    ), decided as (
      select f.*, f.on_hand <> f.had or f.unavailable <> f.kept as moved,
        f.fresh or f.on_hand <> f.had or f.unavailable <> f.kept or f.overdraft <> f.overdraft_before as changed
      from facts f
    ), levels as (
      insert into stock_level (variant_id, location_id, on_hand, unavailable, version)
      select d.variant_id, d.location_id, d.on_hand, d.unavailable, d.version + d.moved::int from decided d where d.changed
      on conflict (variant_id, location_id)
        do update set on_hand = excluded.on_hand, unavailable = excluded.unavailable, version = excluded.version
    ), moved as (
      insert into stock_movement
        (id, variant_id, location_id, delta, unavailable_delta, on_hand, level_version, reason, reference, actor)
      select d.movement, d.variant_id, d.location_id, d.on_hand - d.had, d.unavailable - d.kept, d.on_hand, d.version + 1,
        p_reason, p_reference, p_actor
      from decided d where d.moved
    ), counted as (
      update counter c
      set capacity = d.on_hand - d.unavailable,
          overdraft = d.overdraft,
          excess = greatest(0, c.pending + c.posted - (d.on_hand - d.unavailable) - d.overdraft),
          version = c.version + 1
      from decided d where c.id = d.counter_id and d.changed
      returning c.*
    ), raised as (
      insert into stock_exception (id, variant_id, location_id, excess, reason, reference)
      select 'stx_' || new_ulid(), d.variant_id, d.location_id, n.excess, p_reason, p_reference
      from counted n join decided d on d.counter_id = n.id where n.excess > d.excess_before
      on conflict (variant_id, location_id) where resolved_at is null
        do update set excess = excluded.excess, reason = excluded.reason, reference = excluded.reference
    )
    select d.counter_id, d.on_hand, d.unavailable, coalesce(n.capacity, k.capacity), coalesce(n.overdraft, k.overdraft),
      k.pending, k.posted, coalesce(n.excess, k.excess), coalesce(n.version, k.version), d.changed, d.was, d.version + d.moved::int
    from decided d join counter k on k.id = d.counter_id left join counted n on n.id = d.counter_id;
end $$;

drop function stock_overdraft(text[], bigint[]);

-- Lets variants be sold beyond their stock by p_overdraft at every location, or no longer (0).
create function stock_overdraft(p_variants text[], p_overdraft bigint[])
returns table (
  counter_id text, capacity bigint, overdraft bigint, pending bigint, posted bigint, version bigint, was bigint
) language plpgsql as $$
#variable_conflict use_column
declare
  locked text[];
begin
  locked := array(select 'stock:' || l.variant_id || ':' || l.location_id from stock_level l where l.variant_id = any (p_variants));
  perform hold_lock(locked);
  return query
    with wanted as (
      select k.id, a.overdraft, k.capacity + k.overdraft - k.pending - k.posted as was, k.excess as excess_before
      from unnest(p_variants, p_overdraft) as a (variant_id, overdraft)
      join counter k on k.id = any (locked) and split_part(k.id, ':', 2) = a.variant_id and k.overdraft <> a.overdraft
    ), counted as (
      update counter c
      set overdraft = w.overdraft,
          excess = greatest(0, c.pending + c.posted - c.capacity - w.overdraft),
          version = c.version + 1
      from wanted w where c.id = w.id
      returning c.id, c.capacity, c.overdraft, c.pending, c.posted, c.version, c.excess, w.was, w.excess_before
    ), raised as (
      insert into stock_exception (id, variant_id, location_id, excess, reason)
      select 'stx_' || new_ulid(), split_part(n.id, ':', 2), split_part(n.id, ':', 3), n.excess, 'BACKORDER_ENDED'
      from counted n where n.excess > n.excess_before
      on conflict (variant_id, location_id) where resolved_at is null
        do update set excess = excluded.excess, reason = excluded.reason, reference = null
    )
    select n.id, n.capacity, n.overdraft, n.pending, n.posted, n.version, n.was from counted n;
end $$;

-- An import makes and moves units in one transaction, whatever their order: its paths have to be true at the end.
alter table organization alter constraint organization_parent_fkey deferrable initially immediate;
