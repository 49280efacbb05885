-- The ground: who may do what in this database, the shapes of our keys, and the two laws that every table obeys:
--   1. what was once recorded is never altered, only superseded (recorded time), and
--   2. a transaction that changed something commits only together with an audit event.

-- The migrator makes the role `ecpa_program` before the first of these files: the web processes and jobs work as it, and
-- may do only what is granted to it here, table by table. It runs every file with the search path `public, pg_temp`, and
-- `set search_path from current` below keeps that: with pg_temp last, no temporary table of the program's own can stand in
-- for one that a function of the owner's reads.

create extension if not exists btree_gist;

-- Codes are natural keys: they are what people say, what files carry, and they outlive names.
create domain agency_code      as text collate "C" check (value ~ '^[0-9A-Za-z]{10}$');
create domain application_code as text collate "C" check (value ~ '^[0-9A-Za-z][0-9A-Za-z._-]{0,31}$');
create domain category_code    as text collate "C" check (value ~ '^[a-z0-9][a-z0-9-]{0,31}$');
create domain group_code       as text collate "C" check (value ~ '^[a-z0-9][a-z0-9-]{0,63}$');

-- In order of power, so that `standing >= 'hr'` reads as the law does (R-USE-1: hrSupervisor ⊃ hr ⊃ employee).
create type standing       as enum ('employee', 'hr', 'hrSupervisor');
create type account_state  as enum ('pending', 'active', 'disabled');
create type sign_in_method as enum ('password', 'passkey', 'personCertificate', 'agencyCertificate');
create type decision_state as enum ('active', 'suspended', 'ended');
create type post_kind      as enum ('appointment', 'concurrent');

-- Recorded time. A row is one version of what was known: `recorded` opens when it was written and is closed, once, when
-- another version takes its place or it ceases to hold. The program may insert (never naming `recorded`: the default
-- is the transaction's time) and may update `recorded` alone; this trigger lets that update do nothing but close it.
create function only_close_recorded() returns trigger language plpgsql as $$
begin
  if not upper_inf(old.recorded) or new.recorded is distinct from tstzrange(lower(old.recorded), now()) then
    raise exception 'A recorded version of % can only be closed, once, at the present moment', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  -- What is written and superseded by the same transaction was never known to anybody.
  if isempty(new.recorded) then
    raise exception 'A version of % cannot be superseded by the transaction that wrote it', tg_table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

-- What to set `recorded` to: the version holds no longer. A transaction that began before the version was written and waited
-- for it cannot close it at its own beginning; it has to begin again, as after any serialization failure.
create function closed(recorded tstzrange) returns tstzrange language plpgsql stable as $$
begin
  if lower(recorded) > now() then
    raise exception 'The version was recorded after this transaction began' using errcode = 'serialization_failure';
  end if;
  return tstzrange(lower(recorded), now());
end $$;

grant usage on schema public to ecpa_program;
