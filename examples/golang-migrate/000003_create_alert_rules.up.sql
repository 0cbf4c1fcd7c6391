CREATE TABLE alert_rules (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name       text NOT NULL UNIQUE,
  -- Filled in by the notifier, not by the migration: braces here are data.
  message    text NOT NULL,
  threshold  interval NOT NULL
);

INSERT INTO alert_rules (name, message, threshold) VALUES
  ('unreachable', '{{.Labels.service}} has been down since {{ .Since }}', '2 minutes'),
  ('slow', '{{.Labels.service}} answers in {{.Value}} ms', '10 minutes');
