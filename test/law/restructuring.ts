// Plans of restructuring over the small governments: agencies renamed, merged, split and abolished, with and without rules of
// their own.
import fc from 'fast-check'
import { sql } from 'kysely'
import { addDays } from '../../src/core/days.ts'
import { drawer, government, TABLES, TODAY, writeGovernment } from './government.ts'
import type { Kysely } from 'kysely'
import type { AgencyFields } from '../../src/core/agency-change.ts'
import type { Day } from '../../src/core/days.ts'
import type { PlannedAgency } from '../../src/core/restructuring.ts'
import type { Tables } from '../../src/store/tables.ts'
import type { Draw, Government } from './government.ts'

export type Rule = { agency: string; thing: 'rest' | 'unit' | 'post'; key: string; successors: string[] }
export type Restructured = { rows: Government; plan: { day: Day; agencies: PlannedAgency[]; rules: Rule[] } }

const NEW = ['N000000001', 'N000000002', 'N000000003']
const fields = (name: string, superior: string | null): AgencyFields => ({
  name, nameEn: null, superior, level: null, zip: '', address: '', phone: '', fax: '', oid: null, successor: null,
})

function planOn(draw: Draw, rows: Government): Restructured['plan'] {
  const codes = rows.agency.map(({ code }) => String(code))
  const day = addDays(TODAY, draw.upTo(3))
  const sources = codes.filter(() => draw.odds(3)).slice(0, 3)
  const [ending, staying] = [sources.length === 0 ? [draw.one(codes)] : sources, codes.filter((code) => !sources.includes(code))]
  const open = [...NEW, ...staying.slice(0, 3)]
  const agencies: PlannedAgency[] = []
  const rules: Rule[] = []
  const begun = new Set<string>()
  for (const code of ending) {
    const successors = [...new Set(Array.from({ length: draw.odds(2) ? 0 : 1 + (draw.odds(3) ? 1 : 0) }, () => draw.one(open)))]
      .filter((one) => one !== code)
    agencies.push({ role: 'ends', code, successors })
    for (const one of successors) if (NEW.includes(one)) begun.add(one)
    if (successors.length > 1) {
      rules.push({ agency: code, thing: 'rest', key: '', successors: [successors[0]!] })
      if (draw.odds(5)) rules.push({ agency: code, thing: 'unit', key: '人事室', successors: [successors[1]!] })
    }
    for (const post of rows.post.filter((one) => one.agency_code === code)) {
      if (draw.odds(1)) rules.push({ agency: code, thing: 'post', key: String(post.id), successors: [] })
    }
  }
  for (const code of begun) {
    agencies.push({ role: 'begins', code, fields: fields(`新${code}`, draw.odds(8) && staying.length > 0 ? draw.one(staying) : null) })
  }
  if (staying.length > 0 && draw.odds(3)) agencies.push({ role: 'changes', code: draw.one(staying), fields: { name: '改名機關' } })
  return { day, agencies, rules }
}

/** A government with a plan of restructuring. */
export const restructured: fc.Arbitrary<Restructured> = fc.tuple(government, fc.gen()).map(([rows, g]) => {
  const draw = drawer(g)
  return { rows, plan: planOn(draw, rows) }
})

const WRITTEN = ['audit_event', 'unaudited_change', 'restructuring', 'feed', 'feed_person', 'feed_post', 'rights_check', 'telling', 'notice', 'feed_consequence', 'handover_review', ...TABLES]

/** Writes the government and commits it, in the place of whatever was there; takes numbers that nobody there has. */
export async function plantGovernment(db: Kysely<Tables>, rows: Government): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local role none`.execute(tx)
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`truncate ${sql.join(WRITTEN.map((table) => sql.table(table)))} restart identity cascade`.execute(tx)
    await sql`insert into audit_event (code, outcome, actor_process) values ('people.generated', 'done', 'test')`.execute(tx)
    await sql`set local session_replication_role = origin`.execute(tx)
    await writeGovernment(tx, rows)
    await sql`set local role none`.execute(tx)
    await sql`set local session_replication_role = replica`.execute(tx)
    // Its giver stands with a grant in all its versions, and a role is one and the same.
    await sql`update central_role g set role = f.role from central_role f where f.id = g.id and f.version = 1`.execute(tx)
    await sql`update permission_grant g set given_by = f.given_by from permission_grant f where f.id = g.id and f.version = 1`.execute(tx)
    await sql`set local session_replication_role = origin`.execute(tx)
    await sql`select setval(pg_get_serial_sequence('agency_version', 'id'), 1000), setval('post_id_seq', 1000)`.execute(tx)
  })
}
