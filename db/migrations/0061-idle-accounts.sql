-- R-ACC-7: an account that nobody signed in to for ECPA_IDLE_DAYS is disabled; its person was told some days before. Whether that
-- was in this time of idleness is seen by comparing: a sign-in, or being enabled again, begins another.
--
-- No index by the last sign-in: it would be written at every sign-in of everybody, to save one pass over the accounts a day (0.4 s
-- for 700,000, by the key).
alter table account add column idle_warned_at timestamptz;
comment on column account.idle_warned_at is 'personal: when somebody was told that they were not here for long';
