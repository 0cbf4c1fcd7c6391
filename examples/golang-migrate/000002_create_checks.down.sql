DROP TABLE checks;
DROP TYPE check_outcome;
