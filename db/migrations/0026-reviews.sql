-- 授權檢視 (R-JML-2, R-JML-3): who has just become 人事主管 at an agency looks through what was decided there before them.

-- What is looked through: each is one decision, by its id.
create type reviewed_kind as enum ('delegation', 'duty', 'grant', 'membership');

-- The handover review of one person who is new in a standing at an agency. It waits from `opens_on` on, by being asked for on
-- that day: nothing has to open it (R-DAY-4). Where somebody has several, the one that opened last counts.
create table handover_review (
  id            uuid primary key default gen_random_uuid(),
  person_id     bigint not null references person,
  agency_code   agency_code not null references agency,
  standing      standing not null check (standing in ('hr', 'hrSupervisor')),
  opens_on      date not null,
  -- What was decided before it opened is looked through; what came later is known to whoever holds the standing.
  opened_at     timestamptz not null default now(),
  -- The feed that brought the post; null where none did.
  feed_id       bigint references feed,
  -- Put off once, until the end of that day.
  put_off_until date,
  done_at       timestamptz,
  event_id      bigint not null references audit_event,
  unique (person_id, agency_code, standing, opens_on),
  check (put_off_until > opens_on or put_off_until is null),
  check (standing = 'hrSupervisor' or put_off_until is null)
);
-- Asked at every request of everybody who is signed in.
create index handover_review_waiting on handover_review (person_id) where done_at is null;
create index handover_review_agency on handover_review (agency_code);
call audited('handover_review');
-- Deleted is what a later feed says will not begin on that day.
grant select, insert, update (put_off_until, done_at), delete on handover_review to ecpa_program;

-- What the 人事主管 decided of one entry. What is kept can still be ended until the review is done.
create table handover_decision (
  review_id  uuid not null references handover_review,
  kind       reviewed_kind not null check (kind <> 'membership'),
  subject_id uuid not null,
  decision   text not null check (decision in ('keep', 'end')),
  decided_at timestamptz not null default now(),
  event_id   bigint not null references audit_event,
  primary key (review_id, kind, subject_id)
);
call audited('handover_decision');
grant select, insert, update (decision, decided_at, event_id) on handover_decision to ecpa_program;

-- What somebody who is new as 人事人員 points out to the 人事主管.
create table handover_flag (
  review_id  uuid not null references handover_review,
  kind       reviewed_kind not null check (kind <> 'membership'),
  subject_id uuid not null,
  note       text not null check (length(note) between 1 and 500),
  flagged_at timestamptz not null default now(),
  event_id   bigint not null references audit_event,
  primary key (review_id, kind, subject_id)
);
create index handover_flag_subject on handover_flag (kind, subject_id);
call audited('handover_flag');
grant select, insert, update (note, flagged_at, event_id), delete on handover_flag to ecpa_program;

-- When each right was used last, to the day: drawn from the audit log by a job, a little behind it, so that no sign-in has
-- one statement more. Not audited: it says nothing that the log does not.
create table last_use (
  person_id        bigint not null references person,
  -- On behalf of which agency; of management, whose delegate somebody acted as.
  agency_code      agency_code not null references agency,
  -- Null: management by a delegation.
  application_code application_code references application,
  -- By a 兼辦 of this agency; null: by a right at the agency itself.
  acting_code      agency_code references agency,
  used_on          date not null,
  unique nulls not distinct (person_id, agency_code, application_code, acting_code)
);
create index last_use_agency on last_use (agency_code, application_code, acting_code);
grant select, insert, update (used_on) on last_use to ecpa_program;

-- Up to which event it is drawn, and since when the log goes back.
create table last_use_drawn (
  only_one boolean primary key default true check (only_one),
  up_to    bigint not null,
  since    date not null
);
grant select, insert, update (up_to) on last_use_drawn to ecpa_program;

-- 授權檢視 as a campaign: somebody has the managers of some agencies look through what is granted there, by a day.
create table review_campaign (
  id               uuid primary key default gen_random_uuid(),
  title            text not null check (length(title) between 1 and 100),
  -- Of an agency, with those below it or not; of an application; or of both.
  agency_code      agency_code references agency,
  below            boolean not null default false,
  application_code application_code references application,
  kinds            text[] not null check (kinds <@ '{delegation,duty,grant,membership}' and cardinality(kinds) between 1 and 4),
  -- The last day on which it is decided.
  due              date not null,
  -- What becomes of what nobody decided on.
  silence          text not null check (silence in ('keep', 'end')),
  note             text check (length(note) between 1 and 500),
  started_by       bigint not null references person,
  started_at       timestamptz not null default now(),
  -- When its steps were done: managers were told; what silence ends got its last day; they were reminded; it is over.
  begun_told_at    timestamptz,
  dated_at         timestamptz,
  week_told_at     timestamptz,
  day_told_at      timestamptz,
  settled_at       timestamptz,
  cancelled_at     timestamptz,
  event_id         bigint not null references audit_event,
  check (agency_code is not null or application_code is not null),
  check (not below or agency_code is not null),
  check (silence = 'end' or dated_at is null),
  check (num_nonnulls(settled_at, cancelled_at) <= 1)
);
create index review_campaign_open on review_campaign (due) where settled_at is null and cancelled_at is null;
call audited('review_campaign');
grant select, insert, update (begun_told_at, dated_at, week_told_at, day_told_at, settled_at, cancelled_at) on review_campaign to ecpa_program;

-- One decision that a campaign looks through, as it stood when the campaign began.
create table review_item (
  campaign_id      uuid not null references review_campaign,
  kind             reviewed_kind not null,
  subject_id       uuid not null,
  -- Whose managers decide on it.
  agency_code      agency_code not null references agency,
  application_code application_code references application,
  person_id        bigint references person,
  decision         text check (decision in ('keep', 'end')),
  decided_by       bigint references person,
  decided_at       timestamptz,
  reason           text check (length(reason) between 1 and 500),
  -- What was written so that silence ends it on the due day: of each line the version written and the period before.
  dated            jsonb,
  -- What had become of it when the campaign was over; `gone`: it ended by another way before.
  outcome          text check (outcome in ('kept', 'ended', 'gone')),
  -- While its campaign goes on: nothing is looked through by two at once.
  open             boolean not null default true,
  primary key (campaign_id, kind, subject_id),
  check ((decision is null) = (decided_at is null) and (decision is null) = (decided_by is null)),
  check (reason is null or decision is not null)
);
create unique index review_item_once on review_item (kind, subject_id) where open;
create index review_item_agency on review_item (campaign_id, agency_code);
create index review_item_waiting on review_item (agency_code) where open and decision is null;
call audited('review_item');
grant select, insert, update (decision, decided_by, decided_at, reason, dated, outcome, open) on review_item to ecpa_program;

comment on table review_campaign is 'not personal: id, title, agency_code, below, application_code, kinds, due, silence, note,
  started_at, begun_told_at, dated_at, week_told_at, day_told_at, settled_at, cancelled_at, event_id';
comment on table review_item is 'not personal: campaign_id, kind, subject_id, agency_code, application_code, open';
comment on column review_campaign.started_by is 'personal: who started it';
comment on column review_item.decided_by is 'personal: who decided';
comment on column review_item.decision is 'personal: what was decided about somebody';
comment on column review_item.decided_at is 'personal: when somebody decided';
comment on column review_item.reason is 'personal: free text about somebody';
comment on column review_item.dated is 'personal: until when somebody may use what';
comment on column review_item.outcome is 'personal: what became of somebody’s right';
comment on table last_use_drawn is 'not personal: only_one, up_to, since';
comment on column last_use.agency_code is 'personal: on behalf of which agency somebody worked';
comment on column last_use.application_code is 'personal: what somebody opened';
comment on column last_use.acting_code is 'personal: by the duty of which agency';
comment on column last_use.used_on is 'personal: when somebody did last';
comment on table handover_review is 'not personal: id, feed_id, event_id';
comment on column handover_review.agency_code is 'personal: where somebody is new';
comment on column handover_review.standing is 'personal: in which standing';
comment on column handover_review.opens_on is 'personal: since when';
comment on column handover_review.opened_at is 'personal: when it was known';
comment on column handover_review.put_off_until is 'personal: until when somebody put it off';
comment on column handover_review.done_at is 'personal: when somebody was done';
comment on table handover_decision is 'not personal: review_id, kind, subject_id, event_id';
comment on column handover_decision.decision is 'personal: what was decided about somebody';
comment on column handover_decision.decided_at is 'personal: when somebody decided';
comment on table handover_flag is 'not personal: review_id, kind, subject_id, event_id';
comment on column handover_flag.note is 'personal: free text about somebody';
comment on column handover_flag.flagged_at is 'personal: when somebody wrote it';
