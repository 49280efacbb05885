-- 「電子賀卡」: a drawn card with words, from one person to some others, on a day. These tables are not audited: the retention job
-- clears them in bulk, and a draft is nobody's business. Sending, taking back, delivering and blocking are events, which know nothing
-- of the words.

create table greeting (
  id            uuid primary key default gen_random_uuid(),
  sender_id     bigint not null references account,
  -- Which drawing: src/core/greetings.ts knows them.
  picture       text check (picture ~ '^[a-z]+(-[a-z]+)*$' and length(picture) <= 40),
  -- Sealed for this row (src/store/seal.ts): 500 characters at most, of four bytes at most, and the seal's 29.
  words_sealed  bytea check (length(words_sealed) between 30 and 2029),
  -- Null in a draft: the day on which it is sent.
  deliver_on    date,
  -- Counts what is changed of a draft, its receivers too: what is sent is what was looked at.
  version       integer not null default 1,
  changed_at    timestamptz not null default now(),
  -- Until then it is a draft.
  sent_at       timestamptz,
  -- For which agency the sender worked then; null: for none.
  sender_agency agency_code references agency,
  receivers     smallint check (receivers between 1 and 50),
  due_at        timestamptz,
  delivered_at  timestamptz,
  -- How many of the receivers could not be reached.
  missed        smallint check (missed between 0 and receivers),
  taken_back_at timestamptz,
  constraint sent_whole check (case when sent_at is null
    then num_nonnulls(sender_agency, receivers, due_at, delivered_at, missed, taken_back_at) = 0
    else num_nulls(picture, words_sealed, deliver_on, receivers, due_at) = 0 end),
  constraint delivered_or_taken_back check (num_nonnulls(delivered_at, taken_back_at) <= 1),
  constraint missed_when_delivered check ((delivered_at is null) = (missed is null))
);
-- Everybody writes one card at a time.
create unique index greeting_draft on greeting (sender_id) where sent_at is null;
create index greeting_sent on greeting (sender_id, sent_at desc, id desc) where sent_at is not null;
create index greeting_due on greeting (due_at, id) where sent_at is not null and delivered_at is null and taken_back_at is null;
-- For the retention job.
create index greeting_old on greeting ((coalesce(delivered_at, taken_back_at))) where sent_at is not null;
create index greeting_draft_old on greeting (changed_at) where sent_at is null;
grant select, insert (id, sender_id, picture, words_sealed, deliver_on),
  update (picture, words_sealed, deliver_on, version, changed_at, sent_at, sender_agency, receivers, due_at, delivered_at, missed, taken_back_at),
  delete on greeting to ecpa_program;

create table greeting_receiver (
  -- What the receiver's address of the card holds: it says nothing of the card of the others.
  id           uuid primary key default gen_random_uuid(),
  greeting_id  uuid not null references greeting on delete cascade,
  -- There is room for so many.
  place        smallint not null check (place between 1 and 50),
  person_id    bigint not null references account,
  -- The one of their agencies by which they were found.
  agency_code  agency_code not null references agency,
  -- `gone`: disabled, or without a post on that day. `blocked`: the receiver blocks the sender, who is not told.
  outcome      text check (outcome in ('arrived', 'gone', 'blocked')),
  arrived_at   timestamptz,
  read_at      timestamptz,
  -- By the receiver, for themselves.
  deleted_at   timestamptz,
  constraint greeting_receiver_place unique (greeting_id, place),
  constraint greeting_receiver_once unique (greeting_id, person_id),
  constraint arrived_when check ((arrived_at is not null) = (outcome is not distinct from 'arrived')),
  constraint read_after_arrival check (arrived_at is not null or (read_at is null and deleted_at is null))
);
create index greeting_received on greeting_receiver (person_id, arrived_at desc, id desc) where arrived_at is not null and deleted_at is null;
grant select, insert (greeting_id, place, person_id, agency_code), update (outcome, arrived_at, read_at, deleted_at), delete on greeting_receiver to ecpa_program;

-- What was sent stays as it was sent, and is delivered or taken back once.
create function greeting_stays() returns trigger language plpgsql as $$
begin
  if old.sent_at is not null and (old.delivered_at is not null or old.taken_back_at is not null
    or (new.sender_id, new.picture, new.words_sealed, new.deliver_on, new.sent_at, new.sender_agency, new.receivers, new.due_at)
      is distinct from
      (old.sender_id, old.picture, old.words_sealed, old.deliver_on, old.sent_at, old.sender_agency, old.receivers, old.due_at)) then
    raise exception 'A card that was sent stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger greeting_stays before update on greeting for each row execute function greeting_stays();

create function greeting_receivers_counted() returns trigger language plpgsql as $$
begin
  if new.receivers <> (select count(*) from greeting_receiver r where r.greeting_id = new.id) then
    raise exception 'A card is sent to as many as it says' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end $$;
create trigger greeting_receivers_counted after update of sent_at on greeting for each row
  when (new.sent_at is not null) execute function greeting_receivers_counted();

-- Nobody is added to a card that was sent, or taken from it, but with the card itself. Whoever adds holds the card's row meanwhile.
create function greeting_receivers_stay() returns trigger language plpgsql as $$
begin
  if exists (select from greeting g where g.id = coalesce(new.greeting_id, old.greeting_id) and g.sent_at is not null) then
    raise exception 'The receivers of a card that was sent stay' using errcode = 'integrity_constraint_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger greeting_receivers_stay before insert or delete on greeting_receiver for each row execute function greeting_receivers_stay();

create function greeting_outcome_stays() returns trigger language plpgsql as $$
begin
  if old.outcome is not null and (new.outcome, new.arrived_at) is distinct from (old.outcome, old.arrived_at) then
    raise exception 'A card arrives once' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger greeting_outcome_stays before update on greeting_receiver for each row execute function greeting_outcome_stays();

-- Whose cards somebody does not want.
create table greeting_block (
  id        uuid primary key default gen_random_uuid(),
  person_id bigint not null references account,
  sender_id bigint not null references account,
  blocked_at timestamptz not null default now(),
  constraint greeting_block_once unique (person_id, sender_id),
  constraint not_oneself check (person_id <> sender_id)
);
grant select, insert (person_id, sender_id), delete on greeting_block to ecpa_program;

-- That somebody looked for receivers, for as long as it counts against what they may within an hour.
create table greeting_search (
  id          bigint generated always as identity primary key,
  person_id   bigint not null references account,
  searched_at timestamptz not null default now()
);
create index greeting_search_person on greeting_search (person_id, searched_at);
create index greeting_search_old on greeting_search (searched_at);
grant select, insert (person_id), delete on greeting_search to ecpa_program;

comment on table greeting is 'not personal: id, version, receivers, missed';
comment on column greeting.sender_id is 'personal: who writes to others';
comment on column greeting.picture is 'personal: on what occasion somebody writes';
comment on column greeting.words_sealed is 'personal: what somebody writes to others, sealed';
comment on column greeting.deliver_on is 'personal: on which day somebody wants it to be read';
comment on column greeting.changed_at is 'personal: when somebody wrote';
comment on column greeting.sent_at is 'personal: when somebody sent it';
comment on column greeting.sender_agency is 'personal: where somebody worked then';
comment on column greeting.due_at is 'personal: when it is to arrive';
comment on column greeting.delivered_at is 'personal: when it arrived';
comment on column greeting.taken_back_at is 'personal: when somebody took it back';
comment on table greeting_receiver is 'not personal: id, greeting_id, place';
comment on column greeting_receiver.agency_code is 'personal: where somebody works';
comment on column greeting_receiver.outcome is 'personal: whether it reached somebody, or they did not want it';
comment on column greeting_receiver.arrived_at is 'personal: when somebody received it';
comment on column greeting_receiver.read_at is 'personal: when somebody opened it';
comment on column greeting_receiver.deleted_at is 'personal: when somebody threw it away';
comment on table greeting_block is 'not personal: id';
comment on column greeting_block.sender_id is 'personal: whom somebody blocked';
comment on column greeting_block.blocked_at is 'personal: when somebody blocked another';
comment on table greeting_search is 'not personal: id';
comment on column greeting_search.searched_at is 'personal: when somebody looked for colleagues';
