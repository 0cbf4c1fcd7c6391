create table public.borrowings (
  id bigint generated always as identity primary key,
  tool_id bigint not null references public.tools (id) on delete cascade,
  borrower text not null,
  during daterange not null,
  check (not isempty(during))
);

create index borrowings_tool_id on public.borrowings (tool_id);
