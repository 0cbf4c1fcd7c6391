DELETE FROM stations WHERE id <= 3;
