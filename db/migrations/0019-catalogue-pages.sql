-- What the centre's own pages of the catalogue need beside the tables of 0005.

-- R-DUTY-2: WebHR can never be chosen for a duty, whoever changes the catalogue.
alter table application_version add constraint no_duty_for_webhr check (application_code <> 'WebHR' or not duty_allowed);

-- R-GRT-3: nobody makes themself a member. Null where a file of the configuration did it, or nobody is known.
alter table group_member
  add column given_by bigint references person,
  add constraint no_self_membership check (given_by <> person_id);
grant insert (given_by) on group_member to ecpa_program;
create or replace trigger keep_parties before insert on group_member for each row when (new.version > 1)
  execute function keep_parties('group_code', 'person_id', 'given_by');

-- Notices of outages: what people are told of an application on the days from–to. It closes nothing by itself: whether
-- the application is in service is a field of its version.
create table outage (
  id               uuid not null default gen_random_uuid(),
  version          smallint not null default 1,
  application_code application_code not null references application,
  valid            daterange not null check (not isempty(valid)),
  text_zh          text not null check (length(text_zh) between 1 and 500),
  text_en          text not null check (length(text_en) between 1 and 500),
  -- Suspended never; ended: withdrawn before its time.
  state            decision_state not null default 'active' check (state in ('active', 'ended')),
  recorded         tstzrange not null default tstzrange(now(), null),
  event_id         bigint not null references audit_event,
  primary key (id, version),
  -- One notice a day and application: two would contradict each other.
  constraint outage_once exclude using gist (application_code with =, valid with &&)
    where (upper_inf(recorded) and state <> 'ended')
);
create index outage_application on outage (application_code);
call versioned('outage');
create trigger keep_parties before insert on outage for each row when (new.version > 1)
  execute function keep_parties('application_code');

comment on column group_member.given_by is 'personal: who made somebody a member';
comment on table outage is 'not personal: id, version, application_code, valid, text_zh, text_en, state, recorded, event_id';
