ALTER TABLE recipes DROP COLUMN search;
