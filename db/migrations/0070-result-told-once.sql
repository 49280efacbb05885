-- A result that was told never changes. `cast_vote` (0058) compared the end of the poll with the start of its transaction, so that a vote
-- that had queued for its turn was counted after the result was told; and a vote that was cast in time and not yet committed was not in
-- the result that somebody read meanwhile. To compare with the clock after the wait mends the first and not the second: between the
-- comparison and the commit the end may pass, and whoever reads then is told a result without that vote. So reading takes the turn that
-- voting takes: votes one at a time, readings together but not beside a vote. Whoever reads waits for the vote that is under way, then
-- sees by the same clock, the database's, whether the poll is over; a vote that has its turn later sees it too, and is refused. The turn
-- is an advisory lock, for to lock rows is to write them, and a result is read by many; votes come no more when it is read, so that
-- readers wait only around the end itself.

create function poll_turn(voted uuid) returns bigint language sql immutable as $$ select hashtextextended('poll ' || voted, 0) $$;

-- As in 0058, but for the turn, and by the clock after it: `now()` is when the transaction began.
create or replace function cast_vote(voted uuid, voter bigint, chosen smallint[], event bigint) returns void
language plpgsql security definer set search_path from current as $$
declare asked poll;
begin
  perform pg_advisory_xact_lock(poll_turn(voted));
  select p.* into asked from poll p where p.id = voted and p.opens_at <= clock_timestamp() and p.closes_at > clock_timestamp()
    and not exists (select from poll_end e where e.poll_id = p.id);
  if not found then
    raise exception 'The poll is not open' using errcode = 'integrity_constraint_violation', constraint = 'vote_while_open';
  end if;
  if cardinality(chosen) not between 1 and asked.most_choices
    or (select count(distinct c.position) from poll_choice c where c.poll_id = voted and c.position = any(chosen)) <> cardinality(chosen) then
    raise exception 'The vote names other choices, one twice, none, or too many' using errcode = 'integrity_constraint_violation';
  end if;
  insert into poll_voter (poll_id, person_id, event_id) values (voted, voter, event);
  update poll_choice c set votes = c.votes + (c.position = any(chosen))::integer where c.poll_id = voted;
end $$;

-- The votes of each choice and how many people voted; nothing until the poll is over. The only way to the counts, so that nothing of the
-- program tells them sooner. Volatile, as it has to be: each statement sees what was committed until its own start, the lock behind it.
create function poll_result(told uuid) returns table (choice smallint, votes integer, voters integer)
language plpgsql volatile security definer set search_path from current as $$
begin
  perform pg_advisory_xact_lock_shared(poll_turn(told));
  perform from poll p left join poll_end e on e.poll_id = p.id
    where p.id = told and coalesce(e.ended_at > p.opens_at, p.closes_at <= clock_timestamp());
  if not found then return; end if;
  return query select c.position, c.votes, (select count(*)::integer from poll_voter w where w.poll_id = told)
    from poll_choice c where c.poll_id = told order by c.position;
end $$;
revoke execute on function poll_turn(uuid), poll_result(uuid) from public;
grant execute on function poll_result(uuid) to ecpa_program;

revoke select on poll_choice from ecpa_program;
grant select (poll_id, position, label, event_id) on poll_choice to ecpa_program;
