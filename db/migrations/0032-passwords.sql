-- The passwords before the one in force, as hashes, so that none of the last three is chosen again (R-ACC-2). Written by the
-- database alone, for every way by which a password changes.
create table password_before (
  person_id bigint not null references account,
  password_hash text not null,
  until timestamptz not null default now()
);
create index password_before_person on password_before (person_id, until desc);

create function keep_password_before() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into password_before (person_id, password_hash) values (old.person_id, old.password_hash);
  -- Two and the one in force are three.
  delete from password_before b where b.person_id = old.person_id and b.ctid not in (
    select ctid from password_before where person_id = old.person_id order by until desc limit 2);
  return null;
end $$;
revoke execute on function keep_password_before() from public;
-- The same password under newer parameters is no other: when it was chosen stays as it was.
create trigger keep_password_before after update of password_hash on account for each row
  when (old.password_hash is not null and new.password_changed_at is distinct from old.password_changed_at)
  execute function keep_password_before();

grant select on password_before to ecpa_program;
comment on table password_before is 'not personal: until';
comment on column password_before.person_id is 'personal: whose it was';
comment on column password_before.password_hash is 'personal: a former password, as an argon2id hash';
