// 「報到資料更新作業」: arrivals go to the portal as a delta of the personnel feed, and what becomes of it is asked for and kept.
import { randomUUID } from 'node:crypto'
import { cellsOf, csvLineOf, FEED_HEADING } from '../../core/feed-columns.ts'
import { draftOf } from './check-ins.ts'
import { personOf } from './people.ts'
import type { Sentence } from '../local-program/language.ts'
import type { Personnel } from './record.ts'
import type { Answered, FeedTold, Reporting, RowFault } from './reporting.ts'

export type ReportState = 'sending' | FeedTold['state']
export type Report = { id: string, sentAt: Date, feed: string | null, state: ReportState, says: Sentence[] }

const SEALED_FOR = 'webhr report'
// What nobody has looked at for longer is asked for no more in passing.
const LATEST = 20
const BACK: ReadonlySet<ReportState> = new Set(['refused', 'rejected', 'interrupted'])
const DONE: ReadonlySet<ReportState> = new Set([...BACK, 'applied'])

const reportIn = (row: Record<string, unknown>): Report => ({
  id: String(row['id']), sentAt: new Date(Number(row['sent_at'])), feed: row['feed'] === null ? null : String(row['feed']),
  state: row['state'] as ReportState, says: JSON.parse(String(row['answer'])) as Sentence[],
})

/** The agency's newest reports, newest first. */
export const reportsOf = ({ database }: Personnel, agency: string): Report[] =>
  database.prepare(`select * from report where agency = ? order by sent_at desc, id limit ${LATEST}`).all(agency).map(reportIn)

/**
 * Makes a report of those drafts of the agency and keeps it before anything is sent, so that an answer that is lost loses nothing; null
 * where one of them is none (any more), or lacks a birth date. Under the caller's transaction.
 */
export function makeReport(personnel: Personnel, agency: string, ids: readonly number[]): { id: string, names: string[] } | null {
  const rows = ids.map((id) => {
    const draft = draftOf(personnel, agency, id)
    const person = draft === null ? null : personOf(personnel, agency, draft.person)
    return draft === null || person === null || person.birthDate === null ? null : { draft, person, birthDate: person.birthDate }
  })
  if (rows.length === 0 || !rows.every((row) => row !== null)) return null
  const csv = FEED_HEADING + rows.map(({ draft, person, birthDate }) => csvLineOf(cellsOf({
    ...draft, nationalId: person.nationalId, name: person.name, birthDate, email: person.email, agencyCode: agency,
    postKind: 'appointment', nature: '', section: '', to: null,
  }))).join('')
  const id = randomUUID()
  const { database, seal } = personnel
  database.prepare(`insert into report (id, agency, sent_at, body_sealed, state, answer) values (?, ?, ?, ?, 'sending', '[]')`)
    .run(id, agency, Date.now(), seal.seal(SEALED_FOR, Buffer.from(csv), Buffer.from(id)))
  // The heading is line 1.
  rows.forEach(({ draft }, at) => database.prepare('update check_in set report = ?, line = ?, fault = null where id = ?').run(id, at + 2, draft.id))
  return { id, names: rows.map(({ person }) => person.name) }
}

/** Sends a report that was kept, for the first time or again; under the same key the portal takes it once. */
export async function sendReport(personnel: Personnel, reporting: Reporting, agency: string, id: string): Promise<void> {
  const row = personnel.database.prepare(`select body_sealed from report where id = ? and agency = ? and state = 'sending'`).get(id, agency)
  if (row === undefined) return
  const csv = personnel.seal.open(SEALED_FOR, Buffer.from(row['body_sealed'] as Uint8Array), Buffer.from(id)).toString()
  const answer = await reporting.send(id, csv)
  // Only a file that is wrong as a whole comes back by this; whatever may pass is sent again.
  const refused = 'failed' in answer && answer.failed === 'refused' && [400, 415, 422].includes(answer.status) ? answer.detail : null
  if ('got' in answer) await keepTold(personnel, reporting, id, answer)
  else if (refused !== null) keep(personnel, id, { state: 'refused', feed: null, says: [{ 'zh-TW': refused, en: refused }], faults: [] })
}

/** Asks what became of the agency's reports that are not done. */
export async function askAfter(personnel: Personnel, reporting: Reporting, agency: string): Promise<void> {
  for (const { id, feed, state } of reportsOf(personnel, agency)) {
    if (feed !== null && !DONE.has(state)) await keepTold(personnel, reporting, id, await reporting.feed(feed))
  }
}

async function keepTold(personnel: Personnel, reporting: Reporting, id: string, answer: Answered<FeedTold>): Promise<void> {
  if (!('got' in answer)) return
  const { id: feed, state, rejectedRows, heldFor, refusal, note } = answer.got
  const wrong = DONE.has(state) && (rejectedRows ?? 0) > 0 ? await reporting.faults(feed) : { got: [] }
  // Without the reasons it would never be asked for again: it stays as it was until they come.
  if (!('got' in wrong)) return
  const says = [...heldFor.map(({ sentence }) => sentence), ...(refusal === null ? [] : [refusal.sentence]), ...(note === null ? [] : [{ 'zh-TW': note, en: note }])]
  keep(personnel, id, { state, feed, says, faults: wrong.got })
}

type Told = { state: FeedTold['state'], feed: string | null, says: Sentence[], faults: RowFault[] }

/** What was not taken waits again, with the reason. */
function keep({ database, inOne }: Personnel, id: string, { state, feed, says, faults }: Told): void {
  inOne(() => {
    database.prepare('update report set state = ?, feed = coalesce(?, feed), answer = ?, body_sealed = null where id = ?')
      .run(state, feed, JSON.stringify(says), id)
    const back = database.prepare('update check_in set report = null, line = null, fault = ? where report = ? and (?3 is null or line = ?3)')
    if (BACK.has(state)) back.run(says[0] === undefined ? null : JSON.stringify(says[0]), id, null)
    else for (const { line, sentence } of faults) back.run(JSON.stringify(sentence), id, line)
  })
}
