ALTER TABLE "price_list"
  ADD COLUMN "sale" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "tier_scope" TEXT,
  ADD COLUMN "time_zone" TEXT,
  ADD COLUMN "local_from" TEXT,
  ADD COLUMN "local_to" TEXT,
  ADD COLUMN "derived_list_id" TEXT,
  ADD COLUMN "derived_percent" DECIMAL(12,6),
  ADD COLUMN "derived_plus" DECIMAL(19,6);
ALTER TABLE "price_list"
  ADD CONSTRAINT "price_list_tier_scope_known" CHECK ("tier_scope" IN ('VARIANT', 'LINE', 'PRODUCT')),
  ADD CONSTRAINT "price_list_local_in_zone"
    CHECK (("time_zone" IS NOT NULL) = ("local_from" IS NOT NULL OR "local_to" IS NOT NULL)),
  ADD CONSTRAINT "price_list_derived_whole"
    CHECK (NUM_NONNULLS("derived_list_id", "derived_percent", "derived_plus") IN (0, 3) AND "derived_percent" <= 100),
  ADD CONSTRAINT "price_list_derived_from_another" CHECK ("derived_list_id" <> "id"),
  ADD CONSTRAINT "price_list_derived_list_id_fkey" FOREIGN KEY ("derived_list_id") REFERENCES "price_list"("id");

-- Who is in a segment is reckoned elsewhere: its name is a text, and nothing here says which there are.
ALTER TABLE "price_list_audience" ADD COLUMN "segment_id" TEXT;
ALTER TABLE "price_list_audience"
  DROP CONSTRAINT "price_list_audience_one_value",
  DROP CONSTRAINT "price_list_audience_key",
  ADD CONSTRAINT "price_list_audience_one_value"
    CHECK (NUM_NONNULLS("channel_id", "location_id", "group_id", "segment_id", "customer_id", "organization_id", "country") = 1),
  ADD CONSTRAINT "price_list_audience_key" UNIQUE NULLS NOT DISTINCT
    ("list_id", "channel_id", "location_id", "group_id", "segment_id", "customer_id", "organization_id", "country");

-- What a list said from when on: its terms as the engine reads them.
CREATE TABLE "price_list_version" (
  "list_id" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  "recorded_from" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "terms" JSONB NOT NULL,
  CONSTRAINT "price_list_version_pkey" PRIMARY KEY ("list_id", "version")
);
ALTER TABLE "price_list_version"
  ADD CONSTRAINT "price_list_version_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "price_list"("id");

-- `price` keeps what is believed now and holds now or later; who changes a row copies what it said to `price_history`, in the same
-- statement. Rows of before say neither since when they hold nor since when they are known: always. A row that simply holds from
-- when it was written on, as nearly all do, has no `dated`: changing its amount then touches no index.
ALTER TABLE "price"
  ADD COLUMN "valid_from" TIMESTAMPTZ(3),
  ADD COLUMN "valid_to" TIMESTAMPTZ(3),
  ADD COLUMN "recorded_from" TIMESTAMPTZ(3),
  ADD COLUMN "dated" TSTZRANGE GENERATED ALWAYS AS
    (CASE WHEN "valid_to" IS NOT NULL OR "valid_from" > "recorded_from" THEN TSTZRANGE("valid_from", "valid_to") END) STORED,
  ADD CONSTRAINT "price_window" CHECK ("valid_from" < "valid_to");
DROP INDEX "price_variant_id_list_id_min_quantity_key";
-- one row of a tier holds for good; it is also the index that candidate prices are found by
ALTER TABLE "price" ADD CONSTRAINT "price_variant_id_list_id_min_quantity_valid_to_key"
  UNIQUE NULLS NOT DISTINCT ("variant_id", "list_id", "min_quantity", "valid_to");
ALTER TABLE "price" ADD CONSTRAINT "price_no_overlap"
  EXCLUDE USING gist ("variant_id" WITH =, "list_id" WITH =, "min_quantity" WITH =, "dated" WITH &&) WHERE ("dated" IS NOT NULL);

-- Rows that were believed from `recorded_from` up to `recorded_to`, and stand for what was charged until then; null: rows that have
-- ended and were never taken back. No foreign keys: every row has stood in `price`, which has them.
CREATE TABLE "price_history" (
  "id" TEXT NOT NULL,
  "list_id" TEXT NOT NULL,
  "variant_id" TEXT NOT NULL,
  "min_quantity" BIGINT NOT NULL,
  "amount" DECIMAL(19,6) NOT NULL,
  "compare_at" DECIMAL(19,6),
  "valid_from" TIMESTAMPTZ(3),
  "valid_to" TIMESTAMPTZ(3),
  "recorded_from" TIMESTAMPTZ(3),
  "recorded_to" TIMESTAMPTZ(3),
  CONSTRAINT "price_history_window" CHECK ("valid_from" < "valid_to"),
  CONSTRAINT "price_history_recorded" CHECK ("recorded_from" <= "recorded_to")
);
CREATE INDEX "price_history_variant_id_list_id_idx" ON "price_history"("variant_id", "list_id");
