-- What people are told of the acts of others (spec 1, point 5), and what a letter leads to.

-- One act told: the event, what is said of it and the names as they were then, once for all who are told.
create table telling (
  id         bigint generated always as identity primary key,
  event_id   bigint not null references audit_event,
  -- A stable code of the closed list in src/core/told.ts
  kind       text not null check (kind ~ '^[a-z]+(-[a-z]+)*(\.[a-z]+(-[a-z]+)*)+$'),
  content    jsonb not null check (jsonb_typeof(content) = 'object'),
  told_at    timestamptz not null default now(),
  -- Where those who are told are found by a job: the members of a group, or those with a standing at an agency.
  group_code group_code references permission_group,
  standing   standing,
  at_agency  agency_code references agency,
  check ((standing is null) = (at_agency is null)),
  check (num_nonnulls(group_code, standing) <= 1)
);
create index telling_event on telling (event_id);
grant select, insert on telling to ecpa_program;

-- What one person is told. The newest stand first by their telling; not audited: reading one's own notices is no event.
create table notice (
  person_id  bigint not null references person,
  telling_id bigint not null references telling,
  read_at    timestamptz,
  -- Until the letter is written (or there is no confirmed address to write to).
  letter_due boolean not null default true,
  primary key (person_id, telling_id)
);
-- The count beside 「我的專區」, asked at every request of somebody who is signed in.
create index notice_unread on notice (person_id) where read_at is null;
create index notice_letter_due on notice (telling_id, person_id) where letter_due;
grant select, insert, update (read_at, letter_due) on notice to ecpa_program;

-- The frame of a letter and the address of the portal are put around it when it is sent, from the settings: no request
-- can have a hand in them. A link is a path of our own.
alter table mail
  add column language text not null default 'zh-TW' check (language in ('zh-TW', 'en')),
  add column link_path text check (link_path ~ '^/([^/\\[:cntrl:][:space:]][^\\[:cntrl:][:space:]]*)?$' and length(link_path) <= 2000),
  add column link_label text check (length(link_label) between 1 and 100),
  add check ((link_path is null) = (link_label is null));

comment on table telling is 'not personal: id, event_id, kind, told_at, group_code, standing, at_agency';
comment on column telling.content is 'personal: who did what concerning whom';
comment on table notice is 'not personal: telling_id, letter_due';
comment on column notice.read_at is 'personal: when somebody read it';
comment on table mail is 'not personal: id, written_at, sent_at, link_label';
comment on column mail.language is 'personal: the language that somebody reads';
comment on column mail.link_path is 'personal: where the letter leads, which may be a way in for one person';
