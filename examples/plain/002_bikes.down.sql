DROP TABLE rides;
DROP TABLE bikes;
