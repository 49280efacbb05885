-- 啟用帳號 also by a person's card (R-ACC-1a): what it proves opens the same choosing as a mailed code does, and the card is bound
-- with the activation, or not at all.
alter table challenge
  drop constraint challenge_of_its_purpose,
  add constraint challenge_of_its_purpose check (case means
    when 'passkey' then purpose in ('add', 'again', 'signIn') and (purpose = 'signIn') = (person_id is null)
    else purpose in ('signIn', 'bind', 'activate') and person_id is null end);

alter table way_in
  drop constraint way_in_medium_check,
  add constraint way_in_medium_check check (medium in ('link', 'slip', 'card')),
  -- What the certificate says of its person, sealed; as long as the way is open.
  add column card bytea,
  add constraint card_of_open_way check ((card is not null) = (medium = 'card' and state = 'open')),
  add constraint by_card_to_activation check (medium <> 'card' or (purpose = 'activation' and opened_by is null));
grant insert (card) on way_in to ecpa_program;
comment on column way_in.card is 'personal: name, serial number and end of a national ID, sealed';

-- However the way is closed, what its card said goes with it.
create or replace function close_way_once() returns trigger language plpgsql as $$
begin
  if old.state <> 'open' then
    raise exception 'A way in that is % stays so', old.state using errcode = 'integrity_constraint_violation';
  end if;
  if new.failures < old.failures then
    raise exception 'A failure is not taken back' using errcode = 'integrity_constraint_violation';
  end if;
  if new.state <> 'open' then
    new.card := null;
  end if;
  return new;
end $$;
