-- What applications ask of their own people on 「待辦事項」 (POST /api/v1/todos). The table is not audited: the retention job
-- clears it in bulk. That an item was added or withdrawn is an event, which does not repeat its text.

alter table oidc_client
  drop constraint oidc_client_of_application,
  add constraint oidc_client_of_application check (application_code is null or (
    cardinality(redirect_uris) between 1 and 20
    and 'openid' = any (scopes) and scopes <@ '{openid,profile,email,ecpa,authzen,scim,todos}'
    -- Who keeps no secret cannot prove to be the application.
    and (not scopes && '{authzen,scim,todos}' or token_endpoint_auth_method <> 'none')));

create table application_todo (
  id               uuid primary key default gen_random_uuid(),
  application_code application_code not null references application,
  person_id        bigint not null references account,
  title            text not null check (length(title) between 1 and 100 and title = btrim(title) and title !~ '[[:cntrl:]]'),
  title_en         text check (length(title_en) between 1 and 200 and title_en = btrim(title_en) and title_en !~ '[[:cntrl:]]'),
  -- Nothing that a browser would run. That it is the application's own address is seen to when the item comes.
  link             text not null check (length(link) <= 2000 and link ~ '^https?://'),
  deadline         date,
  -- The name by which the application knows the request when it sends it again, and what it asked for then.
  idempotency_key  text not null check (length(idempotency_key) between 1 and 200),
  request_sha256   bytea not null check (length(request_sha256) = 32),
  added_at         timestamptz not null default now(),
  withdrawn_at     timestamptz check (withdrawn_at >= added_at),
  constraint application_todo_request unique (application_code, idempotency_key)
);
create index application_todo_waiting on application_todo (person_id, added_at desc) where withdrawn_at is null;
grant select, insert (id, application_code, person_id, title, title_en, link, deadline, idempotency_key, request_sha256),
  update (withdrawn_at), delete on application_todo to ecpa_program;

-- What was withdrawn stays so, for a repeated request is answered by it.
create function todo_withdrawn_stays() returns trigger language plpgsql as $$
begin
  if old.withdrawn_at is not null then
    raise exception 'An item that was withdrawn stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger todo_withdrawn_stays before update on application_todo for each row execute function todo_withdrawn_stays();

comment on table application_todo is 'not personal: id, application_code, idempotency_key, added_at, withdrawn_at';
comment on column application_todo.title is 'personal: what an application asks of somebody';
comment on column application_todo.title_en is 'personal: the same in English';
comment on column application_todo.link is 'personal: where it is done, which may tell what it is';
comment on column application_todo.deadline is 'personal: until when somebody should have done it';
comment on column application_todo.request_sha256 is 'personal: a digest of the request with all of this';
