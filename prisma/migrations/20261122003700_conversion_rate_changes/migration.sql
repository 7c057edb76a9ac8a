CREATE TRIGGER "rule_changed" AFTER INSERT OR UPDATE OR DELETE ON "conversion_rate"
  FOR EACH ROW EXECUTE FUNCTION "rule_changed"('conversion_rate', 'id');
