-- A batch may swap codes and options among variants: what is unique is so when the statement ends.
DROP INDEX "variant_sku_key";
ALTER TABLE "variant" ADD CONSTRAINT "variant_sku_key" UNIQUE ("sku") DEFERRABLE INITIALLY IMMEDIATE;
DROP INDEX "variant_gtin_key";
ALTER TABLE "variant" ADD CONSTRAINT "variant_gtin_key" UNIQUE ("gtin") DEFERRABLE INITIALLY IMMEDIATE;

-- Variants that are no longer offered stay for the orders that name them; only active ones must differ.
DROP INDEX "variant_product_id_options_key";
ALTER TABLE "variant" ADD CONSTRAINT "variant_options_differ"
  EXCLUDE USING btree ("product_id" WITH =, "options" WITH =) WHERE ("active") DEFERRABLE INITIALLY IMMEDIATE;

ALTER TABLE "variant"
  ADD CONSTRAINT "variant_unit_known" CHECK ("unit" IN ('PIECE', 'KILOGRAM', 'METRE', 'LITRE', 'HOUR')),
  ADD CONSTRAINT "variant_step_positive" CHECK ("quantity_step" > 0),
  ADD CONSTRAINT "variant_weight_not_negative" CHECK ("weight_grams" >= 0);
ALTER TABLE "category" ADD CONSTRAINT "category_not_its_own_parent" CHECK ("parent_id" <> "id");
ALTER TABLE "product" ADD CONSTRAINT "product_tax_class_id_fkey" FOREIGN KEY ("tax_class_id") REFERENCES "tax_class"("id");
ALTER TABLE "variant" ADD CONSTRAINT "variant_tax_class_id_fkey" FOREIGN KEY ("tax_class_id") REFERENCES "tax_class"("id");
