-- What people arrange for themselves on 「應用系統」. Not audited: a favourite gives nothing and concerns nobody else.

create table favourite_application (
  person_id        bigint not null references account,
  application_code application_code not null references application,
  primary key (person_id, application_code)
);
grant select, insert, delete on favourite_application to ecpa_program;

comment on column favourite_application.application_code is 'personal: what somebody likes to have at hand';
