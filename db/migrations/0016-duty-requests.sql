-- F000199 on line (R-DUTY-4): the request for a duty between two lines of government. What is asked for, the steps that were
-- taken, and where it stands. The order of the steps, and that three different persons take them, is a law of the database.

-- A duty is lengthened, or an application taken up again, by whoever then decides: each version names its own giver.
drop trigger keep_parties on concurrent_duty;
create trigger keep_parties before insert on concurrent_duty for each row when (new.version > 1) execute function
  keep_parties('acting_code', 'served_code', 'application_code');

-- All applications of one duty are of one pair.
create function one_pair_a_duty() returns trigger language plpgsql as $$
begin
  if exists (
    select from concurrent_duty d
    where d.id = new.id and (d.acting_code <> new.acting_code or d.served_code <> new.served_code)
  ) then
    raise exception 'A duty has one acting and one served agency' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger one_pair_a_duty before insert on concurrent_duty for each row execute function one_pair_a_duty();

create type duty_request_state as enum ('draft', 'sent', 'agreed', 'declined', 'returned', 'decided', 'withdrawn');

create table duty_request (
  id          uuid primary key default gen_random_uuid(),
  -- What people call it by: F000199-1, F000199-2 …
  number      bigint not null generated always as identity unique,
  acting_code agency_code not null references agency,
  served_code agency_code not null references agency,
  -- Whose managers drafted it; those of the other agency agree.
  drafted_for text not null check (drafted_for in ('acting', 'served')),
  -- The duty that it would make; or change, where it exists already.
  duty_id     uuid not null default gen_random_uuid(),
  amends      boolean not null,
  -- Kept by the steps below, never by the program: where it stands, how often it was sent, and when it was last touched.
  state       duty_request_state not null default 'draft',
  round       smallint not null default 0,
  step        smallint not null default 0,
  content     smallint not null default 0,
  touched_at  timestamptz not null default now(),
  event_id    bigint not null references audit_event,
  check (acting_code <> served_code)
);
create index duty_request_acting on duty_request (acting_code, touched_at desc);
create index duty_request_served on duty_request (served_code, touched_at desc);
create index duty_request_touched on duty_request (touched_at desc, id);
create index duty_request_duty on duty_request (duty_id);
-- What waits for somebody: few among all that ever were.
create index duty_request_waiting on duty_request (state, touched_at)
  where state in ('draft', 'sent', 'agreed', 'declined', 'returned');
call audited('duty_request');

-- What is asked for. An amendment is a further one; those that were sent stay as they were.
create table duty_request_content (
  request_id   uuid not null references duty_request,
  content      smallint not null check (content > 0),
  applications text[] not null
    check (cardinality(applications) between 1 and 200 and array_position(applications, null) is null),
  valid        daterange not null check (not isempty(valid) and not lower_inf(valid)),
  reason       text check (length(reason) between 1 and 500),
  written_by   bigint not null references person,
  written_at   timestamptz not null default now(),
  event_id     bigint not null references audit_event,
  primary key (request_id, content),
  -- 設為永久 carries a reason.
  check (not upper_inf(valid) or reason is not null)
);
call audited('duty_request_content');

-- The steps, in their order. A round begins when the request is sent, and has one step of a kind.
create table duty_request_step (
  request_id  uuid not null references duty_request,
  step        smallint not null check (step > 0),
  round       smallint not null,
  -- 送出申請, 同意, 不同意, 核定, 退回, 撤回
  kind        text not null check (kind in ('send', 'agree', 'decline', 'decide', 'return', 'withdraw')),
  -- What was asked for when the step was taken.
  content     smallint not null,
  person_id   bigint not null references person,
  -- By which way of managing (`wayText`), for which of the two agencies; null: for the centre.
  way         text not null check (length(way) between 1 and 100),
  agency_code agency_code references agency,
  note        text check (length(note) between 1 and 1000),
  at          timestamptz not null default now(),
  event_id    bigint not null references audit_event,
  primary key (request_id, step),
  foreign key (request_id, content) references duty_request_content,
  constraint duty_request_step_once unique (request_id, round, kind),
  -- Who says no says why.
  check (kind not in ('decline', 'return') or note is not null),
  check ((kind in ('decide', 'return')) = (agency_code is null))
);
-- R-DUTY-4: three different persons.
create unique index duty_request_three_persons on duty_request_step (request_id, round, person_id)
  where kind in ('send', 'agree', 'decide');
call audited('duty_request_step');

-- The request is locked: of two who act at once one waits, meets what the other did, and has to look again.
create function take_duty_step() returns trigger language plpgsql security definer set search_path from current as $$
declare
  request duty_request;
begin
  select * into request from duty_request where id = new.request_id for update;
  -- First of all: whoever met another's step has to look again.
  if new.step <> request.step + 1 or new.content <> request.content
    or new.round <> request.round + (new.kind = 'send')::int then
    raise exception 'A step that does not follow the last one' using errcode = 'serialization_failure';
  end if;
  if not (case new.kind
    when 'send' then request.state in ('draft', 'declined', 'returned')
    when 'agree' then request.state = 'sent'
    when 'decline' then request.state = 'sent'
    when 'decide' then request.state = 'agreed'
    when 'return' then request.state = 'agreed'
    when 'withdraw' then request.state in ('draft', 'sent', 'agreed', 'declined', 'returned')
  end) then
    raise exception 'A request that is % cannot take the step %', request.state, new.kind
      using errcode = 'integrity_constraint_violation';
  end if;
  -- Who wrote what was sent is one of the three, too.
  if new.kind in ('agree', 'decide') and exists (
    select from duty_request_content c
    where c.request_id = new.request_id and c.content = new.content and c.written_by = new.person_id
  ) then
    raise exception 'Who drafted a request can neither agree to it nor decide it'
      using errcode = 'integrity_constraint_violation';
  end if;
  update duty_request set step = new.step, round = new.round, touched_at = now(),
    state = (case new.kind when 'send' then 'sent' when 'agree' then 'agreed' when 'decline' then 'declined'
      when 'decide' then 'decided' when 'return' then 'returned' else 'withdrawn' end)::duty_request_state
    where id = new.request_id;
  return new;
end $$;
create trigger take_duty_step before insert on duty_request_step for each row execute function take_duty_step();

create function take_duty_content() returns trigger language plpgsql security definer set search_path from current as $$
declare
  request duty_request;
begin
  select * into request from duty_request where id = new.request_id for update;
  if new.content <> request.content + 1 then
    raise exception 'An amendment that does not follow the last one' using errcode = 'serialization_failure';
  end if;
  if request.state not in ('draft', 'declined', 'returned') then
    raise exception 'A request that is % cannot be amended', request.state using errcode = 'integrity_constraint_violation';
  end if;
  update duty_request set content = new.content, touched_at = now() where id = new.request_id;
  return new;
end $$;
create trigger take_duty_content before insert on duty_request_content for each row execute function take_duty_content();
revoke execute on function take_duty_step(), take_duty_content() from public;

create trigger append_only before update or delete or truncate on duty_request_step
  for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on duty_request_content
  for each statement execute function refuse_change();

-- Not `state` and what goes with it: the steps say that.
grant select, insert (id, acting_code, served_code, drafted_for, duty_id, amends, event_id) on duty_request to ecpa_program;
grant select, insert (request_id, content, applications, valid, reason, written_by, event_id)
  on duty_request_content to ecpa_program;
grant select, insert (request_id, step, round, kind, content, person_id, way, agency_code, note, event_id)
  on duty_request_step to ecpa_program;

comment on table duty_request is 'not personal: id, number, acting_code, served_code, drafted_for, duty_id, amends, state,
  round, step, content, touched_at, event_id';
comment on table duty_request_content is 'not personal: request_id, content, applications, valid, written_at, event_id';
comment on column duty_request_content.reason is 'personal: free text that may name somebody';
comment on table duty_request_step is 'not personal: request_id, step, round, kind, content, way, agency_code, at, event_id';
comment on column duty_request_step.note is 'personal: free text that may name somebody';
