-- Mail and risk, as an operator lives with them: letters that nobody takes are a state and not a silence, what an operator must
-- hear is said once in a while and not once a process, strangers lock nobody out of a browser of their own, and nobody fills
-- the database with requests of no one.

-- A letter is waiting, being sent under a lease, sent, or given up. Two processes never send it at once: who sends it holds the
-- lease; a lease that ran out is that of a process that died.
alter table mail
  add column attempts smallint not null default 0 check (attempts >= 0),
  add column leased_until timestamptz,
  add column given_up_at timestamptz,
  add constraint mail_in_one_state check (num_nonnulls(sent_at, leased_until, given_up_at) <= 1);
-- Its job tried for three days: what nobody took until then nobody tries any more.
update mail set given_up_at = now() where sent_at is null and failure is not null and written_at < now() - interval '4 days';
alter table mail add constraint given_up_for_a_reason check (given_up_at is null or failure is not null);
drop index mail_unsent;
create index mail_waiting on mail (written_at) where sent_at is null and given_up_at is null;
create index mail_given_up on mail (given_up_at) where given_up_at is not null;

-- When each alert of src/core/alerts.ts was last written to the log, by whichever process: no more than once in a window.
create table alert (
  code      text primary key check (code ~ '^[a-z]+(\.[a-z-]+)+$'),
  raised_at timestamptz not null default now()
);
grant select, insert, update on alert to ecpa_program;

-- A browser that somebody has signed in with has tries of its own, which nobody else's use up (R-ACC-2).
alter table sign_in_failure
  drop constraint sign_in_failure_kind_check,
  add constraint sign_in_failure_kind_check check (kind in ('name', 'address', 'browser'));

-- From where an authorization request came that waits for somebody to sign in, as a keyed hash, while nobody is: so many at a
-- time from one address.
alter table oidc_interaction
  add column address_hash bytea check (length(address_hash) = 32);
create index oidc_interaction_address on oidc_interaction (address_hash, expires_at) where address_hash is not null;

comment on table mail is 'not personal: id, written_at, sent_at, link_label, attempts, leased_until, given_up_at';
comment on table alert is 'not personal: code, raised_at';
comment on column sign_in_failure.subject is 'personal: an account name, address or browser that was tried, as a keyed hash';
comment on column oidc_interaction.address_hash is 'personal: from where somebody came, as a keyed hash';
