CREATE TYPE check_outcome AS ENUM ('ok', 'slow', 'down');

CREATE TABLE checks (
  service_id bigint NOT NULL REFERENCES services ON DELETE CASCADE,
  checked_at timestamptz NOT NULL,
  outcome    check_outcome NOT NULL,
  latency_ms integer CHECK (latency_ms >= 0),
  PRIMARY KEY (service_id, checked_at)
);
