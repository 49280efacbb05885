-- What somebody keeps of their own account: browsers they have signed in with, a password that lets nobody in until there is a
-- new one, and how large pages are written.

-- A browser somebody has signed in with, known by a cookie of its own, so that a first sign-in with another can be told. The
-- hash is keyed and made of person and cookie: of two people at one computer nobody can see here that it is the same one.
create table known_browser (
  person_id     bigint not null references account,
  browser_hash  bytea not null check (length(browser_hash) = 32),
  first_seen_at timestamptz not null default now(),
  last_seen_at  timestamptz not null default now(),
  primary key (person_id, browser_hash),
  constraint known_browser_seen_in_order check (last_seen_at >= first_seen_at)
);
create index known_browser_last_seen on known_browser (last_seen_at);
grant select, insert, delete, update (last_seen_at) on known_browser to ecpa_program;

alter table account
  -- 「不是我」: the password of that moment lets nobody in any more. It is over by itself as soon as a newer one was chosen
  -- (`password_changed_at`), whoever's page that was done on.
  add column password_barred_at timestamptz,
  add column password_barred boolean not null generated always as (
    password_barred_at is not null and (password_changed_at is null or password_changed_at <= password_barred_at)) stored,
  add column display_size text not null default 'normal' check (display_size in ('normal', 'large', 'largest')),
  add constraint password_to_bar check (password_barred_at is null or password_hash is not null);

-- The history of somebody's sign-ins is read out of the log, the latest first.
create index audit_event_sign_in on audit_event (person_id, id desc)
  where code in ('session.signed-in', 'session.sign-in-failed', 'session.sign-in-locked');

comment on table known_browser is 'not personal: browser_hash';
comment on column known_browser.first_seen_at is 'personal: when somebody first signed in with it';
comment on column known_browser.last_seen_at is 'personal: when somebody last signed in with it';
comment on column account.password_barred_at is 'personal: when somebody said that a sign-in was not theirs';
comment on column account.password_barred is 'personal: whether the password lets nobody in';
comment on column account.display_size is 'personal: how large somebody has pages written';
