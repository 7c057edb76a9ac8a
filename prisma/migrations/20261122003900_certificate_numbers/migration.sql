-- Tills name certificates by their numbers.
CREATE INDEX "tax_relief_certificate" ON "tax_relief"("number") WHERE "kind" = 'EXEMPT';
