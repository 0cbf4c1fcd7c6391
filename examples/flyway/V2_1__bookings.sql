CREATE TABLE booking (
    reference  text PRIMARY KEY,
    sailing_id bigint NOT NULL REFERENCES sailing,
    lanes      numeric(4, 1) NOT NULL,
    price      numeric(10, 2) NOT NULL,
    currency   char(3) NOT NULL DEFAULT '${currency}'
);
