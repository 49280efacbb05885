// A small government with an application for everybody, one for personnel officers and one that asks for a certificate.
import { createHash, randomBytes } from 'node:crypto'
import type pg from 'pg'
import { createSeal } from '../../src/store/seal.ts'
import type { Seal } from '../../src/store/seal.ts'

export const AGENCY = '397010000A'
export const PERSONNEL_OFFICE = '397210000A'
export const REDIRECT = 'http://localhost:9999/callback'
export const SECRET = 'a secret of no less than 32 characters'.replaceAll(' ', '-')

/** Employee, personnel officer, and one who has left. */
export type Who = 'wu' | 'chang' | 'left'

export const seal: Seal = createSeal({
  dataKeys: [{ version: 1, key: Buffer.alloc(32, 1) }], indexKey: Buffer.alloc(32, 2),
})

// As the owner: what the program's role may not do is not what is tested here.
export const GOVERNMENT = `
  begin;
  insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test');
  insert into agency values ('${AGENCY}'), ('${PERSONNEL_OFFICE}');
  insert into agency_version (agency_code, name, valid, event_id)
    select code, '機關 ' || code, '[2020-01-01,)', (select max(id) from audit_event) from agency;
  insert into person (id, key, national_id_sealed, national_id_index)
    select n, ('00000000-0000-4000-8000-00000000000' || n)::uuid, '\\x00', sha256(n::text::bytea) from generate_series(1, 3) n;
  insert into person_version (person_id, name, birth_date, event_id)
    select id, '人員' || id, '1980-01-01', (select max(id) from audit_event) from person;
  insert into account (person_id, state, name, email, email_confirmed_at) values
    (1, 'active', 'wu.employee', 'wu@example.gov.tw', now()), (2, 'active', 'chang.unit', null, null),
    (3, 'active', 'left.person', null, null);
  insert into post (id, person_id, agency_code, kind, unit, title, starts) values
    (1, 1, '${AGENCY}', 'appointment', '總務科', '科員', '2020-01-01'),
    (2, 2, '${PERSONNEL_OFFICE}', 'appointment', '人事室', '專員', '2020-01-01');
  insert into post_version (person_id, post_id, valid, event_id)
    select person_id, id, '[2020-01-01,)', (select max(id) from audit_event) from post;
  insert into application select unnest(array['D6', 'KM', 'A4', 'B5']);
  insert into application_version (application_code, name, heading, grantable, requires_certificate, passkey_allowed,
      open_to_agency_card, duty_allowed, second_manager, test, event_id)
    select code, '應用 ' || code, 'D', true, code = 'B5', code = 'B5', false, true, false, false,
      (select max(id) from audit_event) from application;
  insert into category select code, 'use' from application;
  insert into category_version (application_code, category_code, name, name_en, derived_group, hand_out, event_id)
    select code, 'use', '使用', 'Use', (case code when 'A4' then 'hr' else 'employee' end)::standing, 'manager',
      (select max(id) from audit_event) from application;
  commit`

const PERSON: Record<Who, number> = { wu: 1, chang: 2, left: 3 }

/** A session as the portal opens it. */
export async function openSession(owner: pg.Client, who: Who, method: string): Promise<{ id: string; token: string }> {
  const token = randomBytes(32).toString('base64url')
  const { rows: [row] } = await owner.query<{ id: string }>(
    `insert into session (token_hash, person_id, method, expires_at) values ($1, $2, $3, now() + interval '8 hours')
      returning id`, [createHash('sha256').update(token).digest(), PERSON[who], method])
  return { id: row!.id, token }
}
