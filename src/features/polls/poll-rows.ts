// Polls as they are kept, and the lists of them.
import { sql } from 'kysely'
import { mayWriteFor } from '../../core/notices.ts'
import { pollState } from '../../core/polls.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { addressedTo, named, nameOf } from '../notices/notice-rows.ts'
import { isId } from '../notices/slice.ts'
import type { RawBuilder } from 'kysely'
import type { Day } from '../../core/days.ts'
import type { Audience } from '../../core/notices.ts'
import type { Polling } from '../../core/polls.ts'
import type { AgencyCode, Standing } from '../../core/standing.ts'
import type { Reader } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { NamedAgency, ReaderOf } from '../notices/notice-rows.ts'

/** A poll in a list. `agency` null: the centre's. */
export type PollHead = Polling & {
  id: string
  agency: NamedAgency | null
  question: string
  about: string
  mostChoices: number
  audience: Audience
  audienceAgency: NamedAgency | null
}

export type Choice = { position: number; label: string }

/** A poll with its choices, and how many people have voted. */
export type Poll = PollHead & { choices: Choice[]; voters: number }

/** What came of it: the votes of each choice, and how many people voted. */
export type PollResult = { choices: (Choice & { votes: number })[]; voters: number }

type Row = Omit<PollHead, 'audience' | 'agency' | 'audienceAgency'> & {
  agency: AgencyCode | null; agencyName: string | null; agencyNameEn: string | null
  audienceCode: AgencyCode | null; audienceName: string | null; audienceNameEn: string | null; below: boolean; standing: Standing | null
}

const from: RawBuilder<unknown> = sql`from poll v left join poll_end e on e.poll_id = v.id`

const columns: RawBuilder<Row> = sql`
  v.id, v.agency_code as agency, ${nameOf(sql`v.agency_code`, 'name')} as "agencyName", ${nameOf(sql`v.agency_code`, 'name_en')} as "agencyNameEn",
  v.question, v.about, v.most_choices as "mostChoices", v.audience_agency as "audienceCode",
  ${nameOf(sql`v.audience_agency`, 'name')} as "audienceName", ${nameOf(sql`v.audience_agency`, 'name_en')} as "audienceNameEn",
  v.audience_below as below, v.audience_standing as standing, v.opens_at as "opensAt", v.closes_at as "closesAt", e.ended_at as "endedAt"`

function toHead(row: Row): PollHead {
  const { agency, agencyName, agencyNameEn, audienceCode, audienceName, audienceNameEn, below, standing, ...rest } = row
  return {
    ...rest, agency: named(agency, agencyName, agencyNameEn), audience: { agency: audienceCode, below, standing },
    audienceAgency: named(audienceCode, audienceName, audienceNameEn),
  }
}

/** The poll, whoever asks; null: there is none of that number. */
export async function findPoll(db: Reader, id: string): Promise<Poll | null> {
  if (!isId(id)) return null
  const { rows: [row] } = await sql<Row & { voters: number }>`
    select ${columns}, (select count(*)::int from poll_voter w where w.poll_id = v.id) as voters ${from} where v.id = ${id}`.execute(db)
  if (row === undefined) return null
  const { voters, ...head } = row
  const { rows: choices } = await sql<Choice>`
    select position::int as position, label from poll_choice where poll_id = ${id} order by position`.execute(db)
  return { ...toHead(head), choices, voters }
}

/** What came of the poll, for good; null until it is over. Not in a transaction of several statements: it holds up votes until its end. */
export async function findResult(db: Reader, poll: Poll, now: Date): Promise<PollResult | null> {
  if (pollState(poll, now) !== 'over') return null
  const { rows } = await sql<{ choice: number; votes: number; voters: number }>`
    select choice::int as choice, votes, voters from poll_result(${poll.id})`.execute(db)
  const votes = new Map(rows.map((row) => [row.choice, row.votes]))
  return rows.length === 0 ? null
    : { choices: poll.choices.map((one) => ({ ...one, votes: votes.get(one.position) ?? 0 })), voters: rows[0]!.voters }
}

/** Whether the person has voted in it. */
export async function hasVoted(db: Reader, person: string, poll: string): Promise<boolean> {
  const { rows } = await sql`select from poll_voter where poll_id = ${poll} and person_id = ${person}`.execute(db)
  return rows.length > 0
}

/** `pollState` of src/core/polls.ts as a condition. */
const STATES = {
  open: sql`e.ended_at is null and v.opens_at <= now() and v.closes_at > now()`,
  over: sql`coalesce(e.ended_at > v.opens_at, v.closes_at <= now())`,
} as const

export const SHOWN = ['open', 'over'] as const
export type Shown = (typeof SHOWN)[number]
export type PollsPage = { polls: PollHead[]; next: string | null }

export const POLLS_A_PAGE = 20

/** A page of those polls, the newest first; `after`: it goes on behind this one. */
async function pageOf(db: Reader, where: RawBuilder<unknown>, after: string | undefined): Promise<PollsPage> {
  const beyond = after === undefined || !isId(after) ? sql``
    : sql`and (v.opens_at, v.id) < (select c.opens_at, c.id from poll c where c.id = ${after})`
  const { rows } = await sql<Row>`select ${columns} ${from} where ${where} ${beyond}
    order by v.opens_at desc, v.id desc limit ${sql.lit(POLLS_A_PAGE + 1)}`.execute(db)
  const polls = rows.slice(0, POLLS_A_PAGE).map(toHead)
  return { polls, next: rows.length > POLLS_A_PAGE ? polls.at(-1)!.id : null }
}

/** What this reader may read (`mayReadPoll` of src/core/polls.ts). */
export const listPolls = (db: Reader, { reader, today, shown }: { reader: ReaderOf; today: Day; shown: Shown }, after?: string) =>
  pageOf(db, sql`(${STATES[shown]}) and ${addressedTo(reader, today)}`, after)

/** The polls of an agency, or (null) of the centre, whatever became of them. */
export const listManagedPolls = (db: Reader, agency: AgencyCode | null, after?: string) =>
  pageOf(db, sql`v.agency_code is not distinct from ${agency}`, after)

/** The poll, where the actor may write in the name of its agency; null otherwise, and where there is none. */
export async function managedPoll(db: Reader, { actor, today }: { actor: Actor; today: Day }, id: string): Promise<Poll | null> {
  const poll = await findPoll(db, id)
  if (poll === null) return null
  const agency = poll.agency?.code ?? null
  const tree = await loadTree(db, agency === null ? [] : [agency], { day: today, known: 'now' })
  return mayWriteFor(actor.authority, agency, tree) ? poll : null
}
