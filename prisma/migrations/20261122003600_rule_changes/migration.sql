-- Which transaction has last changed a rule. Whoever knows the rules as they were in a snapshot finds what has changed since: what a
-- transaction wrote that the snapshot does not see. Neither clocks nor the order of commits matter.
CREATE TABLE "rule_change" (
  "kind" TEXT NOT NULL,
  "id" TEXT NOT NULL,
  "xact" xid8 NOT NULL,
  CONSTRAINT "rule_change_pkey" PRIMARY KEY ("kind", "id")
);
CREATE INDEX "rule_change_xact_idx" ON "rule_change"("xact");

-- Arguments: the kind, and the column that names the rule.
CREATE FUNCTION "rule_changed"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "rule_change" ("kind", "id", "xact")
    VALUES (TG_ARGV[0], to_jsonb(COALESCE(NEW, OLD)) ->> TG_ARGV[1], pg_current_xact_id())
    ON CONFLICT ("kind", "id") DO UPDATE SET "xact" = EXCLUDED."xact" WHERE "rule_change"."xact" <> EXCLUDED."xact";
  RETURN NULL;
END
$$;

-- Codes of a promotion and the audience of a list change with the row that counts their versions. A code that is used up changes no rule.
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "promotion"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('promotion', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "promotion_group"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('promotion_group', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "price_list"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('price_list', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "tax_zone"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('tax', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "tax_rate"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('tax', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "shipping_method"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('shipping_method', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "channel"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('channel', 'id');
CREATE TRIGGER "rule_changed" AFTER INSERT OR DELETE OR UPDATE OF "time_zone" ON "location"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('location', 'id');
