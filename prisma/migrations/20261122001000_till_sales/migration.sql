-- Exceptions: one list of all that facts brought which somebody has to look at. What stock had of its own becomes the kind STOCK.
alter table stock_exception rename to exception;
alter table exception rename constraint stock_exception_pkey to exception_pkey;
alter table exception rename constraint stock_exception_resolved_whole to exception_resolved_whole;
drop index stock_exception_open;
alter table exception
  drop constraint stock_exception_excess_above_zero,
  add column kind text not null default 'STOCK',
  add column sale_id text,
  add column facts jsonb not null default '{}',
  alter column variant_id drop not null;

-- What an exception of stock says; what is null is not said.
create function exception_of_stock(p_excess bigint, p_reason text, p_reference text) returns jsonb
language sql stable parallel safe as $$
  select jsonb_strip_nulls(jsonb_build_object('excess', quantity_text(p_excess), 'reason', p_reason, 'reference', p_reference))
$$;

update exception set id = 'exc_' || substr(id, 5), facts = exception_of_stock(excess, reason, reference);
alter table exception
  drop column excess,
  drop column reason,
  drop column reference,
  alter column kind drop default,
  alter column facts drop default,
  add constraint exception_kind_known check (kind in ('STOCK', 'PRICE_VARIANCE', 'TAX_VARIANCE', 'NOT_FOR_SALE', 'UNKNOWN_VARIANT',
    'CODE_UNKNOWN', 'PROMOTION_CLOSED', 'LIMIT_EXCEEDED', 'TOTALS_DIFFER', 'TENDER_DIFFERENCE', 'FLOOR_LIMIT', 'CLOCK_SKEW',
    'FOREIGN_CURRENCY', 'UNREADABLE')),
  add constraint exception_about check ((kind = 'STOCK') = (sale_id is null) and (kind <> 'STOCK' or variant_id is not null)),
  add constraint exception_facts_named check (jsonb_typeof(facts) = 'object');
-- one open exception of stock a place; of a sale one of each kind, for good
create unique index exception_open_stock on exception (variant_id, location_id) where resolved_at is null and kind = 'STOCK';
create unique index exception_of_sale on exception (sale_id, kind) where sale_id is not null;
create index exception_open on exception (location_id, id desc) where resolved_at is null;

-- Whoever could resolve exceptions of stock may resolve all.
update role set permissions = permissions || '{RESOLVE_EXCEPTIONS}'::text[] where 'MANAGE_STOCK' = any (permissions);
update access_key set permissions = permissions || '{RESOLVE_EXCEPTIONS}'::text[] where 'MANAGE_STOCK' = any (permissions);

-- Takes facts about stock, a row a variant and location (each at most once). On hand is set to a count or moved by a difference,
-- what is unavailable likewise; null leaves a value as it is. A count that saw the level at version p_seen counts what moved
-- since on top; CW003: there is no such version. Makes levels and counters that are missing; a new place takes over how far the
-- variant may be sold beyond its stock elsewhere. What facts take from under promises becomes the counter's excess, and raises
-- an exception. p_within: nothing may be taken from under promises; CW001 is the refusal, as for a claim.
-- Each counter that changed has one version more, each level one for each movement.
create or replace function stock_change(
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
      insert into exception (id, kind, variant_id, location_id, facts)
      select 'exc_' || new_ulid(), 'STOCK', d.variant_id, d.location_id, exception_of_stock(n.excess, p_reason, p_reference)
      from counted n join decided d on d.counter_id = n.id where n.excess > d.excess_before
      on conflict (variant_id, location_id) where resolved_at is null and kind = 'STOCK' do update set facts = excluded.facts
    )
    select d.counter_id, d.on_hand, d.unavailable, coalesce(n.capacity, k.capacity), coalesce(n.overdraft, k.overdraft),
      k.pending, k.posted, coalesce(n.excess, k.excess), coalesce(n.version, k.version), d.changed, d.was, d.version + d.moved::int
    from decided d join counter k on k.id = d.counter_id left join counted n on n.id = d.counter_id;
end $$;


-- Lets variants be sold beyond their stock by p_overdraft at every location, or no longer (0).
create or replace function stock_overdraft(p_variants text[], p_overdraft bigint[])
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
      insert into exception (id, kind, variant_id, location_id, facts)
      select 'exc_' || new_ulid(), 'STOCK', split_part(n.id, ':', 2), split_part(n.id, ':', 3),
        exception_of_stock(n.excess, 'BACKORDER_ENDED', null)
      from counted n where n.excess > n.excess_before
      on conflict (variant_id, location_id) where resolved_at is null and kind = 'STOCK' do update set facts = excluded.facts
    )
    select n.id, n.capacity, n.overdraft, n.pending, n.posted, n.version, n.was from counted n;
end $$;

-- Facts use up what is limited, whatever is left of it: a posted hold for each, and what goes beyond the capacity becomes the counter's
-- excess. Owners take in the order in which they are given; `beyond` is what an owner took too much. Counters that are not there are
-- left out. The counters are locked in the order of their ids, as claims do.
create function hold_take(p_owners text[], p_counters text[], p_quantities bigint[])
returns table (owner text, counter_id text, quantity bigint, beyond bigint) language plpgsql as $$
#variable_conflict use_column
begin
  perform hold_lock(p_counters);
  return query
    with taken as (
      select t.owner, t.counter_id, t.quantity,
        greatest(0, c.pending + c.posted - c.capacity - c.overdraft
          + sum(t.quantity) over (partition by t.counter_id order by t.position))::bigint as too_much
      from unnest(p_owners, p_counters, p_quantities) with ordinality as t (owner, counter_id, quantity, position)
      join counter c on c.id = t.counter_id
    ), counted as (
      update counter c
      set posted = c.posted + s.quantity,
          excess = greatest(c.excess, c.pending + c.posted + s.quantity - c.capacity - c.overdraft),
          version = c.version + 1
      from (select taken.counter_id, sum(taken.quantity)::bigint as quantity from taken group by taken.counter_id) s
      where c.id = s.counter_id
    ), held as (
      insert into hold (owner, counter_id, quantity, state, created_at)
      select taken.owner, taken.counter_id, taken.quantity, 'POSTED', clock_timestamp() from taken
    )
    select taken.owner, taken.counter_id, taken.quantity, least(taken.quantity, taken.too_much)::bigint from taken;
end $$;

-- Goods that left a location with sales: a movement for each owner and variant, in the order in which they are given, the new levels
-- (below zero where more left than there was), and a hold of the owner that is consumed already. What is taken from under promises, or
-- was never there, becomes the counter's excess and raises an exception. Levels and counters that are missing are made.
create function stock_sell(
  p_owners text[], p_variants text[], p_quantities bigint[], p_location text, p_actor text
) returns table (
  counter_id text, capacity bigint, overdraft bigint, pending bigint, posted bigint, version bigint, was bigint
) language plpgsql as $$
#variable_conflict use_column
declare
  places text[] := array(select distinct 'stock:' || v || ':' || p_location from unnest(p_variants) v);
begin
  insert into counter (id, capacity, overdraft)
  select p.id, 0, coalesce((
    select max(k.overdraft) from stock_level l join counter k on k.id = 'stock:' || l.variant_id || ':' || l.location_id
    where l.variant_id = split_part(p.id, ':', 2)), 0)
  from unnest(places) as p (id)
  where not exists (select from counter k where k.id = p.id)
  order by 1
  on conflict (id) do nothing;

  perform hold_lock(places);

  return query
    with sold as (
      select s.owner, s.variant_id, s.quantity, s.position, 'stock:' || s.variant_id || ':' || p_location as counter_id,
        coalesce(l.on_hand, 0) - sum(s.quantity) over earlier as on_hand,
        coalesce(l.version, 0) + row_number() over earlier as level_version
      from unnest(p_owners, p_variants, p_quantities) with ordinality as s (owner, variant_id, quantity, position)
      left join stock_level l on l.variant_id = s.variant_id and l.location_id = p_location
      window earlier as (partition by s.variant_id order by s.position)
    ), moved as (
      insert into stock_movement (id, variant_id, location_id, delta, on_hand, level_version, reason, reference, actor)
      select 'mov_' || new_ulid(), sold.variant_id, p_location, -sold.quantity, sold.on_hand, sold.level_version, 'OFFLINE_SALE',
        sold.owner, p_actor
      from sold order by sold.position
    ), last as (
      select distinct on (sold.counter_id) sold.counter_id, sold.variant_id, sold.owner, sold.on_hand, sold.level_version
      from sold order by sold.counter_id, sold.position desc
    ), levels as (
      insert into stock_level (variant_id, location_id, on_hand, version)
      select last.variant_id, p_location, last.on_hand, last.level_version from last
      on conflict (variant_id, location_id) do update set on_hand = excluded.on_hand, version = excluded.version
    ), held as (
      insert into hold (owner, counter_id, quantity, state, created_at, closed_at)
      select sold.owner, sold.counter_id, sold.quantity, 'CONSUMED', clock_timestamp(), clock_timestamp() from sold
    ), sums as (
      select k.id, k.capacity - q.quantity as capacity, k.capacity + k.overdraft - k.pending - k.posted as was, k.excess as excess_before,
        greatest(0, k.pending + k.posted - (k.capacity - q.quantity) - k.overdraft) as excess
      from (select sold.counter_id, sum(sold.quantity)::bigint as quantity from sold group by sold.counter_id) q
      join counter k on k.id = q.counter_id
    ), counted as (
      update counter c set capacity = s.capacity, excess = s.excess, version = c.version + 1
      from sums s where c.id = s.id
      returning c.id, c.capacity, c.overdraft, c.pending, c.posted, c.version, c.excess, s.was, s.excess_before
    ), raised as (
      insert into exception (id, kind, variant_id, location_id, facts)
      select 'exc_' || new_ulid(), 'STOCK', last.variant_id, p_location, exception_of_stock(n.excess, 'OFFLINE_SALE', last.owner)
      from counted n join last on last.counter_id = n.id where n.excess > n.excess_before
      on conflict (variant_id, location_id) where resolved_at is null and kind = 'STOCK' do update set facts = excluded.facts
    )
    select n.id, n.capacity, n.overdraft, n.pending, n.posted, n.version, n.was from counted n;
end $$;

-- An order may come of a sale at a till: no cart, no computation of ours, and things that nobody knows.
alter table orders
  alter column cart_id drop not null,
  alter column inputs drop not null,
  add constraint order_of_cart_has_inputs check ((cart_id is null) = (inputs is null)),
  add constraint order_without_cart_is_a_tills check (cart_id is not null or device_id is not null);
alter table order_line alter column variant_id drop not null;

-- A sale may be paid in parts: cash and a card.
alter table payment add column part smallint not null default 0;
drop index payment_living;
create unique index payment_living on payment (order_id, part)
  where state in ('PENDING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED', 'VOIDING', 'REFUNDING');

-- The number of a till stands on its receipts.
create table till (
  device_id text not null,
  number bigint generated always as identity,
  location_id text not null,
  opened_at timestamptz(3) not null default now(),
  constraint till_pkey primary key (device_id)
);
create unique index till_number_key on till (number);

-- Card payments above it that nobody authorised are looked at.
create table floor_limit (
  channel_id text not null,
  currency char(3) not null,
  amount numeric(20, 0) not null,
  constraint floor_limit_pkey primary key (channel_id, currency),
  constraint floor_limit_not_negative check (amount >= 0)
);

-- Sales that tills made while nobody was asked: facts. A device's numbers are gapless, for each but the first refers to the one before it.
create table till_sale (
  id text not null,
  device_id text not null,
  client_id text not null,
  sequence bigint not null,
  previous bigint generated always as (nullif(sequence - 1, 0)) stored,
  hash text not null,
  location_id text not null,
  channel_id text not null,
  order_id text,
  device_time timestamptz(3) not null,
  clock_offset_seconds bigint,
  sold_at timestamptz(3) not null,
  recorded_at timestamptz(3) not null,
  snapshot_id text,
  terms_version text,
  receipt jsonb not null,
  expected jsonb,
  constraint till_sale_pkey primary key (id),
  constraint till_sale_sequence_from_one check (sequence >= 1),
  constraint till_sale_device_id_fkey foreign key (device_id) references till (device_id)
);
create unique index till_sale_client_id_key on till_sale (device_id, client_id);
create unique index till_sale_sequence_key on till_sale (device_id, sequence);
create unique index till_sale_order_id_key on till_sale (order_id);
alter table till_sale add constraint till_sale_follows foreign key (device_id, previous) references till_sale (device_id, sequence);

create function till_sale_stands() returns trigger language plpgsql as $$
begin
  raise exception 'sales are facts: they are append-only' using errcode = '23001', constraint = 'till_sale_stands';
end $$;
create trigger till_sale_stands before update or delete or truncate on till_sale
  for each statement execute function till_sale_stands();

alter table exception add constraint exception_sale_id_fkey foreign key (sale_id) references till_sale (id);

-- The place of an event among those that tills pull: given by the one active relay as it hands events on, so it rises in the order
-- in which they become visible, and nobody who reads on from a place misses one.
alter table outbox add column position bigint;
create sequence outbox_position_seq;
create unique index outbox_position on outbox (position) where position is not null;
