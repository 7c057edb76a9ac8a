-- Several taxes may lie on the same goods, such as gst and pst: each has a code, and of one code one rate holds at a time.
ALTER TABLE "tax_rate"
  ADD COLUMN "tax" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "compound" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "tax_rate" DROP CONSTRAINT "tax_rate_no_overlap";
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_no_overlap"
  EXCLUDE USING gist ("class_id" WITH =, "zone_id" WITH =, "tax" WITH =, tstzrange("valid_from", "valid_to") WITH &&);
-- What is stored already stays as it is, and can still be ended.
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_at_most_all" CHECK ("percent" <= 100 OR "version" > 1) NOT VALID;

-- Why a customer or an organization owes less tax, with what shows it.
CREATE TABLE "tax_relief" (
  "id" TEXT NOT NULL,
  "customer_id" TEXT,
  "organization_id" TEXT,
  "kind" TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "consultation" TEXT,
  "class_ids" TEXT[] NOT NULL,
  "zone_ids" TEXT[] NOT NULL,
  "valid_from" TIMESTAMPTZ(3),
  "valid_to" TIMESTAMPTZ(3),
  "version" BIGINT NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),
  CONSTRAINT "tax_relief_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "tax_relief_one_holder" CHECK (("customer_id" IS NULL) <> ("organization_id" IS NULL)),
  CONSTRAINT "tax_relief_kind_known" CHECK ("kind" IN ('EXEMPT', 'REVERSE_CHARGE')),
  CONSTRAINT "tax_relief_number_said" CHECK ("number" <> '' AND "consultation" <> ''),
  -- who accounts for the tax itself does so where its VAT id is, not everywhere
  CONSTRAINT "tax_relief_charged_somewhere" CHECK ("kind" <> 'REVERSE_CHARGE' OR cardinality("zone_ids") > 0),
  CONSTRAINT "tax_relief_window" CHECK ("valid_from" < "valid_to"),
  CONSTRAINT "tax_relief_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id") ON DELETE CASCADE,
  CONSTRAINT "tax_relief_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE CASCADE
);
CREATE INDEX "tax_relief_customer_id_id_idx" ON "tax_relief"("customer_id", "id");
CREATE INDEX "tax_relief_organization_id_id_idx" ON "tax_relief"("organization_id", "id");

-- What outside engines have answered: kept for a day for whoever asks the same, and for good with the orders that were placed by it.
CREATE TABLE "tax_answer" (
  "provider" TEXT NOT NULL,
  "question_hash" TEXT NOT NULL,
  "question" JSONB NOT NULL,
  "answer" JSONB NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "tax_answer_pkey" PRIMARY KEY ("provider", "question_hash")
);
CREATE INDEX "tax_answer_asked_at_idx" ON "tax_answer"("asked_at");
CREATE TABLE "order_tax_answer" (
  "order_id" TEXT NOT NULL,
  "provider" TEXT NOT NULL,
  "question" JSONB NOT NULL,
  "answer" JSONB NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "order_tax_answer_pkey" PRIMARY KEY ("order_id"),
  CONSTRAINT "order_tax_answer_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id")
);
