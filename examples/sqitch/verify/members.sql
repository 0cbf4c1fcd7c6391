-- Verify library:members on pg

SELECT id, name, email, joined FROM library.members WHERE false;
