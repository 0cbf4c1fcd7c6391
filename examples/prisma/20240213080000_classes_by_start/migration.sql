-- A lone statement runs outside a transaction, as CONCURRENTLY needs
CREATE INDEX CONCURRENTLY "Class_startsAt_idx" ON "Class"("startsAt");
