-- Agencies 機關. The code is the identity; what is said of it, name and superior included, has versions.

create table agency (
  code agency_code primary key
);
call audited('agency');
grant select, insert on agency to ecpa_program;

create table agency_version (
  id               bigint generated always as identity primary key,
  agency_code      agency_code not null references agency,
  name             text not null check (length(name) between 1 and 200),
  name_en          text check (length(name_en) between 1 and 300),
  -- Null: a root. `superior_missing` keeps the code of a superior that the source names and nobody knows.
  superior_code    agency_code references agency,
  superior_missing text,
  level            smallint,
  zip              text,
  address          text,
  phone            text,
  fax              text,
  organisation_oid text check (organisation_oid ~ '^[0-9]+(\.[0-9]+)+$'),
  successor_code   agency_code references agency,
  -- From when to when the agency lived as described.
  valid            daterange not null check (not isempty(valid)),
  recorded         tstzrange not null default tstzrange(now(), null),
  event_id         bigint not null references audit_event,
  check (superior_code <> agency_code and successor_code <> agency_code),
  check (superior_code is null or superior_missing is null),
  constraint agency_version_once exclude using gist (agency_code with =, valid with &&) where (upper_inf(recorded))
);
create index agency_version_code on agency_version (agency_code);
create index agency_version_superior on agency_version (superior_code);
create index agency_version_oid on agency_version (organisation_oid) where organisation_oid is not null;
call versioned('agency_version');

-- R-SCP-1: `office` is the personnel office of `agency`, and manages its subtree.
create table personnel_office (
  id          uuid not null default gen_random_uuid(),
  version     smallint not null default 1,
  office_code agency_code not null references agency,
  agency_code agency_code not null references agency,
  valid       daterange not null check (not isempty(valid)),
  state       decision_state not null default 'active',
  recorded    tstzrange not null default tstzrange(now(), null),
  event_id    bigint not null references audit_event,
  primary key (id, version),
  check (office_code <> agency_code),
  constraint personnel_office_once
    exclude using gist (office_code with =,
      agency_code with =, valid with &&)
    where (upper_inf(recorded) and state <> 'ended')
);
create index personnel_office_office on personnel_office (office_code);
create index personnel_office_agency on personnel_office (agency_code);
call versioned('personnel_office');

-- The agency and those above it, nearest first. The tree is at most five deep in the real file; sixteen is beyond any
-- government and bounds a loop that a faulty source might bring.
create function agency_line(code agency_code, on_day date, known timestamptz)
returns table (agency_code agency_code, distance integer) language sql stable parallel safe as $$
  with recursive line (agency_code, superior_code, distance) as (
    select v.agency_code, v.superior_code, 0
    from agency_version v where v.agency_code = code and v.valid @> on_day and v.recorded @> known
    union all
    select v.agency_code, v.superior_code, line.distance + 1
    from line join agency_version v on v.agency_code = line.superior_code and v.valid @> on_day and v.recorded @> known
    where line.distance < 16
  )
  select agency_code, distance from line
$$;

-- The agency and all below it.
create function agency_subtree(code agency_code, on_day date, known timestamptz)
returns table (agency_code agency_code, distance integer) language sql stable parallel safe as $$
  with recursive below (agency_code, distance) as (
    select v.agency_code, 0
    from agency_version v where v.agency_code = code and v.valid @> on_day and v.recorded @> known
    union all
    select v.agency_code, below.distance + 1
    from below join agency_version v on v.superior_code = below.agency_code and v.valid @> on_day and v.recorded @> known
    where below.distance < 16
  )
  select agency_code, distance from below
$$;

-- Lead agency (主管機關 of a line): the ancestor-or-self right below a root; a root leads itself, and so does an agency
-- whose superior is missing, by being the top of its own line.
create function lead_agency(code agency_code, on_day date, known timestamptz)
returns agency_code language sql stable parallel safe as $$
  with line as (select * from agency_line(code, on_day, known)), top as (select max(distance) as distance from line)
  select l.agency_code
  from line l, top
  where l.distance = case
    when top.distance = 0 then 0
    -- Below a root the lead is one step under it; below an orphan (its superior unknown, or not living that day) the
    -- orphan itself leads.
    when exists (
      select from line o join agency_version v on v.agency_code = o.agency_code and v.valid @> on_day and v.recorded @> known
      where o.distance = top.distance and (v.superior_missing is not null or v.superior_code is not null)
    ) then top.distance
    else top.distance - 1
  end
$$;

-- R-SCP-1: what an agency manages. A root's scope is itself alone; the subtree of each agency that it is the personnel
-- office of comes with it (and a root so given is its subtree: that relation is the centre's own decision). An agency that
-- is not live on the day manages nothing.
create function agency_scope(code agency_code, on_day date, known timestamptz)
returns table (agency_code agency_code) language sql stable parallel safe as $$
  select s.agency_code
  from agency_version v, agency_subtree(code, on_day, known) s
  where v.agency_code = code and v.valid @> on_day and v.recorded @> known
    and (s.distance = 0 or v.superior_code is not null or v.superior_missing is not null)
  union
  select s.agency_code
  from personnel_office o
  join agency_version v on v.agency_code = o.office_code and v.valid @> on_day and v.recorded @> known,
    agency_subtree(o.agency_code, on_day, known) s
  where o.office_code = code and o.state = 'active' and o.valid @> on_day and o.recorded @> known
$$;

comment on table agency is 'not personal: code';
comment on table agency_version is 'not personal: id, agency_code, name, name_en, superior_code, superior_missing, level, zip,
  address, phone, fax, organisation_oid, successor_code, valid, recorded, event_id';
comment on table personnel_office is 'not personal: id, version, office_code, agency_code, valid, state, recorded, event_id';
