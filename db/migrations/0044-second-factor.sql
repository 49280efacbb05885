-- The second factor beside the password (R-ACC-8): the secret of an authenticator app (TOTP, RFC 6238), codes for the day when the
-- telephone is lost, and sign-ins whose password was right and whose second factor is still to come.

create table totp (
  person_id     bigint primary key references account,
  -- 20 bytes, sealed for this person (src/store/seal.ts).
  sealed_secret bytea not null check (length(sealed_secret) between 40 and 100),
  -- The time step of the last code that was taken: it, and those before it, are taken no more.
  last_step     bigint not null check (last_step > 0),
  set_up_at     timestamptz not null default now(),
  event_id      bigint not null references audit_event
);
call audited('totp');
grant select, insert, delete, update (last_step) on totp to ecpa_program;

create function keep_totp_step() returns trigger language plpgsql as $$
begin
  if new.last_step <= old.last_step then
    raise exception 'A code is taken once, and none before it' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_totp_step before update on totp for each row execute function keep_totp_step();

-- They stand beside the app, and go with it.
create table recovery_code (
  person_id bigint not null references totp on delete cascade,
  -- A keyed hash of person and code: whoever has the tables alone cannot try codes.
  code_hash bytea not null check (length(code_hash) = 32),
  used_at   timestamptz,
  event_id  bigint not null references audit_event,
  primary key (person_id, code_hash)
);
call audited('recovery_code');
grant select, insert, delete, update (used_at) on recovery_code to ecpa_program;

create function keep_recovery_code() returns trigger language plpgsql as $$
begin
  if old.used_at is not null then
    raise exception 'A recovery code is used once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger keep_recovery_code before update on recovery_code for each row execute function keep_recovery_code();

-- A secret that was shown to a session and is not confirmed by a code yet.
create table totp_offer (
  session_id    uuid primary key references session on delete cascade,
  sealed_secret bytea not null check (length(sealed_secret) between 40 and 100),
  offered_at    timestamptz not null default now()
);
grant select, insert, delete, update (sealed_secret, offered_at) on totp_offer to ecpa_program;

-- The password was right; the second factor is to come within minutes, from the same browser.
create table second_factor_wait (
  -- SHA-256 of what the browser's cookie holds: there is one sign-in of a browser at a time.
  browser_hash bytea primary key check (length(browser_hash) = 32),
  person_id    bigint not null references account,
  asked_at     timestamptz not null default now(),
  expires_at   timestamptz not null,
  constraint wait_is_short check (expires_at <= asked_at + interval '5 minutes')
);
create index second_factor_wait_person on second_factor_wait (person_id);
create index second_factor_wait_expires on second_factor_wait (expires_at);
grant select, insert, delete, update (person_id, asked_at, expires_at) on second_factor_wait to ecpa_program;

-- By what else than the password a session was proved. A passkey and a card are two factors in one.
alter table session
  add column second_factor text check (second_factor in ('totp', 'recovery')),
  add constraint second_after_password check (second_factor is null or method = 'password');

comment on table totp is 'not personal: event_id';
comment on column totp.sealed_secret is 'personal: the authenticator app of somebody, sealed';
comment on column totp.last_step is 'personal: when somebody last signed in with it';
comment on column totp.set_up_at is 'personal: when somebody set it up';
comment on table recovery_code is 'not personal: event_id';
comment on column recovery_code.code_hash is 'personal: a way into the account of somebody, as a hash';
comment on column recovery_code.used_at is 'personal: when somebody used it';
comment on table totp_offer is 'not personal: offered_at';
comment on column totp_offer.sealed_secret is 'personal: the authenticator app of somebody, sealed';
comment on table second_factor_wait is 'not personal: expires_at';
comment on column second_factor_wait.browser_hash is 'personal: the browser of somebody, as a hash';
comment on column second_factor_wait.asked_at is 'personal: when somebody gave the right password';
comment on column session.second_factor is 'personal: how somebody proved who they are';
