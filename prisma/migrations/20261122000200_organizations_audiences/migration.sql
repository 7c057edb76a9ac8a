-- A unit's path stands for its ancestors. The foreign key on (parent, path of the parent) keeps every path true: who moves a
-- unit moves all below it in the same statement, and two who move towards each other meet in it.
CREATE TABLE "organization" (
  "id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "parent_id" TEXT,
  "parent_path" TEXT[],
  "path" TEXT[] NOT NULL GENERATED ALWAYS AS (COALESCE("parent_path", '{}'::TEXT[]) || "id") STORED,
  "purchase_order_required" BOOLEAN,
  "on_account" BOOLEAN,
  "external_code" TEXT,
  "version" BIGINT NOT NULL DEFAULT 1,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "organization_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "organization_parent_has_path" CHECK (("parent_id" IS NULL) = ("parent_path" IS NULL)),
  CONSTRAINT "organization_not_below_itself" CHECK ("id" <> ALL (COALESCE("parent_path", '{}'::TEXT[]))),
  CONSTRAINT "organization_depth" CHECK (COALESCE(CARDINALITY("parent_path"), 0) < 10)
);
CREATE UNIQUE INDEX "organization_code_key" ON "organization"("code");
CREATE UNIQUE INDEX "organization_id_path_key" ON "organization"("id", "path");
CREATE INDEX "organization_parent_id_idx" ON "organization"("parent_id");
ALTER TABLE "organization" ADD CONSTRAINT "organization_parent_fkey"
  FOREIGN KEY ("parent_id", "parent_path") REFERENCES "organization"("id", "path") ON UPDATE CASCADE;

CREATE TABLE "organization_member" (
  "organization_id" TEXT NOT NULL,
  "customer_id" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "organization_member_pkey" PRIMARY KEY ("organization_id", "customer_id"),
  CONSTRAINT "organization_member_role_known" CHECK ("role" IN ('BUYER', 'APPROVER', 'ADMIN', 'VIEWER'))
);
CREATE INDEX "organization_member_customer_id_idx" ON "organization_member"("customer_id");
ALTER TABLE "organization_member"
  ADD CONSTRAINT "organization_member_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id"),
  ADD CONSTRAINT "organization_member_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id");

-- Whom a price list is for: a row a value, so that no value names what is not there, and none disappears unnoticed: a
-- dimension that lost its last value would open the list to everybody.
CREATE TABLE "price_list_audience" (
  "list_id" TEXT NOT NULL,
  "channel_id" TEXT,
  "location_id" TEXT,
  "group_id" TEXT,
  "customer_id" TEXT,
  "organization_id" TEXT,
  "country" CHAR(2),
  CONSTRAINT "price_list_audience_one_value"
    CHECK (NUM_NONNULLS("channel_id", "location_id", "group_id", "customer_id", "organization_id", "country") = 1),
  CONSTRAINT "price_list_audience_key" UNIQUE NULLS NOT DISTINCT
    ("list_id", "channel_id", "location_id", "group_id", "customer_id", "organization_id", "country")
);
ALTER TABLE "price_list_audience"
  ADD CONSTRAINT "price_list_audience_list_id_fkey" FOREIGN KEY ("list_id") REFERENCES "price_list"("id"),
  ADD CONSTRAINT "price_list_audience_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "channel"("id"),
  ADD CONSTRAINT "price_list_audience_location_id_fkey" FOREIGN KEY ("location_id") REFERENCES "location"("id"),
  ADD CONSTRAINT "price_list_audience_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "customer_group"("id"),
  ADD CONSTRAINT "price_list_audience_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id"),
  ADD CONSTRAINT "price_list_audience_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id");
INSERT INTO "price_list_audience" ("list_id", "channel_id") SELECT "id", "channel_id" FROM "price_list" WHERE "channel_id" IS NOT NULL;

ALTER TABLE "price_list" DROP COLUMN "channel_id", ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1;
ALTER TABLE "tax_zone" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1;
ALTER TABLE "tax_rate" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1;
ALTER TABLE "shipping_method" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1;
