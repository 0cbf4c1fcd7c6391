insert into public.tools (name, owner) values ('ladder', 'Mira'), ('post driver', 'Tomas');
