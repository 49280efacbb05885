-- Everything that happened. Append-only: the program's role can insert and read, nothing else.

create table audit_event (
  id               bigint generated always as identity primary key,
  at               timestamptz not null default clock_timestamp(),
  transaction      xid8 not null default pg_current_xact_id(),
  -- A stable code of the closed catalogue in src/core/audit.ts
  code             text not null check (code ~ '^[a-z]+(\.[a-z-]+)+$'),
  outcome          text not null check (outcome in ('done', 'refused')),
  -- Who, in which standing, from which agency; null where nobody was signed in (a failed sign-in, a job, the command line)
  actor_person_id  bigint,
  actor_standing   text,
  actor_agency     agency_code,
  actor_process    text,
  session_id       uuid,
  -- For which agency, about whom, about which application
  agency           agency_code,
  person_id        bigint,
  application      application_code,
  -- From what to what, and whatever else the catalogue says the event must name. Never a national ID, password or token.
  detail           jsonb not null default '{}',
  address          inet,
  request_id       text,
  check ((actor_person_id is not null or session_id is not null) or actor_process is not null)
);
create index audit_event_transaction on audit_event (transaction);
create index audit_event_person on audit_event (person_id, id desc) where person_id is not null;
create index audit_event_actor on audit_event (actor_person_id, id desc) where actor_person_id is not null;
create index audit_event_agency on audit_event (agency, id desc) where agency is not null;
create index audit_event_code on audit_event (code, id desc);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;
-- The privileges below already forbid it to the program; this forbids it to a careless owner as well.
create trigger append_only before update or delete or truncate on audit_event
  for each statement execute function refuse_change();

-- A statement that changes an audited table leaves its transaction's number here; at commit that row asks for its event
-- and removes itself. One row a transaction, whatever the number of rows changed: 700,000 posts cost what one does.
create table unaudited_change (
  transaction xid8 primary key,
  table_name  text not null
);

create function note_change() returns trigger language plpgsql security definer set search_path from current as $$
begin
  insert into unaudited_change values (pg_current_xact_id(), tg_table_name) on conflict do nothing;
  return null;
end $$;

create function demand_event() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if not exists (select from audit_event where transaction = new.transaction) then
    raise exception 'A transaction changed % without an audit event', new.table_name
      using errcode = 'integrity_constraint_violation';
  end if;
  delete from unaudited_change where transaction = new.transaction;
  return null;
end $$;

create constraint trigger demand_event after insert on unaudited_change
  deferrable initially deferred for each row execute function demand_event();

-- Called once for each table that holds facts, decisions, accounts or configuration: what changes it needs an event.
create procedure audited(audited_table regclass) language plpgsql as $$
begin
  execute format(
    'create trigger note_change after insert or update or delete on %s for each statement execute function note_change()',
    audited_table);
end $$;

-- Called once for each table of versions: audited, and the program may insert (never naming `recorded`) and close.
create procedure versioned(versioned_table regclass) language plpgsql as $$
declare
  named text;
begin
  call audited(versioned_table);
  execute format(
    'create trigger only_close_recorded before update on %s for each row execute function only_close_recorded()',
    versioned_table);
  select string_agg(quote_ident(attname), ', ') into named
  from pg_attribute where attrelid = versioned_table and attnum > 0 and not attisdropped and attname <> 'recorded';
  execute format('grant select, insert (%s), update (recorded) on %s to ecpa_program', named, versioned_table);
end $$;

-- Not `id`, `at` and `transaction`: what the program says happened, it can only say of its own transaction, now.
grant select, insert (code, outcome, actor_person_id, actor_standing, actor_agency, actor_process, session_id, agency,
  person_id, application, detail, address, request_id) on audit_event to ecpa_program;

-- Every column is marked: personal, with what it tells of somebody, or not (a test holds to it, and
-- docs/generated/data.md is printed from it). The list stands with the table, what is personal with its column. Columns
-- that point to a person, or to a person's post or session, are personal by what they are.
comment on table audit_event is 'not personal: id, at, transaction, code, outcome, actor_standing, actor_agency,
  actor_process, agency, application, request_id';
comment on column audit_event.detail is 'personal: what happened to whom, never a national ID or a secret';
comment on column audit_event.address is 'personal: from where somebody acted';
comment on table unaudited_change is 'not personal: transaction, table_name';
