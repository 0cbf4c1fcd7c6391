DROP TABLE services;
DROP TABLE teams;
