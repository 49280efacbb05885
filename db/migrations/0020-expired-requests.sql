-- F000199: a request expires by being evaluated live (R-DAY-4); that the sides were told of it is remembered here, once.
create table duty_request_expiry (
  request_id uuid not null references duty_request,
  round      smallint not null,
  told_at    timestamptz not null default now(),
  event_id   bigint not null references audit_event,
  primary key (request_id, round)
);
call audited('duty_request_expiry');
grant select, insert (request_id, round, event_id) on duty_request_expiry to ecpa_program;

comment on table duty_request_expiry is 'not personal: request_id, round, told_at, event_id';
