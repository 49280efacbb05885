-- Changes of the mail address that an account writes to: proposed by its holder or corrected by a manager, waiting for whoever
-- reads the new address, then effective (R-ACC-4, and the holder's own of 「我的專區」).

create table email_change (
  id              uuid primary key default gen_random_uuid(),
  person_id       bigint not null references account,
  -- The new address. `account.email` is what is written to until the change is effective.
  email           text not null check (length(email) between 3 and 254 and email ~ '^[^@[:cntrl:][:space:],;<>]+@[^@[:cntrl:][:space:],;<>]+$'),
  -- The holder, or the manager who corrects it.
  proposed_by     bigint not null references person,
  -- 「已徵得使用者同意」, ticked by the manager. Of one's own change nobody asks it.
  consented       boolean not null,
  proposed_at     timestamptz not null default now(),
  -- Until then it does not take effect, whenever it is confirmed: time for the old address to object.
  not_before      timestamptz not null,
  -- Until then it can be confirmed.
  expires_at      timestamptz not null,
  -- Whoever reads the new address said so.
  confirmed_at    timestamptz,
  event_id        bigint not null references audit_event,
  state           text not null default 'waiting' check (state in ('waiting', 'effective', 'withdrawn', 'expired')),
  closed_at       timestamptz,
  closed_event_id bigint references audit_event,
  constraint correction_with_consent check (consented = (proposed_by <> person_id)),
  -- A day, less the fraction of a second by which two clocks may write a moment.
  constraint own_change_held check (proposed_by <> person_id or not_before > proposed_at + interval '23 hours'),
  constraint email_change_in_order check (expires_at > not_before and confirmed_at < expires_at),
  check (num_nonnulls(closed_at, closed_event_id) = case when state = 'waiting' then 0 else 2 end),
  constraint effective_when_confirmed check (state <> 'effective' or (confirmed_at is not null and closed_at >= not_before)),
  constraint expired_unconfirmed check (state <> 'expired' or confirmed_at is null)
);
-- One at a time.
create unique index email_change_waiting on email_change (person_id) where state = 'waiting';
create index email_change_person on email_change (person_id, proposed_at desc);
-- R-ACC-4: when the same actor corrected it last.
create index email_change_correction on email_change (person_id, proposed_by) where proposed_by <> person_id;
call audited('email_change');
grant select, insert (id, person_id, email, proposed_by, consented, not_before, expires_at, event_id),
  update (confirmed_at, state, closed_at, closed_event_id) on email_change to ecpa_program;

create function close_email_change_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'waiting' then
    raise exception 'A change of an e-mail address that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  if old.confirmed_at is not null and new.confirmed_at is distinct from old.confirmed_at then
    raise exception 'An e-mail address is confirmed once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger close_email_change_once before update on email_change for each row execute function close_email_change_once();

comment on table email_change is 'not personal: id, consented, proposed_at, not_before, expires_at, event_id, state, closed_at, closed_event_id';
comment on column email_change.email is 'personal: a mail address of somebody';
comment on column email_change.proposed_by is 'personal: who proposed the address';
comment on column email_change.confirmed_at is 'personal: when somebody confirmed the address';
