-- What may be promised, and how (semantics §7). Claims never pass the capacity; this check holds even for SQL written by hand.
alter table counter
  add constraint counter_within_capacity
    check (pending >= 0 and posted >= 0 and excess >= 0 and overdraft >= 0 and pending + posted <= capacity + overdraft + excess),
  -- a counter is rewritten with every claim: room on its page keeps the new version beside the old one
  set (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05);

alter table hold
  -- posting compares them: what expired after a claim belongs to it
  alter column created_at type timestamptz(6),
  alter column closed_at type timestamptz(6),
  add constraint hold_quantity_above_zero check (quantity > 0),
  add constraint hold_state_known check (state in ('PENDING', 'POSTED', 'VOIDED', 'EXPIRED', 'RELEASED', 'CONSUMED')),
  add constraint hold_pending_expires check (state <> 'PENDING' or expires_at is not null),
  set (fillfactor = 80);

-- Takes all that is asked, or nothing. Counters are walked in the order of their ids, so that claims never deadlock.
-- Due holds of a counter make room as soon as they are in the way. Raises CW001 at the first shortage, with its facts.
create function hold_claim(p_owner text, p_counters text[], p_quantities bigint[], p_keep bigint[], p_expires_at timestamptz)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  wanted record;
  freed bigint;
begin
  for wanted in
    select d.id, sum(d.quantity)::bigint as quantity, max(coalesce(d.keep, 0)) as keep
    from unnest(p_counters, p_quantities, p_keep) as d (id, quantity, keep)
    group by d.id order by d.id
  loop
    -- most claims find room: one statement that locks, checks and takes
    update counter c
    set pending = c.pending + case when p_expires_at is null then 0 else wanted.quantity end,
        posted = c.posted + case when p_expires_at is null then wanted.quantity else 0 end,
        version = c.version + 1
    where c.id = wanted.id and c.capacity + c.overdraft - c.pending - c.posted - wanted.keep >= wanted.quantity
    returning c.id, c.capacity, c.pending, c.posted, c.version, c.overdraft
    into counter_id, capacity, pending, posted, version, overdraft;

    if not found then
      select c.capacity, c.pending, c.posted, c.overdraft into capacity, pending, posted, overdraft
      from counter c where c.id = wanted.id for update;
      if not found then
        raise exception 'nothing of % to claim', wanted.id using errcode = 'CW001',
          detail = json_build_object('counter', wanted.id, 'asked', wanted.quantity::text, 'available', '0')::text;
      end if;
      freed := 0;
      if pending > 0 then
        with ended as (
          update hold h set state = 'EXPIRED', closed_at = clock_timestamp()
          where h.counter_id = wanted.id and h.state = 'PENDING' and h.expires_at <= clock_timestamp()
          returning h.quantity
        )
        select coalesce(sum(ended.quantity), 0) into freed from ended;
      end if;
      if capacity + overdraft - pending + freed - posted - wanted.keep < wanted.quantity then
        raise exception 'not enough of %', wanted.id using errcode = 'CW001',
          detail = json_build_object('counter', wanted.id, 'asked', wanted.quantity::text,
            'available', greatest(0, capacity + overdraft - pending + freed - posted - wanted.keep)::text)::text;
      end if;
      update counter c
      set pending = c.pending - freed + case when p_expires_at is null then 0 else wanted.quantity end,
          posted = c.posted + case when p_expires_at is null then wanted.quantity else 0 end,
          excess = 0,
          version = c.version + 1
      where c.id = wanted.id
      returning c.id, c.capacity, c.pending, c.posted, c.version, c.overdraft
      into counter_id, capacity, pending, posted, version, overdraft;
    end if;

    quantity := wanted.quantity;
    return next;
  end loop;

  insert into hold (owner, counter_id, quantity, state, expires_at, created_at)
  select p_owner, d.id, sum(d.quantity), case when p_expires_at is null then 'POSTED' else 'PENDING' end, p_expires_at,
    clock_timestamp()
  from unnest(p_counters, p_quantities) as d (id, quantity)
  group by d.id order by d.id;
end $$;

-- Locks the counters in the order of their ids. Whoever changes the holds of a counter has locked it before.
create function hold_lock(p_counters text[]) returns void language plpgsql as $$
begin
  perform 1 from counter c where c.id = any (p_counters) order by c.id for update;
end $$;

-- Moves the owner's holds from one state to the next, and the counters with them.
create function hold_move(p_owner text, p_from text, p_to text)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  locked text[];
begin
  select array_agg(distinct h.counter_id) into locked from hold h where h.owner = p_owner and h.state = p_from;
  if locked is null then return; end if;
  perform hold_lock(locked);
  return query
    with moved as (
      update hold h set state = p_to, closed_at = case when p_to = 'POSTED' then null else clock_timestamp() end
      where h.owner = p_owner and h.state = p_from and h.counter_id = any (locked)
      returning h.counter_id, h.quantity
    ), sums as (
      select moved.counter_id, sum(moved.quantity)::bigint as quantity from moved group by moved.counter_id
    ), next as (
      select s.counter_id, s.quantity,
        case when p_from = 'PENDING' then s.quantity else 0 end as from_pending,
        case when p_to = 'POSTED' then s.quantity when p_from = 'POSTED' then -s.quantity else 0 end as to_posted,
        case when p_to = 'CONSUMED' then s.quantity else 0 end as used_up
      from sums s
    )
    update counter c
    set pending = c.pending - n.from_pending,
        posted = c.posted + n.to_posted,
        capacity = c.capacity - n.used_up,
        -- what facts took too much shrinks as promises go away
        excess = least(c.excess, greatest(0,
          c.pending - n.from_pending + c.posted + n.to_posted - (c.capacity - n.used_up) - c.overdraft)),
        version = c.version + 1
    from next n where c.id = n.counter_id
    returning c.id, c.capacity, c.pending, c.posted, c.version, c.overdraft, n.quantity;
end $$;

-- Makes the owner's pending holds firm. Raises CW002 when any of what was claimed together has expired.
create function hold_post(p_owner text)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  due boolean;
  pending_since timestamptz;
  ended_at timestamptz;
  ended bigint;
  firm bigint;
begin
  perform hold_lock(array(select h.counter_id from hold h where h.owner = p_owner and h.state = 'PENDING'));
  select bool_or(h.state = 'PENDING' and h.expires_at <= clock_timestamp()),
         min(h.created_at) filter (where h.state = 'PENDING'),
         max(h.closed_at) filter (where h.state = 'EXPIRED'),
         max(h.id) filter (where h.state = 'EXPIRED'),
         max(h.id) filter (where h.state = 'POSTED')
  into due, pending_since, ended_at, ended, firm
  from hold h where h.owner = p_owner;
  -- an expiry before the claim that is pending now was of an earlier claim; one after the last posted hold is not made good
  if due or ended_at > pending_since or (pending_since is null and ended > coalesce(firm, 0)) then
    raise exception 'the holds of % have expired', p_owner using errcode = 'CW002';
  end if;
  return query select * from hold_move(p_owner, 'PENDING', 'POSTED');
end $$;

-- Gives back what the owner has pending.
create function hold_void(p_owner text)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language sql as $$ select * from hold_move(p_owner, 'PENDING', 'VOIDED') $$;

-- Gives back what the owner has posted: cancelled before it left.
create function hold_release(p_owner text)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language sql as $$ select * from hold_move(p_owner, 'POSTED', 'RELEASED') $$;

-- Uses up what the owner has posted: the capacity goes down with it.
create function hold_consume(p_owner text)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint)
language sql as $$ select * from hold_move(p_owner, 'POSTED', 'CONSUMED') $$;

-- Ends pending holds that are due: those of the counters of the p_limit longest due ones.
create function hold_expire(p_limit int)
returns table (counter_id text, capacity bigint, pending bigint, posted bigint, version bigint, overdraft bigint, quantity bigint, owners text[])
language plpgsql as $$
#variable_conflict use_column
declare
  locked text[];
begin
  select array_agg(distinct d.counter_id) into locked
  from (
    select h.counter_id from hold h where h.state = 'PENDING' and h.expires_at <= clock_timestamp() order by h.expires_at limit p_limit
  ) d;
  if locked is null then return; end if;
  perform hold_lock(locked);
  return query
    with ended as (
      update hold h set state = 'EXPIRED', closed_at = clock_timestamp()
      where h.counter_id = any (locked) and h.state = 'PENDING' and h.expires_at <= clock_timestamp()
      returning h.counter_id, h.quantity, h.owner
    ), sums as (
      select ended.counter_id, sum(ended.quantity)::bigint as quantity, array_agg(distinct ended.owner) as owners
      from ended group by ended.counter_id
    )
    update counter c
    set pending = c.pending - s.quantity,
        excess = least(c.excess, greatest(0, c.pending - s.quantity + c.posted - c.capacity - c.overdraft)),
        version = c.version + 1
    from sums s where c.id = s.counter_id
    returning c.id, c.capacity, c.pending, c.posted, c.version, c.overdraft, s.quantity, s.owners;
end $$;
