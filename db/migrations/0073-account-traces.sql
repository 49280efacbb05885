-- Nothing of an account is kept for ever without a reason: passkeys that were removed, ways in that were used, closed or are over, and
-- changes of an address that ended go half a year after that, as sessions do. That they were is in the audit log. All that counts rows
-- looks back hours or days: letters an hour, addresses a day, 72 hours after a correction.

create index passkey_removed on passkey (removed_at) where removed_at is not null;
create index way_in_over on way_in ((coalesce(closed_at, expires_at)));
create index way_in_email_change on way_in (email_change_id) where email_change_id is not null;
create index email_change_closed on email_change (closed_at) where closed_at is not null;

-- Deletes so many of each at most, the oldest first, and answers how many. The only way in which the program takes such rows away, so
-- that nothing of it deletes a passkey in use, or a correction after which somebody rests (R-ACC-4). Ways come before the changes that
-- they confirm. A row that somebody holds waits for the next time.
create function purge_account_traces(most integer) returns table (passkeys integer, ways integer, emails integer)
language plpgsql volatile security definer set search_path from current as $$
declare until timestamptz := now() - interval '180 days';
begin
  delete from passkey where id in (
    select k.id from passkey k where k.removed_at < until order by k.removed_at limit most for update skip locked);
  get diagnostics passkeys = row_count;
  delete from way_in where id in (
    select w.id from way_in w where coalesce(w.closed_at, w.expires_at) < until
    order by coalesce(w.closed_at, w.expires_at) limit most for update skip locked);
  get diagnostics ways = row_count;
  delete from email_change where id in (
    select c.id from email_change c
    where c.closed_at < until and not exists (select from way_in w where w.email_change_id = c.id)
    order by c.closed_at limit most for update skip locked);
  get diagnostics emails = row_count;
  return next;
end $$;
revoke execute on function purge_account_traces(integer) from public;
grant execute on function purge_account_traces(integer) to ecpa_program;
