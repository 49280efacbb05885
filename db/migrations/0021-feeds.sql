-- The personnel feed (4.5) as a pipeline that can be looked at: what was received, how it differs from what is known, whether
-- it is held, who decided. A feed's rows wait in tables of their own until it is applied; only then do facts change.

create type feed_kind  as enum ('snapshot', 'delta', 'undo', 'restructuring');
-- receiving → received → ready or held → applied; refused: the file as a whole was no feed; rejected: somebody turned it down;
-- interrupted: the file did not arrive whole.
create type feed_state as enum
  ('receiving', 'received', 'ready', 'held', 'applied', 'refused', 'rejected', 'interrupted');

create table feed (
  id            bigint generated always as identity primary key,
  kind          feed_kind not null,
  state         feed_state not null default 'receiving',
  -- By which name it came: a file, an address of the API.
  source        text not null check (length(source) between 1 and 200),
  format        text check (format in ('csv', 'ndjson')),
  -- Of the bytes as they came.
  bytes         bigint not null default 0 check (bytes >= 0),
  sha256        bytea check (length(sha256) = 32),
  -- The day it speaks of: what a snapshot of that day does not name is held no longer on it.
  as_of         date not null,
  -- Applied as soon as it is judged, unless it is held: so the command line and programs ask for it.
  at_once       boolean not null default false,
  -- Who brought it: a person, a program, or a command.
  submitted_by  bigint references person,
  submitted_via text not null check (length(submitted_via) between 1 and 100),
  received_at   timestamptz not null default now(),
  -- Seen at work last, and on what: who finds it long ago knows that whoever did it is no more.
  seen_at       timestamptz not null default now(),
  stage         text check (stage in ('receive', 'compare', 'preview', 'apply')),
  done          bigint not null default 0 check (done >= 0),
  total         bigint check (total >= 0),
  -- Rows read, those rejected alone, and what the others come to.
  rows          integer not null default 0 check (rows >= 0),
  rejected_rows integer not null default 0 check (rejected_rows between 0 and rows),
  counts        jsonb,
  -- Why the whole file was refused, or why it is held: codes with their figures.
  refusal       jsonb,
  held_for      jsonb,
  -- Upon which applied feed the comparison stands: after another one it is made anew.
  base_id       bigint references feed,
  undoes_id     bigint references feed,
  decided_by    bigint references person,
  decided_at    timestamptz,
  note          text check (length(note) between 1 and 500),
  applied_at    timestamptz,
  event_id      bigint references audit_event,
  check ((state = 'applied') = (applied_at is not null)),
  check ((state = 'applied') = (event_id is not null)),
  check ((kind = 'undo') = (undoes_id is not null)),
  check (state <> 'refused' or refusal is not null),
  check (state <> 'held' or held_for is not null),
  -- A feed that was held is applied by another person than brought it.
  constraint another_decides check (held_for is null or state <> 'applied'
    or (decided_by is not null and decided_by is distinct from submitted_by)),
  check ((decided_by is null) = (decided_at is null))
);
create index feed_newest on feed (id desc) where state = 'applied';
create unique index feed_undone_once on feed (undoes_id) where state = 'applied';
-- Not audited row by row: a feed at work says where it is. That it came, was decided and was applied are events.
grant select, insert, update on feed to ecpa_program;

-- The rows of a file as read, one a post. What fails its check stands in feed_fault instead.
create table feed_row (
  feed_id            bigint not null references feed on delete cascade,
  line               integer not null,
  national_id_sealed bytea not null,
  national_id_index  bytea not null,
  name               text not null,
  birth_date         date not null,
  email              text,
  agency_code        text not null,
  kind               post_kind not null,
  unit               text not null,
  title              text not null,
  starts             date not null,
  ends               date,
  staff_category     text not null,
  supervisor_level   text not null,
  rank               text not null,
  job_series         text not null,
  nature             text not null,
  section            text not null
);
create index feed_row_feed on feed_row (feed_id);
grant select, insert, delete on feed_row to ecpa_program;

-- One fault of a row that was rejected alone; the row as it came is sealed, for the report that can be mended.
create table feed_fault (
  id         bigint generated always as identity primary key,
  feed_id    bigint not null references feed on delete cascade,
  line       integer not null,
  field      text check (length(field) <= 40),
  code       text not null check (code ~ '^[a-z][A-Za-z]*$'),
  detail     jsonb not null default '{}',
  row_sealed bytea
);
create index feed_fault_feed on feed_fault (feed_id, line, id);
grant select, insert, delete on feed_fault to ecpa_program;

-- How the feed differs from what is known: what its application writes, and what its preview is drawn from. Numbers of new
-- persons and posts are taken from their sequences beforehand.
create table feed_person (
  feed_id            bigint not null references feed on delete cascade,
  person_id          bigint not null,
  change             text not null check (change in ('new', 'changed')),
  national_id_sealed bytea,
  national_id_index  bytea,
  name               text not null,
  birth_date         date not null,
  email              text,
  primary key (feed_id, person_id),
  check ((change = 'new') = (national_id_index is not null) and (national_id_index is null) = (national_id_sealed is null))
);
grant select, insert, delete on feed_person to ecpa_program;

create table feed_post (
  feed_id          bigint not null references feed on delete cascade,
  person_id        bigint not null,
  post_id          bigint not null,
  -- new: no version of it holds now; changed: another version takes its place; withdrawn: none does.
  change           text not null check (change in ('new', 'changed', 'withdrawn')),
  -- Whether it was held on or after the feed's day, and is no more.
  ends             boolean not null,
  agency_code      agency_code not null,
  kind             post_kind not null,
  unit             text not null,
  title            text not null,
  starts           date not null,
  staff_category   text not null,
  supervisor_level text not null,
  rank             text not null,
  job_series       text not null,
  nature           text not null,
  section          text not null,
  -- Null where it is withdrawn.
  valid            daterange check (not isempty(valid)),
  primary key (feed_id, person_id, post_id),
  check ((change = 'withdrawn') = (valid is null))
);
create index feed_post_agency on feed_post (feed_id, agency_code);
grant select, insert, delete on feed_post to ecpa_program;

comment on table feed is 'not personal: id, kind, state, source, format, bytes, sha256, as_of, at_once, submitted_via,
  received_at, seen_at, stage, done, total, rows, rejected_rows, counts, refusal, held_for, base_id, undoes_id, decided_at,
  applied_at, event_id';
comment on column feed.submitted_by is 'personal: who brought it';
comment on column feed.decided_by is 'personal: who decided on it';
comment on column feed.note is 'personal: free text of whoever decided';
comment on table feed_row is 'not personal: feed_id, line';
comment on column feed_row.national_id_sealed is 'personal: 身分證號, sealed';
comment on column feed_row.national_id_index is 'personal: 身分證號, as a keyed hash';
comment on column feed_row.name is 'personal: the name';
comment on column feed_row.birth_date is 'personal: the day of birth';
comment on column feed_row.email is 'personal: the mail address of the personnel record';
comment on column feed_row.agency_code is 'personal: where somebody works';
comment on column feed_row.kind is 'personal: whether it is the main post';
comment on column feed_row.unit is 'personal: in which unit somebody works';
comment on column feed_row.title is 'personal: as what somebody works';
comment on column feed_row.starts is 'personal: since when';
comment on column feed_row.ends is 'personal: until when';
comment on column feed_row.staff_category is 'personal: 人員區分 of the post held';
comment on column feed_row.supervisor_level is 'personal: 主管級別 of the post held';
comment on column feed_row.rank is 'personal: 官職等 of the post held';
comment on column feed_row.job_series is 'personal: 職系 of the post held';
comment on column feed_row.nature is 'personal: 兼職性質 of the post held';
comment on column feed_row.section is 'personal: in which section somebody works';
comment on table feed_fault is 'not personal: id, feed_id, line, field, code';
comment on column feed_fault.detail is 'personal: the value at fault, never a national ID';
comment on column feed_fault.row_sealed is 'personal: the rejected row as it came, sealed';
comment on table feed_person is 'not personal: feed_id, change';
comment on column feed_person.national_id_sealed is 'personal: 身分證號, sealed';
comment on column feed_person.national_id_index is 'personal: 身分證號, as a keyed hash';
comment on column feed_person.name is 'personal: the name';
comment on column feed_person.birth_date is 'personal: the day of birth';
comment on column feed_person.email is 'personal: the mail address of the personnel record';
comment on table feed_post is 'not personal: feed_id, change';
comment on column feed_post.ends is 'personal: whether somebody leaves the post';
comment on column feed_post.agency_code is 'personal: where somebody works';
comment on column feed_post.kind is 'personal: whether it is the main post';
comment on column feed_post.unit is 'personal: in which unit somebody works';
comment on column feed_post.title is 'personal: as what somebody works';
comment on column feed_post.starts is 'personal: since when';
comment on column feed_post.staff_category is 'personal: 人員區分 of the post held';
comment on column feed_post.supervisor_level is 'personal: 主管級別 of the post held';
comment on column feed_post.rank is 'personal: 官職等 of the post held';
comment on column feed_post.job_series is 'personal: 職系 of the post held';
comment on column feed_post.nature is 'personal: 兼職性質 of the post held';
comment on column feed_post.section is 'personal: in which section somebody works';
comment on column feed_post.valid is 'personal: from when to when';
