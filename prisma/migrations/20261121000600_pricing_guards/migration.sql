-- Counts the price events of a variant, gapless: who writes prices of a variant moves this row from one version to the next.
CREATE TABLE "price_aggregate" (
  "variant_id" TEXT NOT NULL,
  "version" BIGINT NOT NULL,
  CONSTRAINT "price_aggregate_pkey" PRIMARY KEY ("variant_id")
);

ALTER TABLE "price" ADD CONSTRAINT "price_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id");
ALTER TABLE "price"
  ADD CONSTRAINT "price_not_negative" CHECK ("amount" >= 0 AND "compare_at" >= 0),
  ADD CONSTRAINT "price_min_quantity_not_negative" CHECK ("min_quantity" >= 0);
ALTER TABLE "price_list"
  ADD CONSTRAINT "price_list_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id"),
  ADD CONSTRAINT "price_list_entry_known" CHECK ("entry" IN ('NET', 'GROSS')),
  ADD CONSTRAINT "price_list_tier_mode_known" CHECK ("tier_mode" IN ('VOLUME', 'GRADUATED')),
  ADD CONSTRAINT "price_list_window" CHECK ("valid_from" < "valid_to");

ALTER TABLE "tax_rate"
  ADD CONSTRAINT "tax_rate_percent_not_negative" CHECK ("percent" >= 0),
  ADD CONSTRAINT "tax_rate_window" CHECK ("valid_from" < "valid_to");
-- One rate applies to a class in a zone at a time: a second would be silently unused.
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER TABLE "tax_rate" ADD CONSTRAINT "tax_rate_no_overlap"
  EXCLUDE USING gist ("class_id" WITH =, "zone_id" WITH =, tstzrange("valid_from", "valid_to") WITH &&);

ALTER TABLE "promotion"
  ADD CONSTRAINT "promotion_lane_known" CHECK ("lane" IN ('ITEM', 'ORDER', 'SHIPPING')),
  ADD CONSTRAINT "promotion_status_known" CHECK ("status" IN ('DRAFT', 'ACTIVE', 'ARCHIVED')),
  ADD CONSTRAINT "promotion_usage_limit_positive" CHECK ("usage_limit" > 0),
  ADD CONSTRAINT "promotion_window" CHECK ("valid_from" < "valid_to");

ALTER TABLE "shipping_method" ADD CONSTRAINT "shipping_method_kind_known" CHECK ("kind" IN ('FLAT_RATE', 'PICKUP'));
