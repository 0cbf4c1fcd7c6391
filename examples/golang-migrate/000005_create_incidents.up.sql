CREATE TABLE incidents (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  service_id  bigint NOT NULL REFERENCES services,
  rule_id     bigint NOT NULL REFERENCES alert_rules,
  started_at  timestamptz NOT NULL,
  resolved_at timestamptz,
  CHECK (resolved_at > started_at)
);

CREATE UNIQUE INDEX incidents_open_idx ON incidents (service_id, rule_id) WHERE resolved_at IS NULL;
