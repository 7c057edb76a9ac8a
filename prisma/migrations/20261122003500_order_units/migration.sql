-- What was paid for each unit, which promotion took what off it, and who bears that: returns are reckoned with it.
ALTER TABLE "order_line"
  ADD COLUMN "reimbursed" DECIMAL(20,0) NOT NULL DEFAULT 0,
  ADD COLUMN "discounts" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "units" JSONB NOT NULL DEFAULT '[]',
  -- The promotion that has put the line in.
  ADD COLUMN "gift" TEXT,
  ADD CONSTRAINT "order_line_reimbursed" CHECK ("reimbursed" BETWEEN 0 AND "discount");

-- What others than the buyer pay of an order, whose promotions lower the price and not the tax.
ALTER TABLE "orders"
  ADD COLUMN "reimbursed" DECIMAL(20,0) NOT NULL DEFAULT 0,
  DROP CONSTRAINT "order_adds_up",
  ADD CONSTRAINT "order_adds_up" CHECK ("total" >= 0 AND "reimbursed" >= 0 AND "net" + "tax" - "reimbursed" = "total");

DROP TRIGGER "order_is_immutable" ON "orders";
CREATE TRIGGER "order_is_immutable"
  BEFORE UPDATE OF "number", "cart_id", "channel_id", "currency", "net", "tax", "total", "reimbursed", "shipping", "discounts", "taxes", "inputs",
    "created_at" ON "orders"
  FOR EACH STATEMENT EXECUTE FUNCTION order_is_immutable();
