-- How many challenges wait for one address: a page of ours asks for one when somebody presses the button, and no more.
delete from card_challenge;
alter table card_challenge add column address bytea not null check (length(address) = 32);
create index card_challenge_address on card_challenge (address);
grant insert (address) on card_challenge to ecpa_program;
comment on column card_challenge.address is 'personal: from where somebody came, as a keyed hash';
