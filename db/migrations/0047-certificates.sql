-- Which certificates are believed, and until when what is known of their revocation holds (R-CRT-1, R-CRT-3; RFC 5280).

-- Authorities that are believed to be who they are: roots, and those below them. What one issues is decided here, not by what a
-- certificate says of itself.
create table certificate_authority (
  code          text primary key check (code ~ '^[a-z0-9][a-z0-9-]{0,31}$'),
  -- In DER; of two generations that share a name each is one of its own.
  certificate   bytea not null check (length(certificate) between 100 and 65536),
  -- SHA-256 of it.
  fingerprint   bytea not null unique check (length(fingerprint) = 32),
  subject       text not null check (length(subject) between 1 and 500),
  valid_until   timestamptz not null,
  -- A path ends there.
  is_anchor     boolean not null,
  -- Whose cards it issues; null: certificates of other authorities alone.
  issues        text check (issues in ('person', 'agency')),
  -- The policies of which a card's certificate has to have one.
  policies      text[] not null check (array_position(policies, null) is null),
  -- How certificates that it issued are asked about: by the list at that address, which is fetched by a job.
  list_url      text check (length(list_url) <= 2000),
  -- How long a list is believed past its end, where a newer one could not be had. 0: fail closed at once.
  grace_seconds integer not null default 0 check (grace_seconds between 0 and 604800),
  in_use        boolean not null default true,
  event_id      bigint not null references audit_event,
  constraint cards_under_policies check (issues is null or cardinality(policies) > 0),
  constraint asked_by_list check (not in_use or list_url is not null)
);
call audited('certificate_authority');
grant select, insert, update on certificate_authority to ecpa_program;
comment on table certificate_authority is 'not personal: code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies,
  list_url, grace_seconds, in_use, event_id';

-- The newest list of each authority, proved and indexed by the job that fetched it. What the public publishes of itself needs no event.
create table certificate_list (
  authority    text primary key references certificate_authority,
  -- CRLNumber: up to 20 bytes.
  number       numeric(49) not null check (number >= 0),
  this_update  timestamptz not null,
  next_update  timestamptz not null,
  entries      integer not null check (entries >= 0),
  -- As `keptCrl` of src/pki writes it.
  kept         bytea not null,
  fetched_at   timestamptz not null default now(),
  check (next_update > this_update)
);
alter table certificate_list alter kept set storage external;
grant select, insert, update on certificate_list to ecpa_program;

create function list_goes_on() returns trigger language plpgsql as $$
begin
  if new.number < old.number or new.this_update < old.this_update then
    raise exception 'A list is not replaced by an older one' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger list_goes_on before update on certificate_list for each row execute function list_goes_on();
comment on table certificate_list is 'not personal: authority, number, this_update, next_update, entries, kept, fetched_at';

-- What became of fetching it, for whoever runs the program.
create table certificate_list_try (
  authority    text primary key references certificate_authority,
  tried_at     timestamptz not null,
  succeeded_at timestamptz,
  -- A code of features/certificates; null: the last try was good.
  fault        text check (length(fault) <= 100)
);
grant select, insert, update on certificate_list_try to ecpa_program;
comment on table certificate_list_try is 'not personal: authority, tried_at, succeeded_at, fault';

-- 憑證白名單管理: certificates that stand for an agency though its OID does not say so, and such as are refused whatever they say.
create table listed_certificate (
  id             uuid primary key default gen_random_uuid(),
  issuer         text not null references certificate_authority,
  -- Of the certificate, in hex as it is written in DER.
  serial         text not null check (serial ~ '^([0-9a-f]{2}){1,64}$'),
  -- Null: refused.
  agency_code    agency_code references agency,
  valid          daterange not null check (not isempty(valid) and lower_inc(valid) and lower(valid) is not null),
  reason         text not null check (length(reason) between 1 and 500 and btrim(reason) <> ''),
  given_by       bigint references person,
  event_id       bigint not null references audit_event,
  ended_at       timestamptz,
  ended_event_id bigint references audit_event,
  check ((ended_at is null) = (ended_event_id is null)),
  -- It says one thing a day.
  constraint listed_once exclude using gist (issuer with =, serial with =, valid with &&) where (ended_at is null)
);
create index listed_certificate_agency on listed_certificate (agency_code) where ended_at is null;
call audited('listed_certificate');
grant select, insert (id, issuer, serial, agency_code, valid, reason, given_by, event_id), update (ended_at, ended_event_id)
  on listed_certificate to ecpa_program;
comment on table listed_certificate is 'not personal: id, issuer, serial, agency_code, valid, reason, event_id, ended_at, ended_event_id';
