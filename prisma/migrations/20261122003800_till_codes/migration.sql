-- Tills that are alone take codes that count once: the code is used up when the sale arrives, or was before.
ALTER TABLE "exception"
  DROP CONSTRAINT "exception_kind_known",
  ADD CONSTRAINT "exception_kind_known" CHECK ("kind" IN ('STOCK', 'PRICE_VARIANCE', 'TAX_VARIANCE', 'NOT_FOR_SALE', 'UNKNOWN_VARIANT',
    'CODE_UNKNOWN', 'PROMOTION_CLOSED', 'LIMIT_EXCEEDED', 'TOTALS_DIFFER', 'TENDER_DIFFERENCE', 'FLOOR_LIMIT', 'CLOCK_SKEW',
    'FOREIGN_CURRENCY', 'UNREADABLE', 'TAXES_BY_TABLES', 'RELIEF_REFUSED', 'CODE_USED', 'CODES_GUESSED'));

-- Facts use up codes that count once: the first owner of each that is free has it, and so the others come too late. Owners take in the
-- order in which they are given. Hashes of other codes are left out. The rows are locked in the order of their hashes, as orders do.
CREATE FUNCTION "promotion_codes_take"(p_owners text[], p_hashes bytea[])
RETURNS TABLE (owner text, hash bytea, "is_first" boolean) LANGUAGE sql AS $$
  WITH locked AS MATERIALIZED (
    SELECT c.hash FROM promotion_code c WHERE c.hash = ANY (p_hashes) AND c.code IS NULL ORDER BY c.hash FOR UPDATE
  ), given AS (
    SELECT g.owner, g.hash, row_number() OVER (PARTITION BY g.hash ORDER BY g.place) AS turn
    FROM unnest(p_owners, p_hashes) WITH ORDINALITY g (owner, hash, place) JOIN locked ON locked.hash = g.hash
  ), used AS (
    UPDATE promotion_code c SET used_by = given.owner, used_at = now()
    FROM given WHERE given.turn = 1 AND c.hash = given.hash AND c.used_by IS NULL
    RETURNING c.hash
  )
  SELECT given.owner, given.hash, given.turn = 1 AND EXISTS (SELECT FROM used WHERE used.hash = given.hash) FROM given
$$;

-- A sale that arrives late is held against the rules of its instant: which lists have been changed since?
CREATE INDEX "price_list_version_recorded_from_idx" ON "price_list_version"("recorded_from");
