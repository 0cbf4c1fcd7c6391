-- A tool can be with one neighbour at a time.
create function public.refuse_overlap() returns trigger
language plpgsql as $$
begin
  if exists (
    select from public.borrowings as b
    where b.tool_id = new.tool_id and b.id <> new.id and b.during && new.during
  ) then
    raise exception 'tool % is out then; pick another time', new.tool_id;
  end if;
  return new;
end;
$$;

create trigger borrowings_overlap
  after insert or update on public.borrowings
  for each row execute function public.refuse_overlap();
