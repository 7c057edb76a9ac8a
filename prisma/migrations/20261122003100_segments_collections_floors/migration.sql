-- Segments: sets of customers that the shop's own analysis, or a file, puts together.
CREATE TABLE "segment" (
  "id" TEXT NOT NULL,
  "code" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "version" BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT "segment_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "segment_code_key" ON "segment"("code");

CREATE TABLE "segment_member" (
  "customer_id" TEXT NOT NULL,
  "segment_id" TEXT NOT NULL,
  CONSTRAINT "segment_member_pkey" PRIMARY KEY ("customer_id", "segment_id")
);
CREATE INDEX "segment_member_of_segment" ON "segment_member"("segment_id", "customer_id");
ALTER TABLE "segment_member"
  ADD CONSTRAINT "segment_member_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id"),
  ADD CONSTRAINT "segment_member_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "segment"("id");

-- Lists have named segments by whatever word they liked: each word becomes a segment without members, as it had none before.
INSERT INTO "segment" ("id", "code", "name")
  SELECT 'seg_' || new_ulid(), 'segment-' || ROW_NUMBER() OVER (ORDER BY "word"), "word"
  FROM (SELECT DISTINCT "segment_id" AS "word" FROM "price_list_audience" WHERE "segment_id" IS NOT NULL) AS "named";
UPDATE "price_list_audience" SET "segment_id" = "segment"."id" FROM "segment" WHERE "price_list_audience"."segment_id" = "segment"."name";
ALTER TABLE "price_list_audience"
  ADD CONSTRAINT "price_list_audience_segment_id_fkey" FOREIGN KEY ("segment_id") REFERENCES "segment"("id");

-- Collections: products that are put together by hand, in an order of their own.
CREATE TABLE "collection" (
  "id" TEXT NOT NULL,
  "slug" TEXT NOT NULL,
  "name" JSONB NOT NULL,
  "description" JSONB NOT NULL DEFAULT '{}',
  "position" INTEGER NOT NULL DEFAULT 0,
  "published_at" TIMESTAMPTZ(3),
  "version" BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT "collection_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "collection_slug_key" ON "collection"("slug");

CREATE TABLE "collection_product" (
  "collection_id" TEXT NOT NULL,
  "product_id" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  CONSTRAINT "collection_product_pkey" PRIMARY KEY ("collection_id", "product_id"),
  CONSTRAINT "collection_product_position_counts" CHECK ("position" >= 0)
);
CREATE INDEX "collection_product_in_order" ON "collection_product"("collection_id", "position", "product_id");
CREATE INDEX "collection_product_product_id_idx" ON "collection_product"("product_id");
ALTER TABLE "collection_product"
  ADD CONSTRAINT "collection_product_collection_id_fkey" FOREIGN KEY ("collection_id") REFERENCES "collection"("id") ON DELETE CASCADE,
  ADD CONSTRAINT "collection_product_product_id_fkey" FOREIGN KEY ("product_id") REFERENCES "product"("id") ON DELETE CASCADE;

-- What a unit must not be sold below, whatever promotions say.
CREATE TABLE "floor_price" (
  "variant_id" TEXT NOT NULL,
  "currency" CHAR(3) NOT NULL,
  "amount" DECIMAL(19,6) NOT NULL,
  CONSTRAINT "floor_price_pkey" PRIMARY KEY ("variant_id", "currency"),
  CONSTRAINT "floor_price_above_zero" CHECK ("amount" > 0)
);
ALTER TABLE "floor_price" ADD CONSTRAINT "floor_price_variant_id_fkey" FOREIGN KEY ("variant_id") REFERENCES "variant"("id");

ALTER TABLE "promotion"
  -- whether it asks which order of the buyer it would be: only then do carts read it
  ADD COLUMN "asks_orders" BOOLEAN NOT NULL DEFAULT false;
UPDATE "promotion" SET "asks_orders" = JSONB_PATH_EXISTS("conditions"::JSONB, '$.** ? (@.type == "orders")');
CREATE INDEX "promotion_asks_orders" ON "promotion"("id") WHERE "status" = 'ACTIVE' AND "asks_orders";

-- How many orders a buyer has placed that were not cancelled. A buyer is a customer, a unit of an organization, or a keyed hash of
-- an e-mail address.
CREATE TABLE "order_count" (
  "buyer" TEXT NOT NULL,
  "orders" BIGINT NOT NULL,
  CONSTRAINT "order_count_pkey" PRIMARY KEY ("buyer"),
  CONSTRAINT "order_count_not_negative" CHECK ("orders" >= 0)
) WITH (fillfactor = 80);

-- One person's address, in whatever case, and with or without what follows a plus sign. Null: none is known.
CREATE FUNCTION buyer_of_email(p_email text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT 'email:' || ENCODE(SHA256(s.secret
    || CONVERT_TO(NORMALIZE(REGEXP_REPLACE(LOWER(BTRIM(p_email)), '^([^+@]+)\+.*@', '\1@'), NFC), 'UTF8')), 'hex')
  FROM promotion_secret s WHERE BTRIM(p_email) <> ''
$$;

-- Whose orders an order counts among: a unit's, or a customer's and those of its e-mail address, so that a customer who orders as a
-- guest the next time is no new one.
CREATE FUNCTION buyers_of_order(p_customer text, p_organization text, p_email text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN p_organization IS NOT NULL THEN ARRAY[p_organization]
    ELSE ARRAY_REMOVE(ARRAY[p_customer, buyer_of_email(p_email)], NULL) END
$$;

INSERT INTO "order_count" ("buyer", "orders")
  SELECT "buyer", COUNT(*)
  FROM "orders", UNNEST(buyers_of_order("customer_id", "organization_id", "contact"->>'email')) AS "buyer"
  WHERE "state" <> 'CANCELLED' AND "placed_at" IS NOT NULL
  GROUP BY "buyer";
