-- The second factor that is asked of managers, the centre and auditors (R-ACC-8): since when of whom, and until when a session that has
-- none still counts.

create table second_factor_asked (
  person_id bigint primary key references account,
  since     date not null
);
grant select, insert, delete on second_factor_asked to ecpa_program;
comment on table second_factor_asked is 'not personal';
comment on column second_factor_asked.since is 'personal: since when somebody has had to have a second factor';

alter table session
  add column second_factor_by date,
  add constraint second_factor_still_to_come check (second_factor_by is null or (method = 'password' and second_factor is null));
comment on column session.second_factor_by is 'personal: until when somebody may come without a second factor';
