-- Products are published at an instant that may lie ahead: the next one is looked up whenever a page of products is read anew.
create index product_publication on product (published_at);

-- A ULID that sorts by the microsecond: 48 bits of milliseconds, 10 of microseconds, and 56 random ones, written as hexadecimal
-- digits, which are digits of a ULID as well.
create or replace function new_ulid() returns text
language plpgsql volatile parallel safe as $$
declare
  a constant text[] := string_to_array('0123456789ABCDEFGHJKMNPQRSTVWXYZ', null);
  micros bigint := extract(epoch from clock_timestamp()) * 1000000;
  h int := micros / 1000 >> 25;
  l int := micros / 1000 & 33554431;
  m int := micros % 1000;
  r text := upper(gen_random_uuid()::text);
begin
  -- written out, not looped: every event that SQL tells of waits for this
  return a[(h >> 20) + 1] || a[(h >> 15 & 31) + 1] || a[(h >> 10 & 31) + 1] || a[(h >> 5 & 31) + 1] || a[(h & 31) + 1]
    || a[(l >> 20) + 1] || a[(l >> 15 & 31) + 1] || a[(l >> 10 & 31) + 1] || a[(l >> 5 & 31) + 1] || a[(l & 31) + 1]
    || a[(m >> 5) + 1] || a[(m & 31) + 1] || right(r, 12) || left(r, 2);
end
$$;

-- Thousandths as a decimal text: 2000 is '2', 250 is '0.25'.
create or replace function quantity_text(p_quantity bigint) returns text
language sql immutable parallel safe as $$
  select case when p_quantity % 1000 = 0 then (p_quantity / 1000)::text else trim_scale(p_quantity::numeric / 1000)::text end
$$;

-- The same as it was, for whom there is no room at once.
alter function hold_claim(text, text[], bigint[], bigint[], timestamptz) rename to hold_claim_in_turn;

-- Takes all that is asked, or nothing. The counters are locked in the order of their ids, so that claims never deadlock; where
-- each has room, which is nearly always, all are taken at once. Else they are walked: due holds make room, and the first shortage
-- raises CW001 with its facts.
create function hold_claim(p_owner text, p_counters text[], p_quantities bigint[], p_keep bigint[], p_expires_at timestamptz)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  wanted constant bigint := (select count(distinct id) from unnest(p_counters) id);
  roomy bigint;
begin
  select count(*) into roomy
  from (select c.id, c.capacity + c.overdraft - c.pending - c.posted as room from counter c
        where c.id = any (p_counters) order by c.id for update) locked
  join (select d.id, sum(d.quantity) as quantity, max(coalesce(d.keep, 0)) as keep
        from unnest(p_counters, p_quantities, p_keep) as d (id, quantity, keep) group by d.id) demand using (id)
  where locked.room - demand.keep >= demand.quantity;

  if roomy < wanted then
    return query select * from hold_claim_in_turn(p_owner, p_counters, p_quantities, p_keep, p_expires_at);
    return;
  end if;

  return query
    with demand as (
      select d.id, sum(d.quantity)::bigint as quantity from unnest(p_counters, p_quantities) as d (id, quantity) group by d.id
    ), taken as (
      update counter c
      set pending = c.pending + case when p_expires_at is null then 0 else demand.quantity end,
          posted = c.posted + case when p_expires_at is null then demand.quantity else 0 end,
          version = c.version + 1
      from demand where c.id = demand.id
      returning c.id, c.capacity, c.pending, c.posted, c.version, c.overdraft, demand.quantity
    ), held as (
      insert into hold (owner, counter_id, quantity, state, expires_at, created_at)
      select p_owner, taken.id, taken.quantity, case when p_expires_at is null then 'POSTED' else 'PENDING' end, p_expires_at,
        clock_timestamp()
      from taken order by taken.id
    )
    select * from taken order by taken.id;
end $$;

-- What jsonb_build_object says is stable: a function that promises more is not put into the statement that calls it, and costs ten
-- times as much.
alter function stock_news(text, bigint, bigint, bigint, bigint) stable;
