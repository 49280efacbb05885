-- Decisions of people: grants, concurrent duties, delegations. Each row is one version of one decision; versions of the
-- same decision share its id. A decision's parties never change; its period, state, reason and the post it rests on may
-- (a suspended grant that is confirmed rests on the post held then).

-- 應用系統授權 (R-GRT): one category at one agency, to one receiver, for one period.
create table permission_grant (
  id               uuid not null default gen_random_uuid(),
  version          smallint not null default 1,
  application_code application_code not null,
  category_code    category_code not null,
  agency_code      agency_code not null references agency,
  -- The receiver: a person with the post it rests on (R-GRT-4), a named group, or those with a standing at the agency.
  person_id        bigint,
  post_id          bigint,
  group_code       group_code references permission_group,
  derived_group    standing,
  valid            daterange not null check (not isempty(valid)),
  state            decision_state not null default 'active',
  reason           text check (length(reason) between 1 and 500),
  given_by         bigint references person,
  recorded         tstzrange not null default tstzrange(now(), null),
  event_id         bigint not null references audit_event,
  primary key (id, version),
  foreign key (application_code, category_code) references category,
  foreign key (person_id, post_id) references post,
  check (num_nonnulls(person_id, group_code, derived_group) = 1),
  check ((person_id is null) = (post_id is null)),
  -- 設為永久 carries a reason (spec 1, 2).
  check (not upper_inf(valid) or reason is not null),
  constraint no_self_grant check (given_by <> person_id),
  -- R-GRT-5
  constraint permission_grant_person_once
    exclude using gist (person_id with =, application_code with =, category_code with =,
      agency_code with =, valid with &&)
    where (person_id is not null and upper_inf(recorded) and state <> 'ended'),
  constraint permission_grant_group_once
    exclude using gist (group_code with =, application_code with =, category_code with =,
      agency_code with =, valid with &&)
    where (group_code is not null and upper_inf(recorded) and state <> 'ended'),
  constraint permission_grant_derived_once
    exclude using gist (derived_group with =, application_code with =, category_code with =,
      agency_code with =, valid with &&)
    where (derived_group is not null and upper_inf(recorded) and state <> 'ended')
);
create index permission_grant_person on permission_grant (person_id) where person_id is not null;
create index permission_grant_group on permission_grant (group_code) where group_code is not null;
create index permission_grant_agency on permission_grant (agency_code, application_code);
-- The few grants to standings at an agency are looked up at every sign-in of its people, among the thousands to persons.
create index permission_grant_derived on permission_grant (agency_code) where derived_group is not null;
create index permission_grant_application on permission_grant (application_code, category_code);
call versioned('permission_grant');

-- 兼辦 (R-DUTY): the acting agency does personnel work for the served one. One row is one application of one duty.
create table concurrent_duty (
  id               uuid not null,
  application_code application_code not null references application,
  version          smallint not null default 1,
  acting_code      agency_code not null references agency,
  served_code      agency_code not null references agency,
  valid            daterange not null check (not isempty(valid)),
  state            decision_state not null default 'active',
  reason           text check (length(reason) between 1 and 500),
  given_by         bigint references person,
  recorded         tstzrange not null default tstzrange(now(), null),
  event_id         bigint not null references audit_event,
  primary key (id, application_code, version),
  -- R-DUTY-5
  check (acting_code <> served_code),
  check (not upper_inf(valid) or reason is not null),
  -- R-DUTY-2: the same system of the same pair is not chosen twice.
  constraint concurrent_duty_once
    exclude using gist (acting_code with =, served_code with =, application_code with =, valid with &&)
    where (upper_inf(recorded) and state <> 'ended')
);
create index concurrent_duty_acting on concurrent_duty (acting_code, application_code);
create index concurrent_duty_served on concurrent_duty (served_code, application_code);
call versioned('concurrent_duty');

-- 管理權限授權 (R-SCP-3): a named person may use the management functions of an agency, for its scope or one subtree of it.
create table delegation (
  id           uuid not null default gen_random_uuid(),
  version      smallint not null default 1,
  agency_code  agency_code not null references agency,
  scope_code   agency_code references agency,
  person_id    bigint not null,
  post_id      bigint not null,
  valid        daterange not null check (not isempty(valid)),
  state        decision_state not null default 'active',
  reason       text check (length(reason) between 1 and 500),
  -- The giver and the post their standing came from; both null when it was given by agency card or by the centre.
  given_by     bigint references person,
  giver_post   bigint,
  by_card      boolean not null default false,
  recorded     tstzrange not null default tstzrange(now(), null),
  event_id     bigint not null references audit_event,
  primary key (id, version),
  foreign key (person_id, post_id) references post,
  foreign key (given_by, giver_post) references post,
  check (not upper_inf(valid) or reason is not null),
  constraint no_self_delegation check (given_by <> person_id),
  constraint delegation_once
    exclude using gist (person_id with =,
      agency_code with =, valid with &&)
    where (upper_inf(recorded) and state <> 'ended')
);
create index delegation_person on delegation (person_id);
create index delegation_agency on delegation (agency_code);
call versioned('delegation');

-- A later version says of the same decision only what may change.
create function keep_parties() returns trigger language plpgsql as $$
declare
  parties text[] := tg_argv;
  first   jsonb;
begin
  execute format('select to_jsonb(d) from %I.%I d where d.id = $1 and d.version = 1 %s', tg_table_schema, tg_table_name,
    case when tg_table_name = 'concurrent_duty' then 'and d.application_code = $2' else 'and $2 is not null' end)
    into first using new.id, coalesce(to_jsonb(new) ->> 'application_code', '');
  if first is null or exists (
    select from unnest(parties) p where first -> p is distinct from to_jsonb(new) -> p
  ) then
    raise exception 'A version of a % cannot change its parties', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

create trigger keep_parties before insert on permission_grant for each row when (new.version > 1) execute function
  keep_parties('application_code', 'category_code', 'agency_code', 'person_id', 'group_code', 'derived_group', 'given_by');
create trigger keep_parties before insert on concurrent_duty for each row when (new.version > 1) execute function
  keep_parties('acting_code', 'served_code', 'application_code', 'given_by');
create trigger keep_parties before insert on delegation for each row when (new.version > 1) execute function
  keep_parties('agency_code', 'scope_code', 'person_id', 'given_by', 'by_card');
create trigger keep_parties before insert on group_member for each row when (new.version > 1) execute function
  keep_parties('group_code', 'person_id');
create trigger keep_parties before insert on personnel_office for each row when (new.version > 1) execute function
  keep_parties('office_code', 'agency_code');
create trigger keep_parties before insert on central_role for each row when (new.version > 1) execute function
  keep_parties('person_id', 'role');

comment on table permission_grant is 'not personal: id, version, application_code, category_code, agency_code, group_code,
  derived_group, valid, state, recorded, event_id';
comment on column permission_grant.reason is 'personal: free text about somebody';
comment on table concurrent_duty is 'not personal: id, application_code, version, acting_code, served_code, valid, state,
  recorded, event_id';
comment on column concurrent_duty.reason is 'personal: free text that may name somebody';
comment on table delegation is 'not personal: id, version, agency_code, scope_code, valid, state, by_card, recorded, event_id';
comment on column delegation.reason is 'personal: free text about somebody';
