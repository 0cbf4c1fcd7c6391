--! Previous: sha1:775d76cb0565c89154f7c76b5bdd61c8e539bace
--! Hash: sha1:4481f62c7c8f49cca72f6e41322f5a105534123b
--! Message: app role

-- The cluster may have the role from another database.
do $$
begin
  create role :APP_ROLE;
exception
  when duplicate_object then null;
end
$$;

grant select on podcasts, episodes to :APP_ROLE;
