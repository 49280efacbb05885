// The names behind the numbers of a preview: who gains and who loses what, with the reasons, and what of the posts behind them
// differs. While the feed waits it is asked of its difference; once it was applied, of what was known before and after.
import { sql } from 'kysely'
import { decide } from '../../core/access.ts'
import { postChange } from '../../core/post-changes.ts'
import { loadPersonFactsIn } from '../../store/access.ts'
import { listAccessAfter } from '../../store/access-after.ts'
import { changeOfFeed } from './preview-change.ts'
import { placeText, readPlace } from './preview-cursor.ts'
import { agencyNames, personNames } from './preview-names.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { Day } from '../../core/days.ts'
import type { PostChange } from '../../core/post-changes.ts'
import type { Reason } from '../../core/reasons.ts'
import type { ChangedRight, ChangedRightsAsked } from '../../store/access-after.ts'
import type { Right } from '../../store/access-difference.ts'
import type { FactsChange } from '../../store/changed-posts.ts'
import type { Database, Reader } from '../../store/database.ts'
import type { FeedSlice } from './bring-feed.ts'
import type { PreviewedFeed } from './preview-change.ts'
import type { PreviewedAgency, PreviewedPerson } from './preview-names.ts'

/** `agency`: only those on whose behalf it is; empty: all. */
export type RightsAsked = ChangedRightsAsked & { agency: string }

/** One right with why it is (or was) had, and what of the posts behind it differs. */
export type ShownChange = ChangedRight & {
  who: PreviewedPerson; at: PreviewedAgency | undefined; reasons: Reason[]; naming: Naming; because: PostChange[]
}

// As many as are read at a sitting; each asks the law twice about one person.
const RIGHTS_A_PAGE = 25
const RIGHTS_A_BATCH = 1000
const placeOf = ({ agency, person, category }: Right) => ({ agency, person, category })

async function agenciesOn(db: Reader, day: Day, agency: string): Promise<string[]> {
  if (agency !== '') return [agency]
  const { rows } = await sql<{ code: string }>`
    select distinct v.agency_code as code from agency_version v
    where v.valid @> ${day}::date and upper_inf(v.recorded) order by 1`.execute(db)
  return rows.map(({ code }) => code)
}

type RightsPage = { change: FactsChange; rows: ChangedRight[] }

async function changedRights(
  { unaudited }: Database, feed: PreviewedFeed, asked: RightsAsked, today: Day, page: { after?: Right | undefined; size: number },
): Promise<RightsPage> {
  return unaudited.transaction().setAccessMode('read only').execute(async (db) => {
    const change = await changeOfFeed(db, feed, today)
    const agencies = await agenciesOn(db, asked.day, asked.agency)
    const { after, size } = page
    return { change, rows: await listAccessAfter(db, change, asked, { agencies, size, ...(after === undefined ? {} : { after }) }) }
  })
}

/** A page of the names, in the order of agency, person and category. */
export async function listRights(
  { database, seal }: FeedSlice, feed: PreviewedFeed, asked: RightsAsked & { after: string }, today: Day,
): Promise<{ rows: ShownChange[]; next: string | null }> {
  const list = `${feed.id} rights ${asked.application} ${asked.side} ${asked.day}`
  const after = (readPlace(seal, list, asked.after) ?? undefined) as Right | undefined
  const { change, rows } = await changedRights(database, feed, asked, today, { after, size: RIGHTS_A_PAGE + 1 })
  const shown = rows.slice(0, RIGHTS_A_PAGE)
  const [people, agencies] = await Promise.all([
    personNames(database.read, seal, feed.id, shown.map(({ person }) => person)),
    agencyNames(database.read, shown.map(({ agency }) => agency)),
  ])
  const told = await Promise.all(shown.map(async (row) => ({
    ...row, who: people.get(row.person)!, at: agencies.get(row.agency), ...await whyOf(database.read, change, asked, row),
  })))
  const last = shown.at(-1)
  return { rows: told, next: rows.length > RIGHTS_A_PAGE && last !== undefined ? placeText(seal, list, placeOf(last)) : null }
}

/** All of them, for a file: without the reasons, each of which asks the law. */
export async function* allRights({ database, seal }: FeedSlice, feed: PreviewedFeed, asked: RightsAsked, today: Day) {
  let after: Right | undefined
  for (;;) {
    const { rows } = await changedRights(database, feed, asked, today, { after, size: RIGHTS_A_BATCH })
    const [people, agencies] = await Promise.all([
      personNames(database.read, seal, feed.id, rows.map(({ person }) => person)),
      agencyNames(database.read, rows.map(({ agency }) => agency)),
    ])
    for (const row of rows) yield { ...row, who: people.get(row.person)!, at: agencies.get(row.agency) }
    after = rows.at(-1)
    if (rows.length < RIGHTS_A_BATCH) return
  }
}

const postsOf = ({ ground }: Reason): string[] => (ground.by === 'duty'
  ? [ground.held.post.id, postOf(ground.underlying)] : [postOf(ground)])
const postOf = (ground: Exclude<Reason['ground'], { by: 'duty' }>): string => ('held' in ground ? ground.held.post.id : ground.post.id)

/** The law itself says why: as it is for what is gained, as it was for what is lost. */
async function whyOf(
  db: Reader, { before, after }: FactsChange, { application, side, day }: RightsAsked, { person, agency, category }: Right,
): Promise<Pick<ShownChange, 'reasons' | 'naming' | 'because'>> {
  const wanted = { application, agency }
  const [was, is] = await Promise.all([
    loadPersonFactsIn(db, before, person, day, wanted), loadPersonFactsIn(db, after, person, day, wanted),
  ])
  const facts = side === 'gained' ? is : was
  const [answer] = decide({ ...facts, account: 'active' }, { application, agency, category })
  const reasons = answer?.reasons ?? []
  const because = [...new Set(reasons.flatMap(postsOf))].map((post) => postChange(post, was.posts, is.posts, day))
  return { reasons, naming: facts, because: because.filter((one) => one !== null) }
}
