-- Ends that bite (R-JML-1): whoever lost a right while signed in to an application leaves that application within a minute.
-- What is looked at is noted by the database, in the transaction that took something away, so that no act, feed or
-- import can forget it. The note says only when it was, not who: a feed that closes 10,000 posts writes one row, and who
-- is concerned is found once it is committed, among those who are signed in then.

-- What may have taken rights away, causes before their consequences: a post that ends takes a grant's ground with it.
create type rights_source as enum ('day', 'agency', 'application', 'category', 'post', 'membership', 'duty', 'grant');

create table rights_check (
  id           bigint generated always as identity primary key,
  source       rights_source not null,
  -- With what the rights of now are compared: those of that day, as they were known before that instant.
  day          date not null,
  known        timestamptz not null default now(),
  -- How far it has come, in the order of persons.
  after_person bigint not null default 0,
  unique (known, source)
);
grant select, insert (source, day, known), update (after_person), delete on rights_check to ecpa_program;

-- The last day whose end was noted (R-DAY-4): what ended with a day that passed while no program ran is still noticed.
create table rights_day (
  only_one boolean primary key default true check (only_one),
  day      date not null
);
grant select, insert, update (day) on rights_day to ecpa_program;

create function note_lost_rights() returns trigger language plpgsql security definer set search_path from current as $$
begin
  -- The only update there is closes versions. A statement that found none took nothing away.
  if not exists (select from closed_rows) then return null; end if;
  insert into rights_check (source, day) values (tg_argv[0]::rights_source, (now() at time zone 'Asia/Taipei')::date)
    on conflict do nothing;
  -- A key of the transaction's own: one that all shared would have them wait for each other.
  if found then
    perform graphile_worker.add_job('oidc.end-lost-access', '{}'::json, max_attempts => 10, priority => -5,
      job_key => 'oidc.end-lost-access ' || pg_current_xact_id());
  end if;
  return null;
end $$;

create trigger note_lost_rights after update on agency_version
  referencing new table as closed_rows for each statement execute function note_lost_rights('agency');
create trigger note_lost_rights after update on application_version
  referencing new table as closed_rows for each statement execute function note_lost_rights('application');
create trigger note_lost_rights after update on category_version
  referencing new table as closed_rows for each statement execute function note_lost_rights('category');
create trigger note_lost_rights after update on post_version
  referencing new table as closed_rows for each statement execute function note_lost_rights('post');
create trigger note_lost_rights after update on group_member
  referencing new table as closed_rows for each statement execute function note_lost_rights('membership');
create trigger note_lost_rights after update on concurrent_duty
  referencing new table as closed_rows for each statement execute function note_lost_rights('duty');
create trigger note_lost_rights after update on permission_grant
  referencing new table as closed_rows for each statement execute function note_lost_rights('grant');

-- What a transaction closed is found by its moment.
create index post_version_closed on post_version (upper(recorded)) where not upper_inf(recorded);
create index group_member_closed on group_member (upper(recorded)) where not upper_inf(recorded);
create index concurrent_duty_closed on concurrent_duty (upper(recorded)) where not upper_inf(recorded);
create index permission_grant_closed on permission_grant (upper(recorded)) where not upper_inf(recorded);
create index agency_version_closed on agency_version (upper(recorded)) where not upper_inf(recorded);

-- Who is signed in to what, and what has to be revoked, is asked by session.
create index oidc_grant_session on oidc_grant (session_id);

-- R-ACC-7: a session of an account that is no longer active is over, by whatever act, and its applications are told.
create function end_sessions_of_account() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update session set ended_at = now(), ended_why = 'disabled' where person_id = new.person_id and ended_at is null;
  return null;
end $$;
create trigger end_sessions_of_account after update of state on account
  for each row when (old.state = 'active' and new.state <> 'active') execute function end_sessions_of_account();

-- Somebody waits for these; nobody waits for a letter to leave within the second.
create or replace function tell_clients_of_the_end() returns trigger language plpgsql security definer
set search_path from current as $$
begin
  perform graphile_worker.add_job('oidc.back-channel-logout',
    json_build_object('sessionId', new.id, 'clientId', c.client_id), max_attempts => 10, priority => -5)
  from oidc_session_client s join oidc_client c on c.client_id = s.client_id
  where s.session_id = new.id and c.backchannel_logout_uri is not null;
  return null;
end $$;

-- On behalf of which agency an application was opened, where the person said so: for the audit of its tokens.
create table session_opening (
  session_id       uuid not null references session on delete cascade,
  application_code application_code not null references application,
  agency_code      agency_code not null references agency,
  primary key (session_id, application_code)
);
grant select, insert, update (agency_code), delete on session_opening to ecpa_program;
alter table oidc_grant add column agency_code agency_code;

revoke execute on function note_lost_rights(), end_sessions_of_account(), tell_clients_of_the_end() from public;

comment on table rights_check is 'not personal: id, source, day, known, after_person';
comment on table rights_day is 'not personal: only_one, day';
comment on column session_opening.application_code is 'personal: what somebody opened';
comment on column session_opening.agency_code is 'personal: on behalf of which agency';
comment on column oidc_grant.agency_code is 'personal: on behalf of which agency somebody works in the application';
