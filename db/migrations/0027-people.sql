-- 「員工管理」: why an account is what it is, and what others did to somebody.

-- The event of the act that brought the state. The act records it before it changes the account; of states that came
-- without an event about the person (a feed brings thousands by one) there is none.
alter table account_state_version add column event_id bigint references audit_event;

create or replace function keep_account_state() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'UPDATE' then
    update account_state_version s set recorded = closed(s.recorded)
    from after_rows n join before_rows o using (person_id)
    where s.person_id = n.person_id and n.state <> o.state and upper_inf(s.recorded);
    insert into account_state_version (person_id, state, event_id)
    select n.person_id, n.state, (
      select e.id from audit_event e
      where e.person_id = n.person_id and e.transaction = pg_current_xact_id() and e.code like 'account.%'
      order by e.id desc limit 1)
    from after_rows n join before_rows o using (person_id) where n.state <> o.state;
  else
    insert into account_state_version (person_id, state) select person_id, state from after_rows;
  end if;
  return null;
end $$;

-- What others did to a person, apart from the many things that people do themselves.
create index audit_event_by_others on audit_event (person_id, id desc)
  where person_id is not null and actor_person_id is distinct from person_id;

-- R-CEN-1: a role at the centre is given, and ended, by two administrators: one proposes, another agrees. Nobody does either
-- alone but the operator, who makes the first (`ecpa admin create`), and who stands in for the second while there is only one.
alter table central_role
  add column given_by      bigint references person,
  add column confirmed_by  bigint references person,
  add column by_operator   boolean,
  -- Who has proposed to end it, why, and who agreed. Whoever lays down their own role is the first, and needs no second.
  add column ending_by     bigint references person,
  add column ending_reason text check (length(ending_reason) between 1 and 500),
  add column ended_by      bigint references person,
  add constraint no_self_role check (given_by <> person_id and confirmed_by <> person_id),
  add constraint another_agrees check (confirmed_by <> given_by),
  add constraint role_proposed_first
    check (state <> 'proposed' or (version = 1 and given_by is not null and confirmed_by is null and ending_by is null)),
  add constraint role_given_by_two
    check (state in ('proposed', 'ended') or given_by is null or confirmed_by is not null or by_operator is true),
  add constraint ending_has_reason check ((ending_by is null) = (ending_reason is null)),
  add constraint role_ended_by_two
    check (ended_by is null or (state = 'ended' and ending_by is not null and ended_by <> ending_by)),
  add constraint role_laid_down_alone
    check (state <> 'ended' or ending_by is null or ending_by = person_id or ended_by is not null);
grant insert (given_by, confirmed_by, by_operator, ending_by, ending_reason, ended_by) on central_role to ecpa_program;

-- Who gave a role stays with it, whoever writes its later versions.
create function keep_role_givers() returns trigger language plpgsql as $$
declare
  before central_role;
begin
  select * into before from central_role where id = new.id and version = new.version - 1;
  new.given_by := coalesce(new.given_by, before.given_by);
  new.confirmed_by := coalesce(new.confirmed_by, before.confirmed_by);
  new.by_operator := coalesce(new.by_operator, before.by_operator);
  if new.given_by is distinct from before.given_by
    or (before.confirmed_by is not null and new.confirmed_by <> before.confirmed_by) then
    raise exception 'A version of a role cannot change who gave it' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_role_givers before insert on central_role for each row when (new.version > 1)
  execute function keep_role_givers();

-- 「資料有誤」: what somebody told of their own record, and what the agency that reports it answered. Neither changes a fact.
create table record_report (
  id              uuid primary key default gen_random_uuid(),
  person_id       bigint not null references person,
  -- The post whose agency reports it.
  post_id         bigint not null,
  agency_code     agency_code not null references agency,
  field           text not null check (field in ('name', 'nationalId', 'birthDate', 'email', 'unit', 'title', 'rank', 'jobSeries',
    'staffCategory', 'supervisorLevel', 'nature', 'section', 'from', 'to', 'missing', 'other')),
  says            text not null check (length(says) between 1 and 500),
  reported_at     timestamptz not null default now(),
  event_id        bigint not null references audit_event,
  state           text not null default 'open' check (state in ('open', 'corrected', 'correct', 'withdrawn')),
  closed_by       bigint references person,
  closed_at       timestamptz,
  note            text check (length(note) between 1 and 500),
  closed_event_id bigint references audit_event,
  foreign key (person_id, post_id) references post,
  check (num_nonnulls(closed_by, closed_at, closed_event_id) = case when state = 'open' then 0 else 3 end),
  -- Nobody answers their own, and nobody else takes it back.
  constraint report_answered_by_another check (closed_by is null or (state = 'withdrawn') = (closed_by = person_id)),
  constraint correct_says_why check (state <> 'correct' or note is not null)
);
create index record_report_open on record_report (agency_code, reported_at) where state = 'open';
create index record_report_agency on record_report (agency_code, reported_at desc);
create index record_report_person on record_report (person_id, reported_at desc);
call audited('record_report');
grant select, insert (id, person_id, post_id, agency_code, field, says, event_id),
  update (state, closed_by, closed_at, note, closed_event_id) on record_report to ecpa_program;

create function close_report_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' or new.state = 'open' then
    raise exception 'A report that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger close_report_once before update on record_report for each row execute function close_report_once();

comment on table record_report is 'not personal: id, agency_code, reported_at, event_id, state, closed_at, closed_event_id';
comment on column record_report.field is 'personal: what of the record somebody holds to be wrong';
comment on column record_report.says is 'personal: free text about somebody';
comment on column record_report.closed_by is 'personal: who answered';
comment on column record_report.note is 'personal: free text about somebody';
comment on column central_role.given_by is 'personal: who proposed the role';
comment on column central_role.confirmed_by is 'personal: who agreed to it';
comment on column central_role.ending_by is 'personal: who proposed its end';
comment on column central_role.ending_reason is 'personal: free text about somebody';
comment on column central_role.ended_by is 'personal: who agreed to its end';
comment on table central_role is 'not personal: id, version, valid, state, recorded, event_id, by_operator';
comment on table account_state_version is 'not personal: recorded, event_id';
