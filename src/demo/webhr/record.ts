// WebHR's own database: who was received and checked in, what was reported, who may work in it, and a journal of all of it. A file
// in the data folder, for WebHR is another organisation's program. A national ID stands there sealed, and as a keyed hash to look it up by.
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createSeal } from '../../store/seal.ts'
import { inOneOf } from '../local-program/sqlite.ts'
import type { InOne } from '../local-program/sqlite.ts'
import type { Seal } from '../../store/seal.ts'

const VERSION = 1
const SCHEMA = `
  -- Whom an agency knows: received from the portal (posts: what it said, and when), or entered here.
  create table person (
    id integer primary key, agency text not null check (length(agency) = 10),
    national_id_index blob not null check (length(national_id_index) = 32), national_id_sealed blob not null,
    name text not null check (length(name) between 1 and 100),
    birth_date text check (birth_date glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    email text check (length(email) between 3 and 254), posts text check (json_valid(posts)), received_at integer,
    unique (agency, national_id_index), unique (agency, id), check ((posts is null) = (received_at is null))) strict;

  -- The whole body is kept until the portal has it for certain: what is sent again is the same to the letter.
  create table report (
    id text primary key check (length(id) = 36), agency text not null, sent_at integer not null, body_sealed blob,
    feed text unique, state text not null check (state in ('sending', 'received', 'ready', 'held', 'applied', 'refused', 'rejected', 'interrupted')),
    answer text not null default '{}' check (json_valid(answer)),
    check ((state = 'sending') = (body_sealed is not null)), check (state in ('sending', 'refused') or feed is not null)) strict, without rowid;

  -- A post as the personnel feed knows it: by person, agency, unit, title and first day.
  create table check_in (
    id integer primary key, agency text not null, person integer not null, unit text not null check (length(unit) <= 100), title text not null check (length(title) between 1 and 100),
    staff_category text not null check (length(staff_category) <= 10), supervisor_level text not null check (length(supervisor_level) <= 20),
    rank text not null check (length(rank) <= 60), job_series text not null check (length(job_series) <= 20),
    from_day text not null check (from_day glob '[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'),
    report text references report, line integer, fault text check (json_valid(fault)), foreign key (agency, person) references person (agency, id),
    unique (person, unit, title, from_day), check ((report is null) = (line is null)), check (fault is null or report is null)) strict;
  create unique index of_report on check_in (report, line) where report is not null;
  create index of_agency on check_in (agency, id);

  -- Who may work in WebHR for an agency. Made for somebody who was checked in, or by the first sign-in; the portal's sub comes with that.
  create table user_account (
    id integer primary key, agency text not null, person integer, sub text check (length(sub) between 1 and 200),
    name text not null check (length(name) between 1 and 100), disabled_for text check (length(disabled_for) between 1 and 200),
    unique (agency, person), unique (agency, sub), foreign key (agency, person) references person (agency, id), check (person is not null or sub is not null)) strict;

  -- Who holds the agency's card in a session, and for which agencies they work there.
  create table operator (
    session text primary key, way text not null check (way in ('card', 'simulated')), holder text not null, name text,
    agencies text not null check (json_valid(agencies)), since integer not null, check ((way = 'card') = (name is not null))) strict, without rowid;

  create table journal (
    id integer primary key, at integer not null, agency text not null, what text not null, about text not null,
    way text not null check (way in ('person', 'card', 'simulated')), actor text not null, actor_name text) strict;
  create index journal_of on journal (agency, id);
  create trigger journal_stays before update on journal begin select raise(abort, 'the journal is only written to'); end;
  create trigger journal_remains before delete on journal begin select raise(abort, 'the journal is only written to'); end;
  pragma user_version = ${VERSION};
`

export type Personnel = { database: DatabaseSync, seal: Seal, inOne: InOne, close: () => void }

/** Opens the database in `folder`, which is made where missing, with keys of WebHR's own beside it. Throws for one of another version. */
export function openPersonnel(folder: string): Personnel {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'webhr.sqlite')
  const database = new DatabaseSync(file)
  chmodSync(file, 0o600)
  database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 2000; pragma secure_delete = on; pragma foreign_keys = on')
  const version = database.prepare('pragma user_version').get()?.['user_version']
  if (version === 0) database.exec(`begin; ${SCHEMA} commit`)
  else if (version !== VERSION) throw new Error(`${file} is of version ${String(version)}, and this program knows ${VERSION}`)
  return { database, seal: ownSeal(folder), inOne: inOneOf(database), close: () => database.close() }
}

/** Of keys that are made at the first start, for the owner's eyes alone. */
function ownSeal(folder: string): Seal {
  const file = join(folder, 'keys')
  if (!existsSync(file)) writeFileSync(file, randomBytes(64), { mode: 0o600, flag: 'wx' })
  const keys = readFileSync(file)
  return createSeal({ dataKeys: [{ version: 1, key: keys.subarray(0, 32) }], indexKey: keys.subarray(32, 64) })
}
