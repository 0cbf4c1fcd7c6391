\set free_minutes 30

CREATE TABLE tariffs (
  name         text PRIMARY KEY,
  free_minutes integer NOT NULL DEFAULT :free_minutes,
  cents_an_hour integer NOT NULL
);

INSERT INTO tariffs (name, cents_an_hour) VALUES ('casual', 120), ('member', 60);
