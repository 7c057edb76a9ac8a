-- Whose a cart is: nobody's (a guest's), a customer's, or a unit's of an organization, for which a customer began it.
ALTER TABLE "cart"
  ADD COLUMN "customer_id" TEXT,
  ADD COLUMN "organization_id" TEXT,
  ADD COLUMN "is_current" BOOLEAN NOT NULL DEFAULT FALSE,
  ADD COLUMN "name" TEXT,
  ADD COLUMN "device_id" TEXT,
  ADD COLUMN "device_until" TIMESTAMPTZ(3),
  ADD CONSTRAINT "cart_state_known" CHECK ("state" IN ('ACTIVE', 'CONVERTED', 'MERGED', 'DELETED', 'EXPIRED')),
  ADD CONSTRAINT "cart_of_a_unit_was_begun_by_somebody" CHECK ("organization_id" IS NULL OR "customer_id" IS NOT NULL),
  ADD CONSTRAINT "cart_current_has_an_owner" CHECK (NOT "is_current" OR "customer_id" IS NOT NULL),
  ADD CONSTRAINT "cart_merged_has_a_successor" CHECK ("state" <> 'MERGED' OR "successor_id" IS NOT NULL),
  ADD CONSTRAINT "cart_device_has_an_end" CHECK (("device_id" IS NULL) = ("device_until" IS NULL));

-- One current cart for each customer and for each unit, whichever device asks first.
CREATE UNIQUE INDEX "cart_current" ON "cart" ((COALESCE("organization_id", "customer_id"))) WHERE "is_current" AND "state" = 'ACTIVE';
-- The carts of a customer or a unit, newest first.
CREATE INDEX "cart_of_owner" ON "cart" ((COALESCE("organization_id", "customer_id")), "id" DESC)
  WHERE "state" = 'ACTIVE' AND "customer_id" IS NOT NULL;
-- Everything of one customer, for its erasure.
CREATE INDEX "cart_customer_id_idx" ON "cart" ("customer_id") WHERE "customer_id" IS NOT NULL;
-- A guest's cart goes into another cart once (semantics §13).
CREATE UNIQUE INDEX "cart_adopted_once" ON "cart_operation" (("payload"->>'cartId')) WHERE "type" = 'adopt';
-- Guests' carts for the sweep, the oldest first: an index on what every change touches would cost every change.
CREATE INDEX "cart_idle" ON "cart" ("created_at") WHERE "state" = 'ACTIVE' AND "customer_id" IS NULL;

-- A code that a buyer shows at the till: it opens one cart for a few minutes, for one till. Only its hash is kept.
CREATE TABLE "cart_handoff" (
  "code_hash" TEXT NOT NULL,
  "cart_id" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "opened_by" TEXT,
  CONSTRAINT "cart_handoff_pkey" PRIMARY KEY ("code_hash"),
  CONSTRAINT "cart_handoff_cart_id_fkey" FOREIGN KEY ("cart_id") REFERENCES "cart"("id") ON DELETE CASCADE
);
CREATE INDEX "cart_handoff_cart_id_idx" ON "cart_handoff"("cart_id");
CREATE INDEX "cart_handoff_expires_at_idx" ON "cart_handoff"("expires_at");

-- Who may see an order is kept with it: its buyer, or the till that placed it.
ALTER TABLE "orders"
  ADD COLUMN "customer_id" TEXT,
  ADD COLUMN "organization_id" TEXT,
  ADD COLUMN "device_id" TEXT,
  ADD CONSTRAINT "order_of_a_unit_was_placed_by_somebody" CHECK ("organization_id" IS NULL OR "customer_id" IS NOT NULL);
CREATE INDEX "order_of_owner" ON "orders" ((COALESCE("organization_id", "customer_id")), "id" DESC) WHERE "customer_id" IS NOT NULL;
CREATE INDEX "orders_customer_id_idx" ON "orders" ("customer_id") WHERE "customer_id" IS NOT NULL;

DROP TRIGGER "order_is_immutable" ON "orders";
CREATE TRIGGER "order_is_immutable"
  BEFORE UPDATE OF "number", "cart_id", "channel_id", "currency", "net", "tax", "total", "shipping", "discounts", "taxes", "inputs",
    "created_at", "customer_id", "organization_id", "device_id" ON "orders"
  FOR EACH STATEMENT EXECUTE FUNCTION order_is_immutable();

-- What a line looked like when it was bought.
ALTER TABLE "order_line"
  ADD COLUMN "slug" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "image" TEXT,
  ADD COLUMN "options" JSONB NOT NULL DEFAULT '[]';
