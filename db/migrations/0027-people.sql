-- 「員工管理」: why an account is what it is, and what others did to somebody.

-- The event of the act that brought the state. The act records it before it changes the account; of states that came
-- without an event about the person (a feed brings thousands by one) there is none.
alter table account_state_version add column event_id bigint references audit_event;

create or replace function keep_account_state() returns trigger language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'UPDATE' then
    update account_state_version s set recorded = closed(s.recorded)
    from after_rows n join before_rows o using (person_id)
    where s.person_id = n.person_id and n.state <> o.state and upper_inf(s.recorded);
    insert into account_state_version (person_id, state, event_id)
    select n.person_id, n.state, (
      select e.id from audit_event e
      where e.person_id = n.person_id and e.transaction = pg_current_xact_id() and e.code like 'account.%'
      order by e.id desc limit 1)
    from after_rows n join before_rows o using (person_id) where n.state <> o.state;
  else
    insert into account_state_version (person_id, state) select person_id, state from after_rows;
  end if;
  return null;
end $$;

-- What others did to a person, apart from the many things that people do themselves.
create index audit_event_by_others on audit_event (person_id, id desc)
  where person_id is not null and actor_person_id is distinct from person_id;

comment on table account_state_version is 'not personal: recorded, event_id';
