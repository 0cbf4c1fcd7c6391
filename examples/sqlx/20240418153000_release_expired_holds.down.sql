drop function release_expired_holds();
