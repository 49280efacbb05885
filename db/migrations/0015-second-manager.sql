-- Maker and checker: where the catalogue asks for it, a grant is 'proposed' and gives nothing until a second manager of the
-- agency has agreed to it. Who agreed stands with the grant, and is neither who gave it nor who receives it.

alter table permission_grant
  add column confirmed_by bigint references person,
  add constraint another_confirms check (confirmed_by <> given_by and confirmed_by <> person_id),
  -- Nothing that is in force falls back to being proposed.
  add constraint proposed_first
    check (state <> 'proposed' or (version = 1 and given_by is not null and confirmed_by is null));
grant insert (confirmed_by) on permission_grant to ecpa_program;

-- Few of millions, and asked for by each manager's to-dos.
create index permission_grant_proposed on permission_grant (agency_code)
  where state = 'proposed' and upper_inf(recorded);

-- No way from proposed to in force but by somebody who agreed: also not by being suspended and confirmed.
create function agreed_by_another() returns trigger language plpgsql as $$
declare
  before permission_grant;
begin
  select * into before from permission_grant where id = new.id and version = new.version - 1;
  if before.state = 'proposed' and not (new.state = 'ended' or (new.state = 'active' and new.confirmed_by is not null)) then
    raise exception 'A proposed grant needs a second manager' using errcode = 'integrity_constraint_violation';
  end if;
  -- What was agreed once stays so in later versions, whoever writes them.
  new.confirmed_by := coalesce(before.confirmed_by, new.confirmed_by);
  return new;
end $$;
create trigger agreed_by_another before insert on permission_grant
  for each row when (new.version > 1) execute function agreed_by_another();
