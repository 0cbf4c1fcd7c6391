DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${readonly_role}') THEN
        CREATE ROLE ${readonly_role} NOLOGIN;
    END IF;
END
$$;

GRANT SELECT ON sailing, booking TO ${readonly_role};
