-- The application catalogue (2.10): what exists, who has it by birth, what may be handed out.

create table application (
  code application_code primary key
);
call audited('application');
grant select, insert on application to ecpa_program;

create table application_version (
  application_code     application_code not null references application,
  version              integer not null default 1,
  name                 text not null check (length(name) between 1 and 100),
  heading              text not null check (length(heading) between 1 and 100),
  description          text not null default '' check (length(description) <= 1000),
  audience             standing,
  grantable            boolean not null,
  requires_certificate boolean not null,
  passkey_allowed      boolean not null,
  open_to_agency_card  boolean not null,
  duty_allowed         boolean not null,
  second_manager       boolean not null,
  -- Only agencies at or below it have the application (E1, E2).
  agency_root          agency_code references agency,
  test                 boolean not null,
  in_service           boolean not null default true,
  launch_url           text check (launch_url ~ '^https?://' and length(launch_url) <= 2000),
  remark               text not null default '' check (length(remark) <= 1000),
  position             integer not null default 0,
  recorded             tstzrange not null default tstzrange(now(), null),
  event_id             bigint not null references audit_event,
  primary key (application_code, version)
);
create unique index application_version_current on application_version (application_code) where upper_inf(recorded);
call versioned('application_version');

create table category (
  application_code application_code not null references application,
  code             category_code not null,
  primary key (application_code, code)
);
call audited('category');
grant select, insert on category to ecpa_program;

create table category_version (
  application_code application_code not null,
  category_code    category_code not null,
  version          integer not null default 1,
  name             text not null check (length(name) between 1 and 100),
  name_en          text not null check (length(name_en) between 1 and 100),
  -- The catalogue's own default row: this derived group, at all agencies. Null: nobody by birth.
  derived_group    standing,
  hand_out         text not null check (hand_out in ('manager', 'central', 'nobody')),
  recorded         tstzrange not null default tstzrange(now(), null),
  event_id         bigint not null references audit_event,
  primary key (application_code, category_code, version),
  foreign key (application_code, category_code) references category
);
create unique index category_version_current on category_version (application_code, category_code) where upper_inf(recorded);
call versioned('category_version');

-- Named groups 權限群組 and their members. A membership rests on a post (R-GRT-4).
create table permission_group (
  code        group_code primary key,
  name        text not null check (length(name) between 1 and 100),
  agency_code agency_code not null references agency
);
call audited('permission_group');
grant select, insert, update (name) on permission_group to ecpa_program;

create table group_member (
  id         uuid not null default gen_random_uuid(),
  version    smallint not null default 1,
  group_code group_code not null references permission_group,
  person_id  bigint not null,
  post_id    bigint not null,
  valid      daterange not null check (not isempty(valid)),
  state      decision_state not null default 'active',
  reason     text check (length(reason) between 1 and 500),
  recorded   tstzrange not null default tstzrange(now(), null),
  event_id   bigint not null references audit_event,
  primary key (id, version),
  foreign key (person_id, post_id) references post,
  constraint group_member_once
    exclude using gist (person_id with =, group_code with =, valid with &&)
    where (upper_inf(recorded) and state <> 'ended')
);
create index group_member_person on group_member (person_id);
create index group_member_group on group_member (group_code);
call versioned('group_member');

comment on table application is 'not personal: code';
comment on table application_version is 'not personal: application_code, version, name, heading, description, audience,
  grantable, requires_certificate, passkey_allowed, open_to_agency_card, duty_allowed, second_manager, agency_root, test,
  in_service, launch_url, remark, position, recorded, event_id';
comment on table category is 'not personal: application_code, code';
comment on table category_version is 'not personal: application_code, category_code, version, name, name_en, derived_group,
  hand_out, recorded, event_id';
comment on table permission_group is 'not personal: code, name, agency_code';
comment on table group_member is 'not personal: id, version, group_code, valid, state, recorded, event_id';
comment on column group_member.reason is 'personal: free text about somebody';
