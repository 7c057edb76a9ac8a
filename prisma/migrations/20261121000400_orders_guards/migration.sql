-- One living order per cart: whatever else fails, nobody is charged twice for one cart (semantics §14).
drop index "order_of_cart";
create unique index order_of_cart on orders (cart_id) where state <> 'CANCELLED';

-- No order for less than nothing, and none whose parts do not add up.
alter table orders add constraint order_adds_up check (total >= 0 and net + tax = total);
alter table order_line add constraint order_line_adds_up check (gross >= 0 and net + tax = gross and discount >= 0 and discount <= amount);

-- What was bought, for how much and why, is never changed: an order only moves on in its state.
create function order_is_immutable() returns trigger language plpgsql as $$
begin
  raise exception 'what was ordered is immutable';
end $$;
create trigger order_line_is_immutable before update or delete or truncate on order_line
  for each statement execute function order_is_immutable();
create trigger order_is_immutable
  before update of number, cart_id, channel_id, currency, net, tax, total, shipping, discounts, taxes, inputs, created_at on orders
  for each statement execute function order_is_immutable();

-- Staff look for the newest orders of a state.
create index order_by_state on orders (state, id desc);

-- Order numbers begin where they look like numbers.
alter sequence orders_number_seq restart with 100001;

-- A cart's row is rewritten with every operation: room for the new version beside the old one.
alter table cart set (fillfactor = 60);

-- One living payment per order: two tenders tried at once cannot both be charged.
create unique index payment_living on payment (order_id) where state in ('PENDING', 'UNKNOWN', 'AUTHORIZED', 'CAPTURED', 'VOIDING', 'REFUNDING');
