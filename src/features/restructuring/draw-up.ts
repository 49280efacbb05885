/** Draws up what a plan comes to by what is known now: agencies, posts and decisions as they would be (0028). */
import { sql } from 'kysely'
import type { Day } from '../../core/days.ts'
import { planPeriods } from '../../core/restructuring.ts'
import type { PlannedPeriods, RestructuringFacts } from '../../core/restructuring.ts'
import type { Reader } from '../../store/database.ts'
import { periodText } from '../../store/periods.ts'
import { DECISION_KINDS, drawDecisions } from './draw-decisions.ts'
import { postsThatGo } from './plan-facts.ts'
import type { StoredPlan } from './plan-rows.ts'

async function forget(db: Reader, id: string): Promise<void> {
  for (const table of ['restructuring_period', 'restructuring_post', 'restructuring_decision']) {
    await sql`delete from ${sql.table(table)} where restructuring_id = ${id}`.execute(db)
  }
}

async function drawPeriods(db: Reader, id: string, periods: PlannedPeriods): Promise<void> {
  const rows = [...periods].flatMap(([code, own]) => own.map(({ from, to, ...one }) => ({ ...one, code, valid: periodText({ from, to }) })))
  await sql`
    insert into restructuring_period (restructuring_id, agency_code, name, name_en, superior_code, superior_missing, level, zip,
      address, phone, fax, organisation_oid, successor_code, valid)
    select ${id}, r.code, r.name, r."nameEn", r.superior, r."superiorMissing", r.level, r.zip, r.address, r.phone, r.fax, r.oid,
      r.successor, r.valid
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (code text, name text, "nameEn" text, superior text,
      "superiorMissing" text, level smallint, zip text, address text, phone text, fax text, oid text, successor text, valid daterange)
  `.execute(db)
}

/** A post that follows begins with the day, or when the one before would have; it takes its number now. */
async function drawPosts(db: Reader, id: string, day: Day): Promise<void> {
  await sql`
    insert into restructuring_post (restructuring_id, person_id, post_id, was, remains, next_agency, next_post, next_valid, joins)
    select ${id}, h.person_id, h.post_id, h.valid,
      case when lower(h.valid) < ${day}::date then h.valid * daterange(null, ${day}::date) end, h.goes[1],
      case when h.goes[1] is not null then coalesce(k.id, nextval('post_id_seq')) end,
      case when h.goes[1] is not null then coalesce(w.valid, h.valid * daterange(${day}::date, null)) end, w.valid is not null
    from (${postsThatGo(id, day)}) h
    left join post k on k.person_id = h.person_id and k.agency_code = h.goes[1] and k.kind = h.kind and k.unit = h.unit
      and k.title = h.title and k.starts = greatest(lower(h.valid), ${day}::date)
    left join post_version w on w.person_id = k.person_id and w.post_id = k.id and upper_inf(w.recorded)
    where h.goes is not null`.execute(db)
}

/** Draws the plan up anew, in the caller's transaction. */
export async function drawUp(db: Reader, plan: StoredPlan, facts: RestructuringFacts): Promise<void> {
  const { id, day } = plan
  await forget(db, id)
  await drawPeriods(db, id, planPeriods(plan, facts))
  await drawPosts(db, id, day)
  for (const kind of DECISION_KINDS) await drawDecisions(db, { id, day, today: facts.today }, kind, false)
}
