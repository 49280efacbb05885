-- Deciding on a feed: dry runs, a comparison that is made anew, and plans that know how much a feed brought.

alter table feed
  -- A dry run: looked at as any other, never applied, and gone when it was told of.
  add column trial boolean not null default false check (not trial or state <> 'applied'),
  -- It said nothing that was not known: applied, it changed nothing, and it is neither built upon nor undone.
  add column said_nothing boolean not null default false,
  -- Somebody had decided on it when another feed was applied first, and now it would do something else: to be looked at again.
  add column renewed_at timestamptz;

-- What was received stays known for ever; only a dry run leaves nothing behind.
create function only_trials_vanish() returns trigger language plpgsql as $$
begin
  if not old.trial then
    raise exception 'A feed that was received is kept' using errcode = 'integrity_constraint_violation';
  end if;
  return old;
end $$;
create trigger only_trials_vanish before delete on feed for each row execute function only_trials_vanish();
grant delete on feed to ecpa_program;

-- A load of a nation's rows would be planned as if the tables were as they were when they were last counted: empty, mostly. Only
-- their owner may count them.
create function count_table(counted regclass) returns void language plpgsql security definer set search_path from current as $$
begin
  if counted not in ('feed_row', 'feed_person', 'feed_post', 'person', 'person_version', 'post', 'post_version', 'account') then
    raise exception '% is not counted by the program', counted using errcode = 'insufficient_privilege';
  end if;
  execute format('analyze %s', counted);
end $$;
revoke execute on function only_trials_vanish(), count_table(regclass) from public;
grant execute on function count_table(regclass) to ecpa_program;

comment on table feed is 'not personal: id, kind, state, source, format, bytes, sha256, as_of, at_once, submitted_via,
  received_at, seen_at, stage, done, total, rows, rejected_rows, counts, refusal, held_for, base_id, undoes_id, decided_at,
  applied_at, event_id, trial, said_nothing, renewed_at';
