-- What a way into an account does not outlive, and where its secret is: nowhere (R-ACC-3, R-ACC-4).

-- Whatever happens to the account on its own pages, by managers or by a feed: a link or slip to a new password from before is
-- worth nothing after a newer password, 「不是我」, another address or another state, nor one to the activation after another
-- state. The database sees to it, for each act that forgot it would give an account away. Deferred, for an act may write its
-- event after the account; by then one is there (0002-audit.sql demands it), and what the act itself closed or opened stands.
create function close_outlived_ways() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if exists (select from way_in where person_id = new.person_id and state = 'open' and purpose in ('newPassword', 'activation')) then
    update way_in set state = 'replaced', closed_at = now(), closed_event_id = (
      select e.id from audit_event e where e.transaction = pg_current_xact_id()
      order by e.person_id = new.person_id and e.code like 'account.%' desc nulls last, e.id desc limit 1)
    where person_id = new.person_id and state = 'open' and (purpose = 'newPassword' or (purpose = 'activation' and new.state <> old.state));
  end if;
  return null;
end $$;
create constraint trigger close_outlived_ways after update on account deferrable initially deferred for each row
  when (new.password_changed_at is distinct from old.password_changed_at or new.password_barred_at is distinct from old.password_barred_at
    or new.email is distinct from old.email or new.state <> old.state)
  execute function close_outlived_ways();
revoke execute on function close_outlived_ways() from public;

-- The secret of a way is made from its number by a key that no table holds (src/store/way-secrets.ts). A letter names the way that
-- it carries, and the address is put together when it is sent. What waited to be sent with its secret in clear loses it: whoever
-- waits for it asks again.
update mail set link_path = split_part(link_path, '?way=', 1) where link_path like '%?way=%';
alter table mail
  add column way_id uuid references way_in on delete cascade,
  add constraint way_has_its_path check (way_id is null or link_path in ('/new-password', '/activate', '/confirm-email')),
  add constraint no_secret_in_clear check (link_path not like '%?way=%');
create index mail_way on mail (way_id) where way_id is not null;
comment on column mail.link_path is 'personal: where the letter leads';
comment on column mail.way_id is 'personal: the way in for one person that the letter carries';
comment on column way_in.secret_hash is 'personal: a way into the account of somebody, as a hash';
