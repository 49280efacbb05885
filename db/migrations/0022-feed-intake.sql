-- What reading a feed adds to its tables.

-- Whose row was rejected, where its ID could be read: nobody loses a post of which the file says something that cannot be
-- read, so the comparison leaves alone what a snapshot would end of theirs.
alter table feed_fault add column national_id_index bytea check (length(national_id_index) = 32);
create index feed_fault_person on feed_fault (feed_id, national_id_index) where national_id_index is not null;
comment on column feed_fault.national_id_index is 'personal: 身分證號, as a keyed hash';
