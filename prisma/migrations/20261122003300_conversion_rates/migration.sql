-- Published, and never changed: from an instant on the next one of the same two currencies counts.
CREATE TABLE "conversion_rate" (
  "id" TEXT NOT NULL,
  "from_currency" CHAR(3) NOT NULL,
  "to_currency" CHAR(3) NOT NULL,
  "rate" DECIMAL(18,9) NOT NULL,
  "point_step" DECIMAL(19,6),
  "point_ending" DECIMAL(19,6),
  "valid_from" TIMESTAMPTZ(3) NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "published_by" TEXT NOT NULL,
  CONSTRAINT "conversion_rate_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "conversion_rate_positive" CHECK ("rate" > 0),
  CONSTRAINT "conversion_rate_of_two" CHECK ("from_currency" <> "to_currency"),
  CONSTRAINT "conversion_rate_points_whole" CHECK (NUM_NONNULLS("point_step", "point_ending") IN (0, 2)
    AND "point_ending" >= 0 AND "point_ending" < "point_step")
);
CREATE UNIQUE INDEX "conversion_rate_from_currency_to_currency_valid_from_key"
  ON "conversion_rate"("from_currency", "to_currency", "valid_from");
