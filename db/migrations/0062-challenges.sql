-- What a device is asked to sign is one thing, whichever device: a question for one answer, of one browser and purpose, within
-- minutes. Those that wait now are asked anew.
drop table card_challenge;
drop table passkey_challenge;

-- Taken away by the first answer, right or wrong.
create table challenge (
  challenge_hash bytea primary key check (length(challenge_hash) = 32),
  -- What is to answer it.
  means          text not null check (means in ('passkey', 'card')),
  purpose        text not null,
  -- What the browser's cookie holds that asked, as a hash: another browser's answer is none.
  browser_hash   bytea not null check (length(browser_hash) = 32),
  -- Of whom it is asked, where that is known and counts.
  person_id      bigint references account,
  -- A keyed hash of the address, by which those who ask without end are held back.
  address_hash   bytea not null check (length(address_hash) = 32),
  asked_at       timestamptz not null default now(),
  expires_at     timestamptz not null,
  constraint challenge_of_its_purpose check (case means
    when 'passkey' then purpose in ('add', 'again', 'signIn') and (purpose = 'signIn') = (person_id is null)
    else purpose in ('signIn', 'bind') and person_id is null end),
  constraint challenge_is_short check (expires_at <= asked_at + case means when 'passkey' then interval '5 minutes' else interval '3 minutes' end)
);
create index challenge_address on challenge (address_hash, means, expires_at);
create index challenge_expires on challenge (expires_at);
grant select, insert, delete on challenge to ecpa_program;

comment on table challenge is 'not personal: challenge_hash, means, purpose, asked_at, expires_at';
comment on column challenge.browser_hash is 'personal: the browser of somebody, as a hash';
comment on column challenge.address_hash is 'personal: where somebody signs in from, as a hash';
