alter table posting
  add constraint posting_amount_not_zero check (amount <> 0),
  add constraint posting_account_well_formed check (account ~ '^[a-z][a-z0-9_]*(:[a-zA-Z0-9_.-]+)?$');

-- A debit is always somebody's credit: the postings of an entry that a statement makes add up to nothing.
create function posting_balanced() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select entry_id, currency, sum(amount) as rest into wrong
  from inserted group by entry_id, currency having sum(amount) <> 0 limit 1;
  if found then
    raise exception 'entry % is out of balance by % %', wrong.entry_id, wrong.rest, wrong.currency
      using errcode = '23514', constraint = 'posting_balanced';
  end if;
  return null;
end $$;
create trigger posting_balanced after insert on posting
  referencing new table as inserted for each statement execute function posting_balanced();

-- What was posted stands; it is corrected by another entry.
create function posting_stands() returns trigger language plpgsql as $$
begin
  raise exception 'postings are immutable' using errcode = '23001', constraint = 'posting_stands';
end $$;
create trigger posting_stands before update or delete or truncate on posting
  for each statement execute function posting_stands();
