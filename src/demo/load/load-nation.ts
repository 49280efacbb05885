/** Writes a generated nation: its people with posts and accounts, the fixed people, and what was decided among them. */
import { sql } from 'kysely'
import { dayBefore } from '../../core/days.ts'
import { openHandoverReview } from '../../features/reviews/open-reviews.ts'
import { change } from '../../store/change.ts'
import type { Change, EventId, Origin } from '../../store/change.ts'
import { withLoader } from '../../store/copy.ts'
import type { Loader } from '../../store/copy.ts'
import type { Database } from '../../store/database.ts'
import { periodText } from '../../store/periods.ts'
import type { Seal } from '../../store/seal.ts'
import { generateDecisions } from '../nation/decisions.ts'
import type { GeneratedDecision, PersonRef } from '../nation/decisions.ts'
import { fixedDecisions, fixedPeople, NEWCOMERS_AGENCY } from '../nation/fixed-people.ts'
import { nationOf } from '../nation/people.ts'
import type { Nation } from '../nation/people.ts'
import type { NationOptions } from '../nation/plan.ts'
import { copyDecisionsIn } from './decision-rows.ts'
import { Directory } from './directory.ts'
import { copyIn, prepare } from './person-rows.ts'
import type { NewPerson, PreparedPerson } from './person-rows.ts'

export type NationLoad = {
  nation: NationOptions
  seal: Seal
  /** Of the one password that all of them have. */
  passwordHash: string
  /** On average; 0.2 unless said otherwise. */
  grantsPerPerson?: number
  /** Is told as it goes on; `of` is the number of people. */
  progress: (done: number, of: number) => void
}

/** `duties` counts each duty once, whatever the number of its applications. */
export type NationCounts = { people: number; posts: number; grants: number; duties: number; delegations: number }

type Loading = {
  tx: Change
  loader: Loader
  load: NationLoad
  nation: Nation
  event: EventId
  directory: Directory
  counts: NationCounts
}

// Enough that the statements between cost nothing, and a few megabytes of memory.
const BATCH = 5_000

/** Loads the nation in one transaction: it is there whole or not at all. */
export function loadNation(database: Database, origin: Origin, load: NationLoad): Promise<NationCounts> {
  const nation = nationOf(load.nation)
  const { people, seed } = load.nation
  return withLoader(database, (loader) => change(loader.database, origin, async (tx) => {
    const counts = { people: 0, posts: 0, grants: 0, duties: 0, delegations: 0 }
    const event = await tx.record({ code: 'people.generated', detail: { people, seed: String(seed) } })
    const directory = new Directory(await takeNumbers(tx, 'person_id_seq', people), people)
    const loading = { tx, loader, load, nation, event, directory, counts }
    await loadPeople(loading)
    await loadCentralRoles(loading)
    await openNewcomersReview(loading)
    await loadDecisions(loading)
    return { result: counts, event }
  }))
}

/** Takes so many numbers in one row and gives the first. Nobody else makes people while a nation is loaded. */
async function takeNumbers({ db }: Change, sequence: 'person_id_seq' | 'post_id_seq', count: number): Promise<number> {
  if (count === 0) return 0
  const { rows: [taken] } = await sql<{ first: string; last: string }>`
    select min(n) as first, max(n) as last
    from (select nextval(${sequence}) as n from generate_series(1, ${count}::int)) s`
    .execute(db)
  const first = Number(taken!.first)
  if (Number(taken!.last) - first + 1 !== count) throw new Error('somebody else made people at the same time')
  return first
}

async function loadPeople(loading: Loading): Promise<void> {
  const { load: { nation: { today, people }, seal, progress }, nation, tx } = loading
  const fixed = fixedPeople(today)
  const firstFixed = await takeNumbers(tx, 'person_id_seq', fixed.length)
  await copyPeople(loading, await prepare(fixed[Symbol.iterator](), fixed.length, seal), (at) =>
    [fixed[at]!.label, firstFixed + at])

  const generated = (function* generate(): Generator<NewPerson> {
    for (let index = 0; index < people; index += 1) yield nation.personAt(index)
  })()
  let batch = await prepare(generated, BATCH, seal)
  for (let done = 0; batch.length > 0;) {
    const start = done
    // The next ones are made while the database takes these in.
    const [next] = await Promise.all([
      prepare(generated, BATCH, seal),
      copyPeople(loading, batch, (at) => [start + at, loading.directory.personOf(start + at)]),
    ])
    done += batch.length
    progress(done, people)
    batch = next
  }
}

async function copyPeople(
  { tx, loader, load, event, directory, counts }: Loading, batch: readonly PreparedPerson[],
  numberOf: (at: number) => [PersonRef, number],
): Promise<void> {
  const posts = batch.reduce((sum, { person }) => sum + person.posts.length, 0)
  let nextPost = await takeNumbers(tx, 'post_id_seq', posts)
  const numbered = batch.map((prepared, at) => {
    const [ref, id] = numberOf(at)
    directory.add(ref, id, nextPost)
    nextPost += prepared.person.posts.length
    return { ...prepared, id, firstPost: nextPost - prepared.person.posts.length }
  })
  const { rows: [clock] } = await sql<{ now: string }>`select now()::text as now`.execute(tx.db)
  await copyIn(loader, numbered, { event, passwordHash: load.passwordHash, now: clock!.now })
  counts.people += batch.length
  counts.posts += posts
}

/** R-CEN-1: by the command line here, since there is nobody yet who could. */
async function loadCentralRoles({ tx, load: { nation: { today } }, directory }: Loading): Promise<void> {
  for (const { label, centralRole, posts } of fixedPeople(today)) {
    if (centralRole === null) continue
    const person = String(directory.personOf(label))
    const event = await tx.record({ code: 'admin.created', person, detail: { role: centralRole } })
    await tx.db.insertInto('central_role').values({
      person_id: person, role: centralRole, valid: periodText({ from: posts[0]!.from, to: null }), reason: '示範資料',
      event_id: event,
    }).execute()
  }
}

/** R-JML-3: all come at once, so nobody is new by the law; everybody but this one has done their review (4.2). */
async function openNewcomersReview({ tx, load: { nation: { today } }, directory, event }: Loading): Promise<void> {
  await openHandoverReview(tx, {
    person: String(directory.personOf('hsu.newcomer')), agency: NEWCOMERS_AGENCY, standing: 'hrSupervisor',
    opensOn: dayBefore(today), event,
  })
}

async function loadDecisions({ loader, load, nation, event, directory, counts }: Loading): Promise<void> {
  const { grantsPerPerson } = load
  const options = grantsPerPerson === undefined ? { nation } : { nation, grantsPerPerson }
  let batch: GeneratedDecision[] = fixedDecisions(nation)
  const copyBatch = async (): Promise<void> => {
    const copied = await copyDecisionsIn(loader, batch, directory, event)
    counts.grants += copied.grants
    counts.duties += copied.duties
    counts.delegations += copied.delegations
    batch = []
  }
  for (const decision of generateDecisions(options)) {
    batch.push(decision)
    if (batch.length >= BATCH) await copyBatch()
  }
  await copyBatch()
}
