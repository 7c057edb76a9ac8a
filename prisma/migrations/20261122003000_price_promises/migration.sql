-- What somebody was promised that a cart costs: honoured in every channel until it expires or is revoked.
CREATE TABLE "price_promise" (
  "id" TEXT NOT NULL,
  "cart_id" TEXT NOT NULL,
  "channel_id" TEXT NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "customer_id" TEXT,
  "organization_id" TEXT,
  "channel_ids" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "inputs" JSONB NOT NULL,
  "token" TEXT NOT NULL,
  "made_by" TEXT NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  "revoked_at" TIMESTAMPTZ(3),
  "revoked_by" TEXT,
  "revoke_reason" TEXT,
  CONSTRAINT "price_promise_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "price_promise_for_one" CHECK ("customer_id" IS NULL OR "organization_id" IS NULL),
  CONSTRAINT "price_promise_expires_later" CHECK ("expires_at" > "made_at"),
  CONSTRAINT "price_promise_revoked_whole" CHECK (("revoked_at" IS NULL) = ("revoked_by" IS NULL) AND ("revoked_at" IS NULL) = ("revoke_reason" IS NULL))
);
CREATE INDEX "price_promise_of_customer" ON "price_promise"("customer_id", "id" DESC) WHERE "customer_id" IS NOT NULL;
CREATE INDEX "price_promise_of_organization" ON "price_promise"("organization_id", "id" DESC) WHERE "organization_id" IS NOT NULL;
CREATE INDEX "price_promise_expires_at_idx" ON "price_promise"("expires_at");

-- What was promised stays what it was; only that it was taken back may be added, once.
CREATE FUNCTION price_promise_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.revoked_at IS NOT NULL OR (to_jsonb(new) - '{revoked_at,revoked_by,revoke_reason}'::TEXT[]) IS DISTINCT FROM
     (to_jsonb(old) - '{revoked_at,revoked_by,revoke_reason}'::TEXT[]) THEN
    RAISE EXCEPTION 'a price promise stays what it was' USING ERRCODE = 'check_violation';
  END IF;
  RETURN new;
END
$$;
CREATE TRIGGER price_promise_stays BEFORE UPDATE ON "price_promise" FOR EACH ROW EXECUTE FUNCTION price_promise_stays();

-- The orders that were placed on it.
CREATE TABLE "price_promise_use" (
  "promise_id" TEXT NOT NULL,
  "order_id" TEXT NOT NULL,
  "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "price_promise_use_pkey" PRIMARY KEY ("promise_id", "order_id"),
  CONSTRAINT "price_promise_use_promise_id_fkey" FOREIGN KEY ("promise_id") REFERENCES "price_promise"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
