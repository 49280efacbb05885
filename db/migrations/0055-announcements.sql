-- 「最新公告」: what the centre says to everybody or to some, and an agency to its own people. (`notice` is another thing: what one
-- person is told of somebody else's act, 0014.)

create table announcement (
  id          uuid primary key default gen_random_uuid(),
  -- In whose name; null: the centre's.
  agency_code agency_code references agency,
  event_id    bigint not null references audit_event
);
create index announcement_agency on announcement (agency_code);
call audited('announcement');
grant select, insert on announcement to ecpa_program;

-- Every edit is a version, and so is the withdrawal: what people have read stays to be looked up.
create table announcement_version (
  announcement_id   uuid not null references announcement,
  version           smallint not null default 1 check (version > 0),
  title             text not null check (length(title) between 1 and 200),
  -- Markdown as it was typed. What may come of it is decided where it is shown.
  body              text not null check (length(body) between 1 and 20000),
  pinned            boolean not null,
  must_acknowledge  boolean not null,
  -- Who may read it: at this agency (null: everywhere), there alone or below it too, whoever has at least this standing (null:
  -- the public, signed in or not).
  audience_agency   agency_code references agency,
  audience_below    boolean not null,
  audience_standing standing,
  publish_at        timestamptz not null,
  withdraw_at       timestamptz,
  -- Withdrawn by hand, for good.
  withdrawn         boolean not null default false,
  recorded          tstzrange not null default tstzrange(now(), null),
  event_id          bigint not null references audit_event,
  primary key (announcement_id, version),
  constraint withdrawn_after_published check (withdraw_at > publish_at),
  constraint everywhere_is_all check (audience_agency is not null or audience_below),
  constraint public_is_everywhere check (audience_standing is not null or audience_agency is null),
  -- Of the public nobody knows who they are.
  constraint public_signs_nothing check (audience_standing is not null or not must_acknowledge)
);
create unique index announcement_version_current on announcement_version (announcement_id) where upper_inf(recorded);
-- The list as everybody reads it: pinned ones first, then the newest.
create index announcement_version_newest on announcement_version (pinned desc, publish_at desc, announcement_id desc)
  where upper_inf(recorded) and not withdrawn;
-- What has to be signed for, asked at every look at 「待辦事項」.
create index announcement_version_to_sign on announcement_version (publish_at desc)
  where upper_inf(recorded) and not withdrawn and must_acknowledge;
call versioned('announcement_version');

create function withdrawn_stays() returns trigger language plpgsql as $$
begin
  if exists (select from announcement_version v where v.announcement_id = new.announcement_id and v.withdrawn) then
    raise exception 'An announcement that was withdrawn stays so' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger withdrawn_stays before insert on announcement_version for each row execute function withdrawn_stays();

comment on table announcement is 'not personal: id, agency_code, event_id';
comment on table announcement_version is 'not personal: announcement_id, version, title, body, pinned, must_acknowledge,
  audience_agency, audience_below, audience_standing, publish_at, withdraw_at, withdrawn, recorded, event_id';
