--liquibase formatted sql

--changeset tomas:sample-titles
INSERT INTO title VALUES ('9780140449136', 'Crime and Punishment', 'Fyodor Dostoevsky');
--rollback DELETE FROM title WHERE isbn = '9780140449136';
