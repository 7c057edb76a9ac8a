-- How a channel shows its prices, and how often its row has changed.
ALTER TABLE "channel"
  ADD COLUMN "tax_entry" TEXT NOT NULL DEFAULT 'GROSS',
  ADD COLUMN "version" BIGINT NOT NULL DEFAULT 1,
  ADD CONSTRAINT "channel_tax_entry_known" CHECK ("tax_entry" IN ('NET', 'GROSS')),
  ADD CONSTRAINT "channel_conventions_named" CHECK (jsonb_typeof("conventions") = 'object');
