-- How many things wait for whoever is signed in, which stands on every page: counted once a minute and after each change of
-- theirs, not for every page. Null: to be counted for the next one.

alter table session
  add column open_todos smallint not null default 0 check (open_todos between 0 and 100),
  add column todos_counted_at timestamptz,
  add constraint todos_are_persons check (person_id is not null or (open_todos = 0 and todos_counted_at is null));
comment on column session.open_todos is 'personal: how much waits for somebody';
comment on column session.todos_counted_at is 'personal: when somebody was last here';
