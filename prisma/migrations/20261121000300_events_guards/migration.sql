-- Who hears which events: announced by every worker when it starts, read by the relay.
create table consumer (
  name text primary key check (name ~ '^[a-z][a-z0-9-]*$'),
  hears text[] not null,
  -- fed through a queue of its name, by a program of somebody else's
  outside boolean not null default false,
  announced_at timestamptz(3) not null default current_timestamp
);

alter table outbox
  add constraint outbox_version_counts check (aggregate_version >= 1),
  add constraint outbox_payload_is_object check (jsonb_typeof(payload) = 'object');

-- What waits is taken by its age; the order within an aggregate comes from the unique index.
drop index outbox_waiting;
create index outbox_waiting on outbox (occurred_at) where relayed_at is null;

-- What is due is asked for per consumer; what is parked is not asked for at all.
drop index delivery_due_at_idx;
create index delivery_due on delivery (consumer, due_at) where parked_at is null;
create index delivery_parked on delivery (consumer, parked_at) where parked_at is not null;
-- an outside consumer's receipt names the event
create index delivery_event on delivery (event_id);

-- A ULID that sorts by the microsecond: 48 bits of milliseconds, 10 of microseconds, 70 random ones.
create function new_ulid() returns text
language plpgsql volatile parallel safe as $$
declare
  a constant text[] := string_to_array('0123456789ABCDEFGHJKMNPQRSTVWXYZ', null);
  micros bigint := extract(epoch from clock_timestamp()) * 1000000;
  h int := micros / 1000 >> 25;
  l int := micros / 1000 & 33554431;
  m int := micros % 1000;
  r int := floor(random() * 1073741824);
  s int := floor(random() * 1073741824);
  t int := floor(random() * 1024);
begin
  -- written out, not looped: every event that SQL tells of waits for this
  return a[(h >> 20) + 1] || a[(h >> 15 & 31) + 1] || a[(h >> 10 & 31) + 1] || a[(h >> 5 & 31) + 1] || a[(h & 31) + 1]
    || a[(l >> 20) + 1] || a[(l >> 15 & 31) + 1] || a[(l >> 10 & 31) + 1] || a[(l >> 5 & 31) + 1] || a[(l & 31) + 1]
    || a[(m >> 5) + 1] || a[(m & 31) + 1]
    || a[(r >> 25) + 1] || a[(r >> 20 & 31) + 1] || a[(r >> 15 & 31) + 1] || a[(r >> 10 & 31) + 1] || a[(r >> 5 & 31) + 1]
    || a[(r & 31) + 1]
    || a[(s >> 25) + 1] || a[(s >> 20 & 31) + 1] || a[(s >> 15 & 31) + 1] || a[(s >> 10 & 31) + 1] || a[(s >> 5 & 31) + 1]
    || a[(s & 31) + 1]
    || a[(t >> 5) + 1] || a[(t & 31) + 1];
end
$$;

-- Tells of a change from inside SQL: the event gets its id here. Call it where its row is surely evaluated
-- (the outermost SELECT, or a CTE that the statement reads).
create function outbox_record(
  p_type text, p_aggregate_type text, p_aggregate_id text, p_version bigint,
  p_actor text, p_channel text, p_correlation text, p_payload jsonb
) returns void
language sql volatile as $$
  insert into outbox (id, type, aggregate_type, aggregate_id, aggregate_version, actor, channel, correlation, payload)
  values ('evt_' || new_ulid(), p_type, p_aggregate_type, p_aggregate_id, p_version, p_actor, p_channel, p_correlation, p_payload);
$$;
