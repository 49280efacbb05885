-- How the certificates of an authority are asked about: by its list, by its responder (OCSP, RFC 6960), or by both, of which either
-- may say that one is revoked and both have to say that it is not (R-CRT-1).
alter table certificate_authority
  add column revocation text not null default 'crl' check (revocation in ('crl', 'ocsp', 'both')),
  -- The one address that is asked about them; never one that a certificate names.
  add column ocsp_url text check (length(ocsp_url) <= 2000),
  drop constraint asked_by_list,
  add constraint asked_by_list check (not in_use or revocation = 'ocsp' or list_url is not null),
  add constraint asked_by_responder check (not in_use or revocation = 'crl' or ocsp_url is not null);
comment on table certificate_authority is 'not personal: code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies,
  list_url, grace_seconds, in_use, event_id, revocation, ocsp_url';

-- The answer about a certificate that holds, kept until its end, so that nobody waits for the next. It is proved anew at each use.
create table certificate_answer (
  authority   text not null references certificate_authority,
  -- In hex as it is written in DER.
  serial      text not null check (serial ~ '^([0-9a-f]{2}){1,64}$'),
  answer      bytea not null check (length(answer) between 1 and 65536),
  this_update timestamptz not null,
  next_update timestamptz not null,
  asked_at    timestamptz not null default now(),
  primary key (authority, serial),
  check (next_update >= this_update)
);
create index certificate_answer_over on certificate_answer (next_update);
grant select, insert, update, delete on certificate_answer to ecpa_program;
comment on table certificate_answer is 'not personal: authority, this_update, next_update';
comment on column certificate_answer.serial is 'personal: the certificate of somebody';
comment on column certificate_answer.answer is 'personal: about the certificate of somebody';
comment on column certificate_answer.asked_at is 'personal: when somebody signed in';

-- What became of asking a responder, for whoever runs the program.
create table certificate_answer_try (
  authority    text primary key references certificate_authority,
  tried_at     timestamptz not null,
  succeeded_at timestamptz,
  -- A code of features/certificates; null: the last try was good.
  fault        text check (length(fault) <= 100)
);
grant select, insert, update on certificate_answer_try to ecpa_program;
comment on table certificate_answer_try is 'not personal: authority, tried_at, succeeded_at, fault';
