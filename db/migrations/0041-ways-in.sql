-- Ways into an account for one use, opened by somebody else or by its holder: a mailed link or a printed slip to a new password,
-- a slip to the activation, and the question to a new mail address whether it is read (R-ACC-1, R-ACC-3, R-ACC-4).

create table way_in (
  id              uuid primary key default gen_random_uuid(),
  person_id       bigint not null references account,
  purpose         text not null check (purpose in ('newPassword', 'activation', 'confirmEmail')),
  medium          text not null check (medium in ('link', 'slip')),
  -- SHA-256 of what was mailed or printed: whoever reads this table gets nowhere.
  secret_hash     bytea not null unique check (length(secret_hash) = 32),
  email_change_id uuid references email_change,
  -- Null where the holder asked for it without being signed in.
  opened_by       bigint references person,
  opened_at       timestamptz not null default now(),
  expires_at      timestamptz not null,
  event_id        bigint not null references audit_event,
  -- Wrong answers of whoever holds a slip; the fifth spoils it.
  failures        smallint not null default 0 check (failures between 0 and 5),
  state           text not null default 'open' check (state in ('open', 'used', 'replaced', 'spoiled')),
  closed_at       timestamptz,
  closed_event_id bigint references audit_event,
  constraint way_of_its_kind check ((purpose = 'confirmEmail') = (email_change_id is not null)
    and (purpose <> 'activation' or medium = 'slip') and (purpose <> 'confirmEmail' or medium = 'link')),
  constraint way_is_short check (expires_at <= opened_at + case
    when purpose = 'confirmEmail' then interval '72 hours' when medium = 'slip' then interval '24 hours' else interval '30 minutes' end),
  constraint no_way_into_ones_own check (medium <> 'slip' or opened_by <> person_id),
  check (num_nonnulls(closed_at, closed_event_id) = case when state = 'open' then 0 else 2 end),
  constraint spoiled_by_failures check ((failures = 5) = (state = 'spoiled'))
);
-- One at a time: a new one takes the place of the one before.
create unique index way_in_open on way_in (person_id, purpose) where state = 'open';
create index way_in_person on way_in (person_id, opened_at desc);
call audited('way_in');
grant select, insert (id, person_id, purpose, medium, secret_hash, email_change_id, opened_by, expires_at, event_id),
  update (failures, state, closed_at, closed_event_id) on way_in to ecpa_program;

create function close_way_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then
    raise exception 'A way in that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  if new.failures < old.failures then
    raise exception 'A failure is not taken back' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger close_way_once before update on way_in for each row execute function close_way_once();

-- R-ACC-4 once more, where no program can forget it: whoever corrected the address opens no way to a new password, while it
-- waits and for 72 hours after it took effect.
create function corrector_rests() returns trigger language plpgsql as $$
begin
  if exists (
    select from email_change c
    where c.person_id = new.person_id and c.proposed_by = new.opened_by and c.proposed_by <> c.person_id
      and ((c.state = 'waiting' and c.expires_at > now()) or (c.state = 'effective' and c.closed_at > now() - interval '72 hours'))) then
    raise exception 'Whoever corrected the address opens no way in for 72 hours' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger corrector_rests before insert on way_in for each row when (new.purpose = 'newPassword') execute function corrector_rests();

comment on table way_in is 'not personal: id, purpose, medium, email_change_id, opened_at, expires_at, event_id, failures, state, closed_at, closed_event_id';
comment on column way_in.secret_hash is 'personal: a way into the account of somebody, as a hash';
comment on column way_in.opened_by is 'personal: who opened it';

-- The first address of an account is held by nobody's objection: there is no old one to be told.
alter table email_change
  add column is_first boolean not null default false,
  drop constraint own_change_held,
  add constraint own_change_held check (proposed_by <> person_id or is_first or not_before > proposed_at + interval '23 hours');
grant insert (is_first) on email_change to ecpa_program;
comment on table email_change is 'not personal: id, consented, proposed_at, not_before, expires_at, event_id, state, closed_at, closed_event_id, is_first';
