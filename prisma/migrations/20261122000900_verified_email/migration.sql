-- Since when an e-mail address is known to be the customer's own. Whoever has no password was made by staff or an import.
ALTER TABLE "customer_person" ADD COLUMN "email_verified_at" TIMESTAMPTZ(3);
UPDATE "customer_person" p SET "email_verified_at" = c."created_at"
FROM "customer" c WHERE c."id" = p."customer_id" AND p."password_hash" IS NULL;
