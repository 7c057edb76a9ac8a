ALTER TABLE "price_list" ADD COLUMN "tier_group" TEXT;
ALTER TABLE "price_list"
  DROP CONSTRAINT "price_list_tier_scope_known",
  ADD CONSTRAINT "price_list_tier_scope_known"
    CHECK ("tier_scope" IN ('VARIANT', 'LINE', 'PRODUCT', 'TIER_GROUP', 'CONTRACT_PERIOD')),
  ADD CONSTRAINT "price_list_tier_group_named" CHECK ("tier_scope" <> 'TIER_GROUP' OR "tier_group" IS NOT NULL);

-- What a contract is besides its price list, which has its number for a code, its prices, its clocks and its version.
CREATE TABLE "contract" (
  "id" TEXT NOT NULL,
  "list_id" TEXT NOT NULL,
  "organization_id" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "contract_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "contract_list_id_key" ON "contract"("list_id");
CREATE INDEX "contract_organization_id_id_idx" ON "contract"("organization_id", "id");
ALTER TABLE "contract"
  ADD CONSTRAINT "contract_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "price_list"("id"),
  ADD CONSTRAINT "contract_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id");

-- What is used of a cap is in its counter, `under_contract:<id>`.
CREATE TABLE "contract_cap" (
  "id" TEXT NOT NULL,
  "contract_id" TEXT NOT NULL,
  "measure" TEXT NOT NULL,
  "amount" BIGINT NOT NULL,
  "applies_to" TEXT NOT NULL,
  "value" TEXT,
  CONSTRAINT "contract_cap_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "contract_cap_measure_known" CHECK ("measure" IN ('QUANTITY', 'AMOUNT')),
  CONSTRAINT "contract_cap_applies_to_known" CHECK ("applies_to" IN ('ALL', 'VARIANT', 'PRODUCT', 'TIER_GROUP')),
  CONSTRAINT "contract_cap_of_something" CHECK (("applies_to" = 'ALL') = ("value" IS NULL)),
  CONSTRAINT "contract_cap_positive" CHECK ("amount" > 0),
  CONSTRAINT "contract_cap_once" UNIQUE NULLS NOT DISTINCT ("contract_id", "measure", "applies_to", "value")
);
ALTER TABLE "contract_cap"
  ADD CONSTRAINT "contract_cap_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "contract"("id");

-- What prices have been in truth, where what was charged was wrong: for a time that is over, in place of what the rows of then said.
-- Tiers are three arrays of one length. Never changed: the latest that was known counts.
CREATE TABLE "price_correction" (
  "id" TEXT NOT NULL,
  "list_id" TEXT NOT NULL,
  "variant_id" TEXT NOT NULL,
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "valid_to" TIMESTAMPTZ(3) NOT NULL,
  "min_quantities" BIGINT[] NOT NULL,
  "amounts" DECIMAL(19,6)[] NOT NULL,
  "compare_ats" DECIMAL(19,6)[] NOT NULL,
  "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "actor" TEXT NOT NULL,
  "correlation" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  CONSTRAINT "price_correction_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "price_correction_window" CHECK ("valid_from" < "valid_to" AND "valid_to" <= "recorded_at"),
  CONSTRAINT "price_correction_tiers" CHECK (CARDINALITY("min_quantities") = CARDINALITY("amounts")
    AND CARDINALITY("amounts") = CARDINALITY("compare_ats")),
  CONSTRAINT "price_correction_why" CHECK ("reason" <> '')
);
CREATE INDEX "price_correction_variant_id_list_id_idx" ON "price_correction"("variant_id", "list_id");
ALTER TABLE "price_correction"
  ADD CONSTRAINT "price_correction_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "price_list"("id"),
  ADD CONSTRAINT "price_correction_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id");
