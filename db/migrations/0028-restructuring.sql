-- Restructuring of agencies (R-JML-4): agencies that end, begin and change on one day, and what becomes of all that lived in
-- those that end. A plan is drafted, sent and approved by two persons of the centre. On approval everything is written ahead
-- with its days, so that on the day it holds without anybody's hand (R-DAY-4).

create type restructuring_state as enum ('draft', 'sent', 'approved', 'withdrawn', 'undone');

create table restructuring (
  id          uuid primary key default gen_random_uuid(),
  -- What people call it by.
  number      bigint not null generated always as identity unique,
  title       text not null check (length(title) between 1 and 100),
  reason      text check (length(reason) between 1 and 1000),
  -- The first day of the new order.
  day         date not null,
  state       restructuring_state not null default 'draft',
  -- Grows with every change of what is planned: what was counted by an older one is counted anew.
  version     integer not null default 1,
  -- The agency file that it was found in (4.4).
  source      text check (length(source) between 1 and 200),
  -- Null: an import by the command line.
  drafted_by  bigint references person,
  drafted_at  timestamptz not null default now(),
  sent_by     bigint references person,
  sent_at     timestamptz,
  -- Who approved it, or sent it back, and what was written to it.
  decided_by  bigint references person,
  decided_at  timestamptz,
  note        text check (length(note) between 1 and 500),
  -- Of the approval; and the feed by which the posts moved.
  event_id    bigint references audit_event,
  feed_id     bigint references feed,
  check ((sent_by is null) = (sent_at is null)),
  check ((decided_by is null) = (decided_at is null)),
  check (state not in ('sent', 'approved', 'undone') or sent_by is not null),
  check ((state in ('approved', 'undone')) = (event_id is not null)),
  constraint another_approves
    check (event_id is null or (decided_by is not null and decided_by <> sent_by and decided_by is distinct from drafted_by))
);
-- What is still to come, and what waits: few among all that ever were.
create index restructuring_open on restructuring (state, day) where state in ('draft', 'sent', 'approved');
call audited('restructuring');
grant select, insert (title, reason, day, source, drafted_by), update (title, reason, day, state, version, sent_by, sent_at,
  decided_by, decided_at, note, event_id, feed_id) on restructuring to ecpa_program;

-- An agency that ends the day before, with those that take over what lives in it; one that begins on the day; or one that
-- goes on and changes with it. What kind of restructuring it is (renamed, merged, split, abolished) follows from these.
create table restructuring_agency (
  restructuring_id uuid not null references restructuring on delete cascade,
  agency_code      agency_code not null,
  role             text not null check (role in ('ends', 'begins', 'changes')),
  successors       text[] not null default '{}' check (cardinality(successors) <= 20 and array_position(successors, null) is null),
  -- Of one that begins all that is said of it; of one that changes what will be other.
  fields           jsonb not null default '{}',
  primary key (restructuring_id, agency_code),
  check (role = 'ends' or successors = '{}'),
  check (agency_code <> all (successors))
);
create index restructuring_agency_code on restructuring_agency (agency_code);
call audited('restructuring_agency');
grant select, insert, update (successors, fields), delete on restructuring_agency to ecpa_program;

-- Where something of an agency that ends goes, other than what follows from its having one successor: its posts by person,
-- unit and title, unit, or all the rest; and its decisions one by one. No successor: it ends.
create table restructuring_rule (
  restructuring_id uuid not null,
  agency_code      agency_code not null,
  thing            text not null check (thing in ('post', 'title', 'unit', 'rest', 'grant', 'duty', 'delegation', 'office', 'group')),
  -- The post's number; unit, tab, title; the unit; nothing; the decision's or group's own key.
  key              text not null check (length(key) <= 250),
  successors       text[] not null check (cardinality(successors) <= 20 and array_position(successors, null) is null),
  primary key (restructuring_id, agency_code, thing, key),
  foreign key (restructuring_id, agency_code) references restructuring_agency on delete cascade,
  check (thing not in ('post', 'title', 'unit', 'rest', 'group') or cardinality(successors) <= 1)
);
call audited('restructuring_rule');
grant select, insert, update (successors), delete on restructuring_rule to ecpa_program;

-- Where a post goes by the rules of the plan: to one agency, to none, or (null) nobody has said yet.
create function restructured_to(plan uuid, source text, unit text, title text, post bigint) returns text[]
language sql stable as $$
  select coalesce(
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'post' and r.key = post::text),
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'title' and r.key = unit || E'\t' || title),
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'unit' and r.key = unit),
    (select r.successors from restructuring_rule r where r.restructuring_id = plan and r.agency_code = source
      and r.thing = 'rest' and r.key = ''),
    (select a.successors from restructuring_agency a where a.restructuring_id = plan and a.agency_code = source
      and a.role = 'ends' and cardinality(a.successors) <= 1))
$$;

-- A named group is at home where it was made, or where a restructuring has taken it, from a day on.
create table group_home (
  id          bigint generated always as identity primary key,
  group_code  group_code not null references permission_group,
  agency_code agency_code not null references agency,
  valid       daterange not null check (not isempty(valid)),
  recorded    tstzrange not null default tstzrange(now(), null),
  event_id    bigint not null references audit_event,
  constraint group_home_once exclude using gist (group_code with =, valid with &&) where (upper_inf(recorded))
);
call versioned('group_home');

-- The named groups with their homes of that day.
create function groups_on(on_day date) returns table (code group_code, name text, agency_code agency_code)
language sql stable parallel safe as $$
  select g.code, g.name, coalesce((select h.agency_code from group_home h
    where h.group_code = g.code and h.valid @> on_day and upper_inf(h.recorded)), g.agency_code)
  from permission_group g
$$;

-- What the plan comes to by what is known: drawn up from the above whenever it is looked at, and once more when it is
-- approved; from then on it says what was written. All of it can be told from the rest, so that it is not audited.

-- The agencies concerned, each with all its periods as they would be.
create table restructuring_period (
  restructuring_id uuid not null references restructuring on delete cascade,
  agency_code      agency_code not null,
  name             text not null,
  name_en          text,
  superior_code    agency_code,
  superior_missing text,
  level            smallint,
  zip              text,
  address          text,
  phone            text,
  fax              text,
  organisation_oid text,
  successor_code   agency_code,
  valid            daterange not null
);
create index restructuring_period_code on restructuring_period (restructuring_id, agency_code);
create index restructuring_period_superior on restructuring_period (restructuring_id, superior_code);
grant select, insert, delete on restructuring_period to ecpa_program;

-- The posts at agencies that end: until when they are held there, and which post follows on each.
create table restructuring_post (
  restructuring_id uuid not null references restructuring on delete cascade,
  person_id        bigint not null,
  post_id          bigint not null,
  -- When it was held before, and is (null: not at all).
  was              daterange not null,
  remains          daterange,
  -- Null: it ends.
  next_agency      agency_code,
  next_post        bigint,
  next_valid       daterange,
  -- The post that follows is there already.
  joins            boolean not null default false,
  primary key (restructuring_id, person_id, post_id),
  check ((next_agency is null) = (next_post is null) and (next_post is null) = (next_valid is null))
);
create index restructuring_post_next on restructuring_post (restructuring_id, person_id, next_post);
grant select, insert, delete on restructuring_post to ecpa_program;

-- The decisions that rest on those agencies and posts: until when each still holds, and what follows on it: one for each
-- successor and each part of the time that is not covered there already; none (new_id null): it ends.
create table restructuring_decision (
  restructuring_id uuid not null references restructuring on delete cascade,
  kind             text not null check (kind in ('grant', 'membership', 'duty', 'delegation', 'office')),
  decision_id      uuid not null,
  -- A duty has a row for each application.
  application_code text not null default '',
  part             smallint not null,
  version          smallint not null,
  was              daterange not null,
  remains          daterange,
  new_id           uuid,
  -- Of a grant or delegation its agency, of a duty the acting one, of an office the office.
  agency_code      agency_code,
  -- A delegation's narrower scope, the served agency, the office's agency.
  other_code       agency_code,
  post_id          bigint,
  giver_post       bigint,
  new_valid        daterange,
  -- It was there already when the plan was approved, or came later and was carried on.
  carried_at       timestamptz,
  primary key (restructuring_id, kind, decision_id, application_code, part),
  check ((new_id is null) = (new_valid is null))
);
create index restructuring_decision_new on restructuring_decision (restructuring_id, kind, new_id);
grant select, insert, update (carried_at), delete on restructuring_decision to ecpa_program;

-- A feed that speaks of days before a plan's is carried on into it once it was compared.
grant update (change, ends, valid) on feed_post to ecpa_program;

-- Who would gain and lose what by the plan, as last counted.
create table restructuring_effect (
  restructuring_id uuid primary key references restructuring on delete cascade,
  version          integer not null,
  counted_at       timestamptz not null default now(),
  effect           jsonb not null
);
grant select, insert, update, delete on restructuring_effect to ecpa_program;

comment on table restructuring is 'not personal: id, number, title, reason, day, state, version, source, drafted_at, sent_at, decided_at,
  event_id, feed_id';
comment on column restructuring.drafted_by is 'personal: who drafted it';
comment on column restructuring.sent_by is 'personal: who sent it';
comment on column restructuring.decided_by is 'personal: who decided on it';
comment on column restructuring.note is 'personal: free text of whoever decided';
comment on table restructuring_agency is 'not personal: restructuring_id, agency_code, role, successors, fields';
comment on table group_home is 'not personal: id, group_code, agency_code, valid, recorded, event_id';
comment on table restructuring_rule is 'not personal: restructuring_id, agency_code, thing, successors';
comment on column restructuring_rule.key is 'personal: a person''s post, where one is named';
comment on table restructuring_period is 'not personal: restructuring_id, agency_code, name, name_en, superior_code, superior_missing,
  level, zip, address, phone, fax, organisation_oid, successor_code, valid';
comment on table restructuring_post is 'not personal: restructuring_id, was, remains, next_valid, joins';
comment on column restructuring_post.next_agency is 'personal: where somebody will work';
comment on column restructuring_post.next_post is 'personal: the post that somebody will hold';
comment on table restructuring_decision is 'not personal: restructuring_id, kind, decision_id, application_code, part, version, was,
  remains, new_id, agency_code, other_code, new_valid, carried_at';
comment on table restructuring_effect is 'not personal: restructuring_id, version, counted_at, effect';
