-- Promotions, or groups of them, that stand to each other in some way (semantics §3): a tree.
CREATE TABLE "promotion_group" (
  "id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "parent_id" TEXT,
  "mode" TEXT NOT NULL,
  "scope" TEXT NOT NULL DEFAULT 'ORDER',
  "stacking" TEXT NOT NULL DEFAULT 'COMBINES',
  "sequence" INTEGER NOT NULL DEFAULT 0,
  "version" BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT "promotion_group_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "promotion_group_mode_known" CHECK ("mode" IN ('STACK', 'FIRST', 'HIGHEST', 'LOWEST', 'BEST_DEAL')),
  CONSTRAINT "promotion_group_scope_known" CHECK ("scope" IN ('ITEM', 'ORDER')),
  CONSTRAINT "promotion_group_stacking_known" CHECK ("stacking" IN ('COMBINES', 'STOPS', 'EXCLUDES')),
  CONSTRAINT "promotion_group_not_within_itself" CHECK ("parent_id" <> "id")
);
CREATE INDEX "promotion_group_parent_id_idx" ON "promotion_group"("parent_id");
ALTER TABLE "promotion_group"
  ADD CONSTRAINT "promotion_group_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "promotion_group"("id");

ALTER TABLE "promotion"
  ADD COLUMN "group_id" TEXT,
  ADD COLUMN "stacking" TEXT NOT NULL DEFAULT 'COMBINES',
  ADD COLUMN "max_discount" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "reduces_tax_base" BOOLEAN NOT NULL DEFAULT true,
  -- the local text beside the instants: what clocks will read may be decided otherwise until then (semantics §12)
  ADD COLUMN "local_from" TEXT,
  ADD COLUMN "local_to" TEXT,
  ADD COLUMN "time_zone" TEXT,
  ADD COLUMN "usage_limit_per_person" INTEGER,
  ADD COLUMN "budget" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "budget_end" TEXT NOT NULL DEFAULT 'REFUSE',
  ADD COLUMN "single_use" BOOLEAN NOT NULL DEFAULT false,
  -- whether it asks for more of an item than its variant: only then do carts read it
  ADD COLUMN "asks_items" BOOLEAN NOT NULL DEFAULT false,
  ADD CONSTRAINT "promotion_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "promotion_group"("id") ON DELETE SET NULL,
  ADD CONSTRAINT "promotion_stacking_known" CHECK ("stacking" IN ('COMBINES', 'STOPS', 'EXCLUDES')),
  ADD CONSTRAINT "promotion_per_person_positive" CHECK ("usage_limit_per_person" > 0),
  ADD CONSTRAINT "promotion_budget_end_known" CHECK ("budget_end" IN ('PARTIAL', 'REFUSE'));
CREATE INDEX "promotion_group_id_idx" ON "promotion"("group_id");
-- Both are empty for most shops, and every read of a cart looks.
CREATE INDEX "promotion_asks_items" ON "promotion"("id") WHERE "status" = 'ACTIVE' AND "asks_items";
CREATE INDEX "promotion_last_order" ON "promotion"("id") WHERE "status" = 'ACTIVE' AND "budget_end" = 'PARTIAL';

-- What may be entered: codes that many may use are kept as they are written, codes that count once as hashes alone. The hash is of
-- the code in capitals, so that no two codes differ by their case.
CREATE TABLE "promotion_code" (
  "hash" BYTEA NOT NULL,
  "promotion_id" TEXT NOT NULL,
  "code" TEXT,
  "position" INTEGER NOT NULL DEFAULT 0,
  -- the order that has a code which counts once: the row is the lock
  "used_by" TEXT,
  "used_at" TIMESTAMPTZ(3),
  CONSTRAINT "promotion_code_pkey" PRIMARY KEY ("hash"),
  CONSTRAINT "promotion_code_hash_is_sha256" CHECK (LENGTH("hash") = 32),
  CONSTRAINT "promotion_code_shared_is_not_used_up" CHECK ("code" IS NULL OR "used_by" IS NULL),
  CONSTRAINT "promotion_code_used_at" CHECK (("used_by" IS NULL) = ("used_at" IS NULL))
);
ALTER TABLE "promotion_code"
  ADD CONSTRAINT "promotion_code_promotion_id_fkey" FOREIGN KEY ("promotion_id") REFERENCES "promotion"("id") ON DELETE CASCADE;
CREATE INDEX "promotion_code_shared" ON "promotion_code"("promotion_id", "position") WHERE "code" IS NOT NULL;
CREATE INDEX "promotion_code_used" ON "promotion_code"("used_by") WHERE "used_by" IS NOT NULL;

INSERT INTO "promotion_code" ("hash", "promotion_id", "code")
SELECT sha256(convert_to(upper("code"), 'UTF8')), "id", "code" FROM "promotion" WHERE "code" IS NOT NULL;
ALTER TABLE "promotion" DROP COLUMN "code";

-- Whose uses are counted is kept as a hash: without this whoever reads the counters could try all addresses.
CREATE TABLE "promotion_secret" (
  "only" BOOLEAN NOT NULL DEFAULT true,
  "secret" BYTEA NOT NULL,
  CONSTRAINT "promotion_secret_pkey" PRIMARY KEY ("only"),
  CONSTRAINT "promotion_secret_is_one" CHECK ("only"),
  CONSTRAINT "promotion_secret_is_long" CHECK (LENGTH("secret") >= 32)
);
INSERT INTO "promotion_secret" ("secret")
SELECT decode(replace(gen_random_uuid()::TEXT || gen_random_uuid()::TEXT || gen_random_uuid()::TEXT, '-', ''), 'hex');

-- Who changed what of a promotion or a group of them, and when.
CREATE TABLE "promotion_change" (
  "id" TEXT NOT NULL,
  -- a promotion or a group
  "subject_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "before" JSONB,
  "after" JSONB,
  "actor" TEXT NOT NULL,
  "correlation" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "promotion_change_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "promotion_change_kind_known" CHECK ("kind" IN ('CREATED', 'UPDATED', 'PUBLISHED', 'ARCHIVED', 'DELETED', 'CODES_GENERATED')),
  CONSTRAINT "promotion_change_tells_something" CHECK ("before" IS NOT NULL OR "after" IS NOT NULL)
);
CREATE INDEX "promotion_change_of_subject" ON "promotion_change"("subject_id", "id");

-- What was recorded stands.
CREATE FUNCTION promotion_change_stands() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'recorded changes are immutable' USING ERRCODE = '23001', CONSTRAINT = 'promotion_change_stands';
END $$;
CREATE TRIGGER promotion_change_stands BEFORE UPDATE OR DELETE ON "promotion_change"
  FOR EACH STATEMENT EXECUTE FUNCTION promotion_change_stands();

-- Where a channel's clocks are read where no store's are.
ALTER TABLE "channel" ADD COLUMN "time_zone" TEXT NOT NULL DEFAULT 'UTC';
