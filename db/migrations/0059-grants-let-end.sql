-- Whoever gave a grant is reminded before it ends, and may say that it is to end then: they are reminded no more of this version
-- of it. The grant stays as it is, so no event tells of it.

create table grant_let_end (
  grant_id  uuid not null,
  version   smallint not null,
  person_id bigint not null references person,
  let_at    timestamptz not null default now(),
  primary key (grant_id, version),
  foreign key (grant_id, version) references permission_grant
);
grant select, insert (grant_id, version, person_id) on grant_let_end to ecpa_program;
comment on table grant_let_end is 'not personal: grant_id, version, let_at';
comment on column grant_let_end.person_id is 'personal: who lets end what they gave';

-- Millions of grants, of which one manager gave some dozens that end at all.
create index permission_grant_ending on permission_grant (given_by, upper(valid))
  where upper_inf(recorded) and state = 'active' and given_by is not null and not upper_inf(valid);
