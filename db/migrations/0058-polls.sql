-- 「主題投票」: a question, its choices, and how many chose what. Who voted and what was chosen are kept apart for good: of a vote
-- there is one row that says who, and a count that says what. Nothing is written for each vote that could be joined with its voter.

create table poll (
  id                uuid primary key default gen_random_uuid(),
  -- In whose name; null: the centre's.
  agency_code       agency_code references agency,
  question          text not null check (length(question) between 1 and 200),
  about             text not null check (length(about) <= 2000),
  -- How many choices one vote may name.
  most_choices      smallint not null check (most_choices between 1 and 20),
  -- As of an announcement (0055), except that the public reads and whoever signs in votes.
  audience_agency   agency_code references agency,
  audience_below    boolean not null,
  audience_standing standing,
  opens_at          timestamptz not null,
  closes_at         timestamptz not null,
  event_id          bigint not null references audit_event,
  constraint closes_after_opening check (closes_at > opens_at),
  constraint everywhere_is_all check (audience_agency is not null or audience_below),
  constraint public_is_everywhere check (audience_standing is not null or audience_agency is null),
  unique (id, event_id)
);
create index poll_newest on poll (opens_at desc, id desc);
create index poll_agency on poll (agency_code);
call audited('poll');
grant select, insert on poll to ecpa_program;

-- What is voted on does not change under those who voted: neither question nor choices are ever rewritten.
create table poll_choice (
  poll_id  uuid not null,
  position smallint not null check (position between 1 and 20),
  label    text not null check (length(label) between 1 and 200),
  votes    integer not null default 0 check (votes >= 0),
  event_id bigint not null,
  primary key (poll_id, position),
  unique (poll_id, label),
  -- They are written with their poll, and none is added later.
  foreign key (poll_id, event_id) references poll (id, event_id)
);
call audited('poll_choice');
grant select, insert (poll_id, position, label, event_id) on poll_choice to ecpa_program;

create function poll_has_choices() returns trigger language plpgsql as $$
declare n integer;
begin
  select count(*) into n from poll_choice c where c.poll_id = new.id;
  if n < 2 or n < new.most_choices then
    raise exception 'A poll has two choices or more, and as many as a vote may name' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create constraint trigger poll_has_choices after insert on poll deferrable initially deferred
  for each row execute function poll_has_choices();

-- Ended by hand before its time, for good.
create table poll_end (
  poll_id  uuid primary key references poll,
  ended_at timestamptz not null default now(),
  event_id bigint not null references audit_event
);
call audited('poll_end');
grant select, insert (poll_id, event_id) on poll_end to ecpa_program;

create table poll_voter (
  poll_id   uuid not null references poll,
  person_id bigint not null references person,
  event_id  bigint not null references audit_event,
  primary key (poll_id, person_id)
);
create index poll_voter_person on poll_voter (person_id);
call audited('poll_voter');
grant select on poll_voter to ecpa_program;

-- The only way to vote: who votes is noted and what they chose is counted in one act, once a person, while the poll is open. All
-- choices of the poll are written anew at each vote, chosen or not: otherwise the transaction that wrote a row last (xmin) and the
-- row of the voter that it wrote would tell who chose what.
create function cast_vote(voted uuid, voter bigint, chosen smallint[], event bigint) returns void
language plpgsql security definer set search_path from current as $$
declare asked poll;
begin
  -- One after another, in the order of the choices, so that two votes do not wait for each other.
  perform from poll_choice c where c.poll_id = voted order by c.position for no key update;
  select p.* into asked from poll p where p.id = voted and p.opens_at <= now() and p.closes_at > now()
    and not exists (select from poll_end e where e.poll_id = p.id);
  if not found then
    raise exception 'The poll is not open' using errcode = 'integrity_constraint_violation';
  end if;
  if cardinality(chosen) not between 1 and asked.most_choices
    or (select count(distinct c.position) from poll_choice c where c.poll_id = voted and c.position = any(chosen)) <> cardinality(chosen) then
    raise exception 'The vote names other choices, one twice, none, or too many' using errcode = 'integrity_constraint_violation';
  end if;
  insert into poll_voter (poll_id, person_id, event_id) values (voted, voter, event);
  update poll_choice c set votes = c.votes + (c.position = any(chosen))::integer where c.poll_id = voted;
end $$;
revoke execute on function cast_vote(uuid, bigint, smallint[], bigint) from public;
grant execute on function cast_vote(uuid, bigint, smallint[], bigint) to ecpa_program;

comment on table poll is 'not personal: id, agency_code, question, about, most_choices, audience_agency, audience_below, audience_standing,
  opens_at, closes_at, event_id';
comment on table poll_choice is 'not personal: poll_id, position, label, votes, event_id';
comment on table poll_end is 'not personal: poll_id, ended_at, event_id';
comment on table poll_voter is 'not personal: poll_id, event_id';
