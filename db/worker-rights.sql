-- What the program's role may do with the job queue. Run after every migration, because a newer queue may bring new tables.
-- The queue switches row level security on and leaves it to its user to say who may see what: the program all of it.
grant usage on schema graphile_worker to ecpa_program;
grant select, insert, update, delete on all tables in schema graphile_worker to ecpa_program;
grant usage on all sequences in schema graphile_worker to ecpa_program;
grant execute on all functions in schema graphile_worker to ecpa_program;
-- Its list of migrations is for reading.
revoke insert, update, delete on graphile_worker.migrations from ecpa_program;

do $$
declare
  secured regclass;
begin
  for secured in
    select c.oid from pg_class c
    where c.relnamespace = 'graphile_worker'::regnamespace and c.relkind = 'r' and c.relrowsecurity
      and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'ecpa_program')
  loop
    execute format('create policy ecpa_program on %s to ecpa_program using (true) with check (true)', secured);
  end loop;
end $$;
