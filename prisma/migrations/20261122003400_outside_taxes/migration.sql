-- Who works out the taxes of what a channel sells, and what becomes of an order when nobody answers.
ALTER TABLE "channel"
  ADD COLUMN "tax_provider" TEXT NOT NULL DEFAULT 'table',
  ADD COLUMN "tax_failure" TEXT NOT NULL DEFAULT 'REFUSE',
  ADD CONSTRAINT "channel_tax_failure_known" CHECK ("tax_failure" IN ('REFUSE', 'FALL_BACK'));

-- What an order was taxed by is provisional until its engine has been told that the order stands; MISSING: it has not answered,
-- and the tables decided.
ALTER TABLE "order_tax_answer"
  ADD COLUMN "state" TEXT NOT NULL DEFAULT 'PROVISIONAL',
  ADD COLUMN "failure" TEXT,
  ADD COLUMN "settled_at" TIMESTAMPTZ(3),
  ALTER COLUMN "answer" DROP NOT NULL,
  ADD CONSTRAINT "order_tax_answer_state_known" CHECK ("state" IN ('PROVISIONAL', 'COMMITTED', 'VOIDED', 'MISSING')),
  ADD CONSTRAINT "order_tax_answer_answered" CHECK (("answer" IS NULL) = ("state" = 'MISSING') AND ("failure" IS NULL) = ("answer" IS NOT NULL));

-- An order may have to be looked at as well; nobody's store is asked to.
ALTER TABLE "exception"
  ADD COLUMN "order_id" TEXT,
  ALTER COLUMN "location_id" DROP NOT NULL,
  ADD CONSTRAINT "exception_of_a_place_or_an_order" CHECK ("location_id" IS NOT NULL OR "order_id" IS NOT NULL),
  DROP CONSTRAINT "exception_kind_known",
  ADD CONSTRAINT "exception_kind_known" CHECK ("kind" IN ('STOCK', 'PRICE_VARIANCE', 'TAX_VARIANCE', 'NOT_FOR_SALE', 'UNKNOWN_VARIANT',
    'CODE_UNKNOWN', 'PROMOTION_CLOSED', 'LIMIT_EXCEEDED', 'TOTALS_DIFFER', 'TENDER_DIFFERENCE', 'FLOOR_LIMIT', 'CLOCK_SKEW',
    'FOREIGN_CURRENCY', 'UNREADABLE', 'TAXES_BY_TABLES', 'RELIEF_REFUSED')),
  DROP CONSTRAINT "exception_about",
  ADD CONSTRAINT "exception_about" CHECK (("kind" IN ('STOCK', 'TAXES_BY_TABLES')) = ("sale_id" IS NULL)
    AND ("kind" = 'TAXES_BY_TABLES') = ("order_id" IS NOT NULL) AND ("kind" <> 'STOCK' OR "variant_id" IS NOT NULL)),
  ADD CONSTRAINT "exception_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id");
CREATE UNIQUE INDEX "exception_of_order" ON "exception"("order_id", "kind") WHERE "order_id" IS NOT NULL;
