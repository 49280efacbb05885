-- Who agreed to 「重要訊息」, to which version of its text, and when; and whether a session has to before anything else opens to it, which
-- is found out when it begins, so that no page asks for it.

create table notice_agreement (
  person_id bigint not null references account,
  version   smallint not null check (version > 0),
  -- By what the session was proved in which somebody agreed.
  method    text not null check (method in ('password', 'passkey', 'personCertificate')),
  agreed_at timestamptz not null default now(),
  event_id  bigint not null references audit_event,
  primary key (person_id, version)
);
call audited('notice_agreement');
-- What somebody agreed to stays so.
grant select, insert (person_id, version, method, event_id) on notice_agreement to ecpa_program;

alter table session
  add column agreement_asked boolean not null default false,
  -- An agency's card agrees to nothing.
  add constraint agreement_is_a_persons check (not agreement_asked or person_id is not null);

comment on table notice_agreement is 'not personal: version, event_id';
comment on column notice_agreement.method is 'personal: by what somebody signed in';
comment on column notice_agreement.agreed_at is 'personal: when somebody was here';
comment on column session.agreement_asked is 'personal: whether somebody has still to agree to the notice';
