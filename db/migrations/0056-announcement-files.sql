-- What belongs to an announcement besides its text: files that are attached, and who has signed that they read it.

create table announcement_file (
  id               uuid primary key default gen_random_uuid(),
  announcement_id  uuid not null references announcement,
  -- As its sender called it, without folders and without what cannot be seen.
  name             text not null check (length(name) between 1 and 200 and name !~ '[/\\[:cntrl:]]'),
  -- A kind of the closed list in src/core/attachments.ts, by name and by content.
  kind             text not null check (kind in ('pdf', 'odt', 'ods', 'odp', 'docx', 'xlsx', 'pptx', 'png', 'jpeg', 'csv', 'txt')),
  bytes            integer not null check (bytes between 1 and 26214400),
  sha256           bytea not null check (length(sha256) = 32),
  content          bytea not null,
  added_at         timestamptz not null default now(),
  event_id         bigint not null references audit_event,
  removed_at       timestamptz,
  removed_event_id bigint references audit_event,
  constraint content_is_whole check (octet_length(content) = bytes),
  check ((removed_at is null) = (removed_event_id is null))
);
-- Most of these kinds are packed already.
alter table announcement_file alter column content set storage external;
create index announcement_file_of on announcement_file (announcement_id, added_at) where removed_at is null;
call audited('announcement_file');
grant select, insert (id, announcement_id, name, kind, bytes, sha256, content, event_id), update (removed_at, removed_event_id)
  on announcement_file to ecpa_program;

create function file_removed_stays() returns trigger language plpgsql as $$
begin
  if old.removed_at is not null then
    raise exception 'A file that was removed stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger file_removed_stays before update on announcement_file for each row execute function file_removed_stays();

-- 簽收: each once, of the version that the person had before them. The key also answers who of an audience has not: one look for
-- each of them.
create table announcement_acknowledgement (
  announcement_id uuid not null,
  person_id       bigint not null references person,
  version         smallint not null,
  acknowledged_at timestamptz not null default now(),
  event_id        bigint not null references audit_event,
  primary key (announcement_id, person_id),
  foreign key (announcement_id, version) references announcement_version
);
create index announcement_acknowledgement_newest on announcement_acknowledgement (announcement_id, acknowledged_at desc, person_id desc);
create index announcement_acknowledgement_person on announcement_acknowledgement (person_id);
call audited('announcement_acknowledgement');
grant select, insert (announcement_id, person_id, version, event_id) on announcement_acknowledgement to ecpa_program;

-- It can be signed for only where that was asked: a version says so, and versions are not rewritten.
create function signed_where_asked() returns trigger language plpgsql as $$
begin
  if not exists (select from announcement_version v
    where v.announcement_id = new.announcement_id and v.version = new.version and v.must_acknowledge) then
    raise exception 'Nothing was to be acknowledged' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger signed_where_asked before insert on announcement_acknowledgement for each row execute function signed_where_asked();

comment on table announcement_file is 'not personal: id, announcement_id, name, kind, bytes, sha256, content, added_at, event_id, removed_at,
  removed_event_id';
comment on table announcement_acknowledgement is 'not personal: announcement_id, version, event_id';
comment on column announcement_acknowledgement.acknowledged_at is 'personal: when somebody signed that they had read it';
