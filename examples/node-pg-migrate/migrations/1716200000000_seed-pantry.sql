-- Up Migration

INSERT INTO ingredients (name) VALUES ('flour'), ('salt'), ('olive oil'), ('lemon');

-- Down Migration

DELETE FROM ingredients WHERE name IN ('flour', 'salt', 'olive oil', 'lemon');
