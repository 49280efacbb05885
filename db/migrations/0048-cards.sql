-- Signing in by card (R-CRT-1, 2, 4, 5): the challenges that cards sign, the person cards that are bound to accounts, and who
-- holds the card of an agency.

-- What a card is to sign. A row is a challenge that was given out and not used yet; whoever uses it takes it away.
create table card_challenge (
  -- SHA-256 of the text that the card signs.
  hash       bytea primary key check (length(hash) = 32),
  purpose    text not null check (purpose in ('signIn', 'bind', 'activation', 'holder')),
  -- SHA-256 of the cookie of the browser that it was given to.
  browser    bytea not null check (length(browser) = 32),
  given_at   timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint challenge_is_short check (expires_at <= given_at + interval '3 minutes')
);
create index card_challenge_expires on card_challenge (expires_at);
grant select, insert (hash, purpose, browser, expires_at), delete on card_challenge to ecpa_program;
comment on table card_challenge is 'not personal: hash, purpose, given_at, expires_at';
comment on column card_challenge.browser is 'personal: stands for a browser of somebody';

-- R-CRT-2: after the first use the subject's serial number is the key, whatever certificate carries it.
create table person_card (
  id                 uuid primary key default gen_random_uuid(),
  person_id          bigint not null references account,
  -- The name of the authority, one for all generations of its keys.
  issuer             text not null check (length(issuer) between 1 and 500),
  subject_serial     text not null check (subject_serial ~ '^[0-9A-Za-z]{1,64}$'),
  -- Of the certificate that was seen last: what is reported lost, and when it will have to be renewed.
  certificate_serial text not null check (certificate_serial ~ '^[0-9a-f]{1,64}$'),
  valid_until        timestamptz not null,
  bound_at           timestamptz not null default now(),
  event_id           bigint not null references audit_event,
  last_used_at       timestamptz,
  ended_at           timestamptz,
  ended_why          text check (ended_why in ('unbound', 'lost')),
  ended_event_id     bigint references audit_event,
  check (num_nonnulls(ended_at, ended_why, ended_event_id) in (0, 3))
);
-- A card is one account's.
create unique index person_card_bound on person_card (issuer, subject_serial) where ended_at is null;
create index person_card_person on person_card (person_id, bound_at desc);
-- What was reported lost lets nobody in again, though its subject may have a new certificate.
create index person_card_lost on person_card (issuer, certificate_serial) where ended_why = 'lost';
call audited('person_card');
grant select, insert (id, person_id, issuer, subject_serial, certificate_serial, valid_until, event_id),
  update (certificate_serial, valid_until, last_used_at, ended_at, ended_why, ended_event_id) on person_card to ecpa_program;

create function end_card_once() returns trigger language plpgsql as $$
begin
  if old.ended_at is not null then
    raise exception 'A card that was given up stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger end_card_once before update on person_card for each row execute function end_card_once();

comment on table person_card is 'not personal: id, issuer, valid_until, bound_at, event_id, ended_at, ended_why, ended_event_id';
comment on column person_card.subject_serial is 'personal: the card of somebody';
comment on column person_card.certificate_serial is 'personal: the certificate of somebody';
comment on column person_card.last_used_at is 'personal: when somebody signed in';

-- A card that was proved in a browser and is bound to no account yet: its person signs in by password, and it is bound.
create table card_awaiting (
  -- SHA-256 of the cookie of the browser that it was proved in.
  browser    bytea primary key check (length(browser) = 32),
  -- What the certificate says of its person, sealed.
  card       bytea not null,
  proved_at  timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint awaiting_is_short check (expires_at <= proved_at + interval '10 minutes')
);
create index card_awaiting_expires on card_awaiting (expires_at);
grant select, insert (browser, card, expires_at), update (card, proved_at, expires_at), delete on card_awaiting to ecpa_program;
comment on table card_awaiting is 'not personal: proved_at, expires_at';
comment on column card_awaiting.browser is 'personal: stands for a browser of somebody';
comment on column card_awaiting.card is 'personal: name, serial number and end of a national ID, sealed';

-- R-CRT-5: who holds the card of the agency. Said once a session: another holder signs in anew.
alter table session add constraint session_of_card unique (id, card_agency);
create table session_holder (
  session_id  uuid primary key,
  -- With the session's own: no session of a person has a holder.
  card_agency agency_code not null,
  person_id   bigint not null references person,
  -- By what the holder confirmed; null: the account is not active, and nobody knows whether it is true.
  verified_by sign_in_method,
  named_at    timestamptz not null default now(),
  event_id    bigint not null references audit_event,
  constraint session_of_the_card foreign key (session_id, card_agency) references session (id, card_agency) on delete cascade,
  check (verified_by <> 'agencyCertificate')
);
create index session_holder_person on session_holder (person_id);
grant select, insert (session_id, card_agency, person_id, verified_by, event_id) on session_holder to ecpa_program;
comment on table session_holder is 'not personal: card_agency, named_at, event_id';
comment on column session_holder.person_id is 'personal: who holds the card of an agency';
comment on column session_holder.verified_by is 'personal: how somebody confirmed it';

alter table audit_event add column actor_unverified boolean not null default false;
grant insert (actor_unverified) on audit_event to ecpa_program;
comment on column audit_event.actor_unverified is 'personal: whether it is known that it was them';
-- Hardly any event is.
create index audit_event_unverified on audit_event (id) where actor_unverified;

-- Which acts of holders who are not verified the managers above were told of.
create table unverified_act_told (
  event_id bigint primary key references audit_event,
  told_at  timestamptz not null default now()
);
grant select, insert (event_id) on unverified_act_told to ecpa_program;
comment on table unverified_act_told is 'not personal: event_id, told_at';
