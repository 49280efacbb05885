-- Whoever proved by their own account that they hold an agency's card acts in its session (R-CRT-5). When that account is no longer
-- active, its password is another or its person said 「不是我」, what was proved is worth nothing any more: the session ends as their own
-- do, by whatever act, and its applications are told. Who was only named proved nothing, and another's session goes on.
create function end_sessions_of_holder() returns trigger language plpgsql security definer set search_path from current as $$
begin
  update session s set ended_at = now(), ended_why = case when new.state <> 'active' then 'disabled'
      when new.password_changed_at is distinct from old.password_changed_at then 'passwordChanged' else 'byUser' end
    from session_holder h
    where h.person_id = new.person_id and h.verified_by is not null and s.id = h.session_id and s.ended_at is null;
  return null;
end $$;
create trigger end_sessions_of_holder after update on account for each row
  when ((old.state = 'active' and new.state <> 'active') or new.password_changed_at is distinct from old.password_changed_at
    or (new.password_barred_at is not null and new.password_barred_at is distinct from old.password_barred_at))
  execute function end_sessions_of_holder();
revoke execute on function end_sessions_of_holder() from public;
