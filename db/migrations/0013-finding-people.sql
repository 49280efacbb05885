-- Finding people among 700,000, and remembering what somebody asked for without writing it into an address.

-- A name is found by any part of it, down to a single character: each name stands in this index under the characters that
-- it is made of, folded as src/core/search-text.ts folds them. What holds all characters of the part that was typed is
-- few enough to be looked at. (Trigrams know nothing of 淑芬; pairs would make the index thrice as large.) The collation
-- is the cheapest there is. src/store/people.ts says the same expression, or the index is not used.
create index person_version_characters on person_version
  using gin (string_to_array(translate(lower(normalize(name, nfkc)), '臺', '台') collate "C", null))
  where upper_inf(recorded);

-- Those that are not 啟用 are few, and are looked for as such.
create index account_not_active on account (state, person_id) where state <> 'active';

-- A search by name, account or national ID: the address that shows what it found holds this row's number alone, and the
-- row answers to its own session only. A national ID stands in it as the keyed hash of person.national_id_index.
create table session_query (
  id         uuid primary key default gen_random_uuid(),
  session_id uuid not null references session on delete cascade,
  -- Which search it belongs to: what one page keeps, no other reads.
  kind       text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
  criteria   jsonb not null check (length(criteria::text) <= 4000),
  kept_at    timestamptz not null default clock_timestamp()
);
create index session_query_session on session_query (session_id, kept_at desc);
create index session_query_kept on session_query (kept_at);
grant select, insert, delete on session_query to ecpa_program;

comment on table session_query is 'not personal: kind';
comment on column session_query.id is 'personal: stands for what somebody looked for';
comment on column session_query.criteria is 'personal: whom somebody looked for';
comment on column session_query.kept_at is 'personal: when somebody looked';
