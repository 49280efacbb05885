/**
 * The preview of a change of the catalogue: who would gain and lose what, counted once and kept under a number of the
 * session, so that turning its pages counts nothing again and saving needs no more than the number.
 */
import { z } from 'zod'
import { sql } from 'kysely'
import { decide } from '../../core/access.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { AsOf } from '../../core/as-of.ts'
import type { Application } from '../../core/catalogue.ts'
import type { Reason } from '../../core/reasons.ts'
import { countPatiently, listDifference } from '../../store/access-difference.ts'
import type { DifferenceCount, ProposedLaw, Right, Side } from '../../store/access-difference.ts'
import { change as inOneTransaction } from '../../store/change.ts'
import type { Origin } from '../../store/change.ts'
import { loadPersonFacts } from '../../store/access.ts'
import type { Database, Reader } from '../../store/database.ts'
import { keepQuery, readQuery } from '../../store/session-queries.ts'
import { applicationOf, changedState, changesNow, decideChange, digestOf, liveAgenciesOf, loadState, readChange, versionNow }
  from './catalogue-change.ts'
import type { CatalogueChange, CatalogueState, ChangeRefusal } from './catalogue-change.ts'
import type { FieldChange } from './configuration-change.ts'

const KIND = 'catalogue-change'

/** What was shown, and is kept. `stale`: somebody else had changed the same meanwhile, so that it was counted anew. */
export type KeptPreview = {
  change: CatalogueChange; digest: string; counts: DifferenceCount[]; counted: Date; stale: boolean
}

/** What a page shows of it. */
export type Preview = KeptPreview & { id: string; state: CatalogueState; fields: FieldChange[]; law: ProposedLaw }

const kept = z.object({
  change: z.string().transform(readChange), digest: z.string(), counts: z.string(), counted: z.string(), stale: z.boolean(),
}).transform((one): KeptPreview => ({
  ...one, counts: JSON.parse(one.counts) as DifferenceCount[], counted: new Date(one.counted),
}))

const now = (today: string): AsOf => ({ day: today, known: 'now' })

function lawOf(state: CatalogueState, change: CatalogueChange): ProposedLaw {
  return { before: applicationOf(state), after: applicationOf(changedState(state, change))! }
}

/**
 * Counts what the change would do and keeps it for the session; answers the number, or why the change cannot be. Two
 * statements read the catalogue and the nation; what comes between them shows at saving, by the digest.
 */
export async function preparePreview(
  database: Database, sessionId: string, change: CatalogueChange, today: string, stale = false,
): Promise<{ id: string } | { refused: ChangeRefusal | 'notCounted' }> {
  const state = await loadState(database.read, change.application)
  const refusal = decideChange(state, change, await liveAgenciesOf(database.read, change, today))
  if (refusal !== null) return refusal
  const counts = await countPatiently(database, lawOf(state, change), now(today))
  if (counts === null) return { refused: 'notCounted' }
  const id = await keepQuery(database.unaudited, sessionId, KIND, {
    change: JSON.stringify(change), digest: digestOf(state, change), counts: JSON.stringify(counts),
    counted: new Date().toISOString(), stale,
  })
  return { id }
}

/** The preview of that number, if this session has made it. */
export async function readPreview(db: Reader, sessionId: string, id: string): Promise<KeptPreview | null> {
  const found = kept.safeParse(await readQuery(db, sessionId, KIND, id))
  return found.success ? found.data : null
}

/** The preview with the catalogue of now; `changed`: it is no longer the one that was counted by. */
export async function openPreview(
  db: Reader, id: string, preview: KeptPreview,
): Promise<{ preview: Preview } | { changed: true }> {
  const { change } = preview
  const state = await loadState(db, change.application)
  if (digestOf(state, change) !== preview.digest) return { changed: true }
  return { preview: { ...preview, id, state, fields: changesNow(state, change), law: lawOf(state, change) } }
}

/** Whether what was edited is no longer the latest version: then the proposal lies over somebody else's. */
export const isLaidOver = ({ state, change }: Preview): boolean => versionNow(state, change) !== change.base

/** One line of the names: who, for which agency, what, and the reasons for which they have it (then, or until then). */
export type Affected = {
  agency: string; agencyName: string; name: string; key: string; accountName: string | null; category: string
  reasons: Reason[]; naming: Naming
}
export type AffectedPage = { rows: Affected[]; next: string | null }

/** As many as are read at a sitting; each asks the law about one person. */
export const NAMES_A_PAGE = 25

type Asked = { side: Side; category?: string | undefined; after?: string | undefined }

const CURSOR = /^([0-9A-Za-z]{10})_([0-9a-f-]{36})_([a-z0-9-]{1,32})$/

async function cursorOf(db: Reader, text: string | undefined): Promise<Right | undefined> {
  const [, agency, key, category] = CURSOR.exec(text ?? '') ?? []
  if (agency === undefined || key === undefined || category === undefined) return undefined
  const person = await db.selectFrom('person').select('id').where('key', '=', key).executeTakeFirst()
  return person === undefined ? undefined : { agency, person: person.id, category }
}

/** A page of the people concerned, in the order of agency, person and category. */
export async function listAffected(
  db: Reader, { law }: Pick<Preview, 'law'>, { side, category, after }: Asked, today: string,
): Promise<AffectedPage> {
  const from = await cursorOf(db, after)
  const rights = await listDifference(db, law, now(today), {
    side, size: NAMES_A_PAGE + 1, ...(category === undefined ? {} : { category }), ...(from === undefined ? {} : { after: from }),
  })
  const shown = rights.slice(0, NAMES_A_PAGE)
  const names = await namesOf(db, shown.map(({ person }) => person))
  const application = (side === 'gained' ? law.after : law.before) as Application
  const rows = await Promise.all(shown.map(async (right): Promise<Affected> => {
    const { reasons, naming } = await reasonsFor(db, application, right, today)
    const { name, key, accountName } = names.get(right.person)!
    const agencyName = naming.tree.agencies.get(right.agency)?.name ?? right.agency
    return { agency: right.agency, agencyName, name, key, accountName, category: right.category, reasons, naming }
  }))
  const last = rows.at(-1)
  const more = rights.length > NAMES_A_PAGE && last !== undefined
  return { rows, next: more ? `${last.agency}_${last.key}_${last.category}` : null }
}

// The law itself says why, asked with the application as it would be (or as it is, for what is lost).
async function reasonsFor(
  db: Reader, application: Application, { person, agency, category }: Right, today: string,
): Promise<{ reasons: Reason[]; naming: Naming }> {
  const loaded = await loadPersonFacts(db, person, now(today), { application: application.code, agency })
  const facts = { ...loaded, catalogue: [application] }
  const [answer] = decide(facts, { application: application.code, agency, category })
  return { reasons: answer?.reasons ?? [], naming: facts }
}

type Name = { id: string; key: string; name: string; accountName: string | null }

async function namesOf(db: Reader, persons: readonly string[]): Promise<Map<string, Name>> {
  if (persons.length === 0) return new Map()
  const { rows } = await sql<Name>`
    select p.id, p.key, v.name, a.name as "accountName"
    from person p join person_version v on v.person_id = p.id and upper_inf(v.recorded)
    left join account a on a.person_id = p.id
    where p.id = any(${[...persons]}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

const valuesOf = ({ fields, ...change }: CatalogueChange) => ({ ...change, ...fields })

/** Somebody looked at people's names and rights: that is an event too. */
export function recordListed(
  database: Database, origin: Origin, { change }: KeptPreview, side: Side, rows: number,
): Promise<null> {
  return inOneTransaction(database, origin, async () => ({
    result: null,
    event: {
      code: 'catalogue.effect-listed', application: change.application,
      detail: { change: valuesOf(change), side, rows, way: 'central' },
    },
  }))
}
