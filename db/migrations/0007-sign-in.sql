-- Sessions, and what holds back those who guess. These rows are not audited by themselves: signing in and out are events,
-- looking at a page is not.

create table session (
  id             uuid primary key default gen_random_uuid(),
  -- SHA-256 of the cookie's value: whoever reads this table cannot become anybody.
  token_hash     bytea not null unique check (length(token_hash) = 32),
  person_id      bigint references account,
  -- Instead of a person: signed in with this agency's card (R-CRT-4).
  card_agency    agency_code references agency,
  method         sign_in_method not null,
  signed_in_at   timestamptz not null default now(),
  -- Written at most once a minute: enough for the idle limit, cheap for the page.
  last_seen_at   timestamptz not null default now(),
  expires_at     timestamptz not null,
  -- The standing in use (R-STD-5); null: the first of those held.
  chosen_agency  agency_code references agency,
  chosen_standing standing,
  address        inet,
  user_agent     text check (length(user_agent) <= 300),
  ended_at       timestamptz,
  ended_why      text check (ended_why in ('signedOut', 'idle', 'expired', 'disabled', 'rightLost', 'byUser', 'byManager', 'passwordChanged')),
  check ((person_id is null) = (card_agency is not null)),
  check ((method = 'agencyCertificate') = (card_agency is not null)),
  check ((ended_at is null) = (ended_why is null))
);
create index session_person on session (person_id, signed_in_at desc);
create index session_live on session (expires_at) where ended_at is null;
grant select, insert, update, delete on session to ecpa_program;

-- R-ACC-2: wrong tries, counted by a keyed hash of whatever was typed as the account name, so that a name that exists and
-- one that does not behave alike, and by address, where too many only slow the answer.
create table sign_in_failure (
  kind         text not null check (kind in ('name', 'address')),
  subject      bytea not null check (length(subject) = 32),
  failures     integer not null,
  first_at     timestamptz not null,
  locked_until timestamptz,
  primary key (kind, subject)
);
create index sign_in_failure_first on sign_in_failure (first_at);
grant select, insert, update, delete on sign_in_failure to ecpa_program;

comment on table session is 'not personal: card_agency, expires_at';
comment on column session.id is 'personal: stands for a session of somebody';
comment on column session.token_hash is 'personal: the cookie of somebody, as a hash';
comment on column session.method is 'personal: how somebody signed in';
comment on column session.signed_in_at is 'personal: when somebody signed in';
comment on column session.last_seen_at is 'personal: when somebody was last here';
comment on column session.chosen_agency is 'personal: for which agency somebody works now';
comment on column session.chosen_standing is 'personal: in which standing';
comment on column session.address is 'personal: from where somebody signed in';
comment on column session.user_agent is 'personal: with which program';
comment on column session.ended_at is 'personal: when somebody left';
comment on column session.ended_why is 'personal: why the session ended';
comment on table sign_in_failure is 'not personal: kind, failures, first_at, locked_until';
comment on column sign_in_failure.subject is 'personal: an account name or address that was tried, as a keyed hash';
