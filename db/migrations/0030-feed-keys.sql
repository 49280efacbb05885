-- A first load writes 700,000 rows of one and the same feed. A foreign key asks for that feed once a row; these triggers ask
-- once a statement, and hold it against being deleted as the key did.
create function check_feed_there() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  if (select count(distinct feed_id) from new_rows)
    <> (select count(*) from (select from feed where id in (select distinct feed_id from new_rows) for key share) f) then
    raise foreign_key_violation using message = format('a row of %s belongs to no feed', tg_table_name);
  end if;
  return null;
end $$;

alter table feed_person drop constraint feed_person_feed_id_fkey;
create trigger check_feed_there after insert on feed_person referencing new table as new_rows
  for each statement execute function check_feed_there();

alter table feed_post drop constraint feed_post_feed_id_fkey;
create trigger check_feed_there after insert on feed_post referencing new table as new_rows
  for each statement execute function check_feed_there();

create function drop_difference() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
  delete from feed_post where feed_id = old.id;
  delete from feed_person where feed_id = old.id;
  return old;
end $$;
create trigger drop_difference before delete on feed for each row execute function drop_difference();

-- Its rows are written by the trigger of `account` alone, out of rows of it, which nobody may delete.
alter table account_state_version drop constraint account_state_version_person_id_fkey;
