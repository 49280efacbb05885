-- What reading a feed adds to its tables.

-- Whose row was rejected, where its ID could be read: nobody loses a post of which the file says something that cannot be
-- read, so the comparison leaves alone what a snapshot would end of theirs.
alter table feed_fault add column national_id_index bytea check (length(national_id_index) = 32);
create index feed_fault_person on feed_fault (feed_id, national_id_index) where national_id_index is not null;
comment on column feed_fault.national_id_index is 'personal: 身分證號, as a keyed hash';

-- 700,000 rows of one feed name the one row that their transaction has just seen: to have each of them ask for it took half of
-- what the COPY takes. Rows still go with their feed.
alter table feed_row drop constraint feed_row_feed_id_fkey;
create function rows_go_with_feed() returns trigger language plpgsql security definer set search_path from current as $$
begin
  delete from feed_row where feed_id = old.id;
  return null;
end $$;
revoke execute on function rows_go_with_feed() from public;
create trigger rows_go_with_feed after delete on feed for each row execute function rows_go_with_feed();
