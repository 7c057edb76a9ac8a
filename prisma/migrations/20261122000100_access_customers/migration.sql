-- Keys say of what kind they are and where they work.
ALTER TABLE "access_key"
  ADD COLUMN "channel_ids" TEXT[] DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "location_id" TEXT;
UPDATE "access_key" SET "kind" = 'SECRET' WHERE "kind" = 'STAFF';
ALTER TABLE "access_key"
  ADD CONSTRAINT "access_key_kind_known" CHECK ("kind" IN ('PUBLISHABLE', 'SECRET', 'DEVICE')),
  ADD CONSTRAINT "access_key_publishable_shows_channels"
    CHECK ("kind" <> 'PUBLISHABLE' OR (cardinality("channel_ids") >= 1 AND cardinality("permissions") = 0)),
  ADD CONSTRAINT "access_key_device_stands_somewhere"
    CHECK (("kind" = 'DEVICE') = ("location_id" IS NOT NULL) AND ("kind" <> 'DEVICE' OR cardinality("channel_ids") = 1)),
  ADD CONSTRAINT "access_key_secret_goes_everywhere" CHECK ("kind" <> 'SECRET' OR cardinality("channel_ids") = 0);

-- Staff and what their roles grant.
CREATE TABLE "staff" (
    "id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "staff_email_normalised" CHECK ("email" = lower("email"))
);
CREATE UNIQUE INDEX "staff_email_key" ON "staff"("email");

CREATE TABLE "role" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "permissions" TEXT[],

    CONSTRAINT "role_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "role_code_key" ON "role"("code");

CREATE TABLE "staff_role" (
    "staff_id" TEXT NOT NULL,
    "role_id" TEXT NOT NULL,

    CONSTRAINT "staff_role_pkey" PRIMARY KEY ("staff_id","role_id")
);
CREATE INDEX "staff_role_role_id_idx" ON "staff_role"("role_id");
ALTER TABLE "staff_role"
  ADD CONSTRAINT "staff_role_staff_id_fkey" FOREIGN KEY ("staff_id") REFERENCES "staff"("id"),
  ADD CONSTRAINT "staff_role_role_id_fkey" FOREIGN KEY ("role_id") REFERENCES "role"("id");

-- Sessions of customers and staff, and the tokens that keep them going.
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "session_kind_known" CHECK ("kind" IN ('CUSTOMER', 'STAFF'))
);
CREATE INDEX "session_living" ON "session"("subject_id") WHERE (ended_at IS NULL);

CREATE TABLE "refresh_token" (
    "hash" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "refresh_token_session_id_idx" ON "refresh_token"("session_id");
CREATE INDEX "refresh_token_expires_at_idx" ON "refresh_token"("expires_at");
-- one token at a time keeps a session going
CREATE UNIQUE INDEX "refresh_token_unused" ON "refresh_token"("session_id") WHERE (used_at IS NULL);
ALTER TABLE "refresh_token"
  ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE;

CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "signing_key_long_enough" CHECK (octet_length("secret") >= 32)
);

-- Counts of attempts, as rate-limiter-flexible keeps them.
CREATE TABLE "attempt" (
    "key" VARCHAR(255) NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "attempt_pkey" PRIMARY KEY ("key")
);
CREATE INDEX "attempt_expire_idx" ON "attempt"("expire");

-- Customers: a row that books may name for good, and one with everything personal, which can be erased.
CREATE TABLE "customer" (
    "id" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "version" BIGINT NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "customer_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "customer_erased_is_not_active" CHECK ("erased_at" IS NULL OR NOT "active")
);

CREATE TABLE "customer_person" (
    "customer_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "phone" TEXT,
    "locale" TEXT,
    "password_hash" TEXT,

    CONSTRAINT "customer_person_pkey" PRIMARY KEY ("customer_id"),
    CONSTRAINT "customer_person_email_normalised" CHECK ("email" = lower("email"))
);
CREATE UNIQUE INDEX "customer_person_email_key" ON "customer_person"("email");
CREATE INDEX "customer_person_email_begins" ON "customer_person"("email" text_pattern_ops);
ALTER TABLE "customer_person"
  ADD CONSTRAINT "customer_person_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id");

CREATE TABLE "customer_address" (
    "id" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "address" JSONB NOT NULL,
    "default_shipping" BOOLEAN NOT NULL DEFAULT false,
    "default_billing" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "customer_address_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "customer_address_customer_id_idx" ON "customer_address"("customer_id");
ALTER TABLE "customer_address"
  ADD CONSTRAINT "customer_address_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id"),
  ADD CONSTRAINT "customer_address_one_default_shipping"
    EXCLUDE USING btree ("customer_id" WITH =) WHERE ("default_shipping") DEFERRABLE INITIALLY IMMEDIATE,
  ADD CONSTRAINT "customer_address_one_default_billing"
    EXCLUDE USING btree ("customer_id" WITH =) WHERE ("default_billing") DEFERRABLE INITIALLY IMMEDIATE;

CREATE TABLE "customer_group" (
    "id" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "customer_group_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "customer_group_code_key" ON "customer_group"("code");

CREATE TABLE "customer_group_member" (
    "customer_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,

    CONSTRAINT "customer_group_member_pkey" PRIMARY KEY ("customer_id","group_id")
);
CREATE INDEX "customer_group_member_group_id_idx" ON "customer_group_member"("group_id");
ALTER TABLE "customer_group_member"
  ADD CONSTRAINT "customer_group_member_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id"),
  ADD CONSTRAINT "customer_group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "customer_group"("id");

CREATE TABLE "password_reset" (
    "hash" TEXT NOT NULL,
    "customer_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_reset_pkey" PRIMARY KEY ("hash")
);
CREATE UNIQUE INDEX "password_reset_customer_id_key" ON "password_reset"("customer_id");
ALTER TABLE "password_reset"
  ADD CONSTRAINT "password_reset_customer_id_fkey" FOREIGN KEY ("customer_id") REFERENCES "customer"("id");
