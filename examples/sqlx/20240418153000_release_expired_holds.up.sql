create function release_expired_holds() returns bigint
language sql as $$
    with released as (
        delete from ticket where state = 'held' and held_until < now() returning 1
    )
    select count(*) from released;
$$;
