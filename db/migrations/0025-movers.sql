-- What follows when facts change (R-JML-1, R-JML-2, R-STD-3, R-CEN-1): what of the decisions of people was suspended or ended
-- because its ground went, by which feed, so that it can be told of together, and revived when the feed is undone.

-- One decision of one transaction that followed the facts. That it was done is in the audit log; here stands what its undoing
-- and its telling need.
create table feed_consequence (
  id              bigint generated always as identity primary key,
  -- Null: no feed, but a day that was over or a fortnight without an answer.
  feed_id         bigint references feed,
  -- The event of the feed's application, or of the day's work: whatever came of it together is told together.
  cause_id        bigint not null references audit_event,
  transaction     xid8 not null default pg_current_xact_id(),
  at              timestamptz not null default now(),
  kind            text not null check (kind in ('grant', 'membership', 'delegation', 'role', 'account')),
  -- An account has no decision of its own: it is its person's.
  decision_id     uuid,
  -- Null where what lapsed was meant for a group or a standing.
  person_id       bigint references person,
  -- Of a grant, a delegation, or a group: whose managers are told.
  agency_code     agency_code references agency,
  change          text not null check (change in ('suspended', 'ended', 'lapsed', 'revived', 'warned', 'disabled', 'enabled')),
  version_before  smallint,
  version_written smallint,
  event_id        bigint not null references audit_event,
  check ((decision_id is null) = (kind = 'account')),
  check ((change in ('warned', 'disabled', 'enabled')) = (kind = 'account')),
  check ((decision_id is null) = (version_before is null) and (version_before is null) = (version_written is null))
);
create index feed_consequence_transaction on feed_consequence (transaction, kind);
create index feed_consequence_cause on feed_consequence (cause_id, person_id);
create index feed_consequence_decision on feed_consequence (decision_id) where decision_id is not null;
create index feed_consequence_feed on feed_consequence (feed_id) where feed_id is not null;
create index feed_consequence_at on feed_consequence (at) where feed_id is null;
create index feed_consequence_account on feed_consequence (person_id, id desc) where kind = 'account';
call audited('feed_consequence');
grant select, insert (feed_id, cause_id, kind, decision_id, person_id, agency_code, change, version_before, version_written,
  event_id) on feed_consequence to ecpa_program;

-- Who is to be told that decisions wait at which of their agencies: found agency by agency, told in one letter.
create table feed_manager (
  cause_id    bigint not null references audit_event,
  person_id   bigint not null references person,
  agency_code agency_code not null references agency,
  kind        text not null check (kind in ('grant', 'membership', 'delegation')),
  decisions   integer not null check (decisions > 0),
  primary key (cause_id, person_id, agency_code, kind)
);
grant select, insert, delete on feed_manager to ecpa_program;

-- The last day whose facts all decisions were held against.
create table followed_day (
  only_one boolean primary key default true check (only_one),
  day      date not null
);
grant select, insert, update (day) on followed_day to ecpa_program;

-- What waits for an answer: a little of millions.
create index permission_grant_suspended on permission_grant (agency_code) where state = 'suspended' and upper_inf(recorded);
create index group_member_suspended on group_member (group_code) where state = 'suspended' and upper_inf(recorded);

-- As in 0006. A feed writes thousands of versions of grants: the statement that finds the first one is kept, and what is the
-- same for all parties of a row is worked out once for it.
create or replace function keep_parties() returns trigger language plpgsql as $$
declare
  parties text[] := tg_argv;
  later   jsonb  := to_jsonb(new);
  first   jsonb;
begin
  if tg_table_name = 'permission_grant' then
    select to_jsonb(d) into first from permission_grant d where d.id = new.id and d.version = 1;
  else
    execute format('select to_jsonb(d) from %I.%I d where d.id = $1 and d.version = 1 %s', tg_table_schema, tg_table_name,
      case when tg_table_name = 'concurrent_duty' then 'and d.application_code = $2' else 'and $2 is not null' end)
      into first using new.id, coalesce(later ->> 'application_code', '');
  end if;
  if first is null or exists (select from unnest(parties) p where first -> p is distinct from later -> p) then
    raise exception 'A version of a % cannot change its parties', tg_table_name using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;

comment on table feed_consequence is 'not personal: id, feed_id, cause_id, transaction, at, kind, decision_id, agency_code, change,
  version_before, version_written, event_id';
comment on table feed_manager is 'not personal: cause_id, kind, decisions';
comment on column feed_manager.agency_code is 'personal: which agency somebody manages';
comment on table followed_day is 'not personal: only_one, day';
