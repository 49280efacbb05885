-- What waits for a second factor rests on the password that was right and on the account as it was (R-ACC-8). A change of either takes
-- it away in the same transaction, whichever act makes it, and whenever that began: compared by the clock, a wait that was written while
-- a change was under way would outlive it.
create function drop_outlived_waits() returns trigger language plpgsql set search_path from current as $$
begin
  delete from second_factor_wait where person_id = new.person_id;
  return null;
end $$;
create trigger drop_outlived_waits after update on account for each row
  when (new.password_changed_at is distinct from old.password_changed_at or new.password_barred_at is distinct from old.password_barred_at
    or new.state <> old.state)
  execute function drop_outlived_waits();
