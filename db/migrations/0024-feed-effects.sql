-- What a feed does in terms of access, counted before it is applied: how many people gain and lose what, who becomes and ceases to
-- be 人事人員 or 人事主管, which agencies lose their last one. Kept with the feed, for it is what somebody decided upon. The names
-- behind the numbers are asked for when they are looked at: of the difference while it waits, of what was known before and after
-- once it was applied.

create table feed_preview (
  feed_id    bigint primary key references feed on delete cascade,
  -- What was today: a day later more of it has come true by itself.
  day        date not null,
  counted_at timestamptz not null default now()
);
grant select, insert, delete on feed_preview to ecpa_program;

-- Of each day what begins to differ on it.
create table feed_effect (
  feed_id bigint not null references feed_preview on delete cascade,
  day     date not null,
  what    text not null check (what in ('joining', 'moving', 'leaving', 'renamed',
    'grantsSuspended', 'proposalsEnded', 'membershipsSuspended', 'delegationsEnded', 'delegationsSuspended', 'rolesEnded',
    'accountsEnabled', 'reviewsOpened', 'grantsRevived', 'membershipsRevived', 'delegationsRevived', 'rolesRevived')),
  count   integer not null check (count > 0),
  primary key (feed_id, day, what)
);
grant select, insert, delete on feed_effect to ecpa_program;

create table feed_access_effect (
  feed_id          bigint not null references feed_preview on delete cascade,
  day              date not null,
  application_code application_code not null references application,
  side             text not null check (side in ('gained', 'lost')),
  -- False: of people who have it only once their account is active.
  active           boolean not null,
  people           integer not null check (people >= 0),
  -- Those of them who had nothing of the application, or keep nothing.
  whole            integer not null check (whole >= 0),
  -- Categories at agencies.
  rights           integer not null check (rights >= 0),
  primary key (feed_id, day, application_code, side, active)
);
grant select, insert, delete on feed_access_effect to ecpa_program;

create table feed_officer_effect (
  feed_id     bigint not null references feed_preview on delete cascade,
  day         date not null,
  agency_code agency_code not null references agency,
  person_id   bigint not null,
  was         standing check (was in ('hr', 'hrSupervisor')),
  becomes     standing check (becomes in ('hr', 'hrSupervisor') and was is distinct from becomes),
  primary key (feed_id, day, agency_code, person_id)
);
grant select, insert, delete on feed_officer_effect to ecpa_program;

create table feed_agency_effect (
  feed_id     bigint not null references feed_preview on delete cascade,
  day         date not null,
  agency_code agency_code not null references agency,
  -- What it loses the last of.
  officer     boolean not null,
  supervisor  boolean not null,
  -- Neither a 人事主管 of its own nor a delegate.
  manager     boolean not null,
  -- How many delegates are left.
  delegates   integer not null check (delegates >= 0),
  primary key (feed_id, day, agency_code),
  check (officer or supervisor or manager)
);
grant select, insert, delete on feed_agency_effect to ecpa_program;

-- What an event wrote: whom a feed that was applied has touched, when its difference is kept no longer.
create index post_version_event on post_version (event_id);
create index person_version_changed on person_version (event_id) where version > 1;

comment on table feed_preview is 'not personal: feed_id, day, counted_at';
comment on table feed_effect is 'not personal: feed_id, day, what, count';
comment on table feed_access_effect is 'not personal: feed_id, day, application_code, side, active, people, whole, rights';
comment on table feed_officer_effect is 'not personal: feed_id';
comment on column feed_officer_effect.day is 'personal: since when';
comment on column feed_officer_effect.agency_code is 'personal: where somebody works';
comment on column feed_officer_effect.was is 'personal: 身分種類 of the person until then';
comment on column feed_officer_effect.becomes is 'personal: 身分種類 of the person from then on';
comment on table feed_agency_effect is 'not personal: feed_id, day, agency_code, officer, supervisor, manager, delegates';
