-- Roles and staff count their changes, and so their events.
ALTER TABLE "role" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1;
ALTER TABLE "staff" ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1;

-- When a session ends, however busy it is. Those that go on now are given what a new one gets unless configured otherwise.
ALTER TABLE "session" ADD COLUMN "ends_at" TIMESTAMPTZ(3);
UPDATE "session" SET "ends_at" = now() + CASE "kind" WHEN 'STAFF' THEN interval '12 hours' ELSE interval '30 days' END;
ALTER TABLE "session" ALTER COLUMN "ends_at" SET NOT NULL;

-- What names and addresses are hashed with that attempts are counted by: without it whoever reads the counts could try them all.
CREATE TABLE "attempt_secret" (
  "only" BOOLEAN NOT NULL DEFAULT true,
  "secret" BYTEA NOT NULL,
  CONSTRAINT "attempt_secret_pkey" PRIMARY KEY ("only"),
  CONSTRAINT "attempt_secret_is_one" CHECK ("only"),
  CONSTRAINT "attempt_secret_is_long" CHECK (LENGTH("secret") >= 32)
);
INSERT INTO "attempt_secret" ("secret")
SELECT decode(replace(gen_random_uuid()::TEXT || gen_random_uuid()::TEXT || gen_random_uuid()::TEXT, '-', ''), 'hex');
DELETE FROM "attempt";

-- That somebody is asked to become a member: what it would be, and nothing of it before it has said yes.
CREATE TABLE "organization_invitation" (
  "organization_id" TEXT NOT NULL,
  "customer_id" TEXT NOT NULL,
  "role" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "organization_invitation_pkey" PRIMARY KEY ("organization_id", "customer_id"),
  CONSTRAINT "organization_invitation_role_known" CHECK ("role" IN ('BUYER', 'APPROVER', 'ADMIN', 'VIEWER'))
);
CREATE INDEX "organization_invitation_of_customer" ON "organization_invitation"("customer_id", "organization_id");
ALTER TABLE "organization_invitation"
  ADD CONSTRAINT "organization_invitation_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id"),
  ADD CONSTRAINT "organization_invitation_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id");

-- The customers of a group, a page at a time.
CREATE INDEX "customer_group_member_of_group" ON "customer_group_member"("group_id", "customer_id");
DROP INDEX "customer_group_member_group_id_idx";

-- What is over, for those who forget it. No index on what every change touches: it would cost every change.
CREATE INDEX "hold_over" ON "hold"("closed_at") WHERE "state" IN ('VOIDED', 'EXPIRED', 'RELEASED', 'CONSUMED');
CREATE INDEX "cart_over" ON "cart"("created_at") WHERE "state" IN ('MERGED', 'DELETED', 'EXPIRED');
CREATE INDEX "cart_followed" ON "cart"("successor_id") WHERE "successor_id" IS NOT NULL;
