-- Passkeys (WebAuthn, R-ACC-6): what signs somebody in instead of the password, and the questions that they answer.

-- Under what authenticators keep somebody's passkeys together: random, so that whoever holds one learns nothing of ours from it.
create table passkey_holder (
  person_id bigint primary key references account,
  handle    bytea not null unique check (length(handle) = 32)
);
grant select, insert on passkey_holder to ecpa_program;

create table passkey (
  id               uuid primary key default gen_random_uuid(),
  person_id        bigint not null references passkey_holder,
  -- One of ten places: so many that every device has its own, so few that the person knows them all.
  place            smallint not null check (place between 1 and 10),
  credential_id    bytea not null unique check (length(credential_id) between 1 and 1023),
  -- A COSE key, of a kind that was offered.
  public_key       bytea not null check (length(public_key) between 30 and 2000),
  -- How often it was used, as it says itself; zero where it does not count.
  counter          bigint not null check (counter between 0 and 4294967295),
  transports       text[] not null check (transports <@ array['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']),
  name             text not null check (length(name) between 1 and 60),
  -- Whether it may be kept in several devices of the person, and whether it is.
  backup_eligible  boolean not null,
  backed_up        boolean not null,
  created_at       timestamptz not null default now(),
  last_used_at     timestamptz,
  event_id         bigint not null references audit_event,
  removed_at       timestamptz,
  removed_event_id bigint references audit_event,
  constraint only_eligible_backed_up check (backup_eligible or not backed_up),
  constraint used_after_made check (last_used_at >= created_at),
  check ((removed_at is null) = (removed_event_id is null))
);
create unique index passkey_place on passkey (person_id, place) where removed_at is null;
create index passkey_person on passkey (person_id, created_at);
call audited('passkey');
grant select, insert (id, person_id, place, credential_id, public_key, counter, transports, name, backup_eligible, backed_up, event_id),
  update (counter, name, backed_up, last_used_at, removed_at, removed_event_id) on passkey to ecpa_program;

create function keep_passkey() returns trigger language plpgsql as $$
begin
  if old.removed_at is not null then
    raise exception 'A passkey that was removed stays so' using errcode = 'integrity_constraint_violation';
  end if;
  -- Its counter goes on or, where it does not count, stays at zero: one that goes back may be a copy.
  if new.counter < old.counter or (new.last_used_at is distinct from old.last_used_at and new.counter = old.counter and new.counter > 0) then
    raise exception 'The counter of a passkey only goes on' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_passkey before update on passkey for each row execute function keep_passkey();

-- A question for one answer within minutes. Taken away by the first answer, right or wrong.
create table passkey_challenge (
  challenge_hash bytea primary key check (length(challenge_hash) = 32),
  purpose        text not null check (purpose in ('add', 'again', 'signIn')),
  -- SHA-256 of what the browser's cookie holds that asked: another browser's answer is none.
  browser_hash   bytea not null check (length(browser_hash) = 32),
  -- Of whom it is asked; at sign-in nobody knows yet.
  person_id      bigint references account,
  -- A keyed hash of the address, by which those who ask without end are held back.
  address_hash   bytea not null check (length(address_hash) = 32),
  asked_at       timestamptz not null default now(),
  expires_at     timestamptz not null,
  constraint challenge_of_its_purpose check ((purpose = 'signIn') = (person_id is null)),
  constraint challenge_is_short check (expires_at <= asked_at + interval '5 minutes')
);
create index passkey_challenge_address on passkey_challenge (address_hash, asked_at);
create index passkey_challenge_expires on passkey_challenge (expires_at);
grant select, insert, delete on passkey_challenge to ecpa_program;

comment on column passkey_holder.handle is 'personal: stands for somebody in their authenticators';
comment on table passkey is 'not personal: id, place, event_id, removed_event_id';
comment on column passkey.credential_id is 'personal: an authenticator of somebody';
comment on column passkey.public_key is 'personal: an authenticator of somebody';
comment on column passkey.counter is 'personal: how often somebody used it';
comment on column passkey.transports is 'personal: what kind of authenticator somebody has';
comment on column passkey.name is 'personal: what somebody calls it';
comment on column passkey.backup_eligible is 'personal: what kind of authenticator somebody has';
comment on column passkey.backed_up is 'personal: what kind of authenticator somebody has';
comment on column passkey.created_at is 'personal: when somebody added it';
comment on column passkey.last_used_at is 'personal: when somebody used it';
comment on column passkey.removed_at is 'personal: when somebody removed it';
comment on table passkey_challenge is 'not personal: challenge_hash, purpose, asked_at, expires_at';
comment on column passkey_challenge.browser_hash is 'personal: the browser of somebody, as a hash';
comment on column passkey_challenge.address_hash is 'personal: where somebody signs in from, as a hash';
