// Greeting cards written through the pages, for tests.
import assert from 'node:assert/strict'
import { fieldsOf, post } from './forms.ts'
import { textOf } from './searches.ts'
import { doJobs, nameOf, WHO } from './world.ts'
import type { Answer, Visitor } from './http.ts'
import type { Who, World } from './world.ts'

export const GREETING = '佳節愉快\n<b>闔家平安</b> & "吉祥"'

/** Limits that a test reaches. */
export const GREETING_LIMITS = { ECPA_GREETINGS_PER_DAY: '4', ECPA_GREETING_RECEIVERS_PER_DAY: '6', ECPA_GREETING_SEARCHES_PER_HOUR: '12' }

/** As if nobody had ever written a card. */
export async function forgetCards({ sql }: World): Promise<void> {
  await sql('truncate greeting, greeting_block, greeting_search, mail cascade')
  await sql('delete from graphile_worker._private_jobs')
}

/** All cards, drafts too. */
export const cardsIn = ({ sql }: World) => sql<{ id: string; sent_at: Date | null }>('select id, sent_at from greeting')

/** What became of each receiver of all cards. */
export const outcomesOf = async ({ sql }: World) => Object.fromEntries((await sql<{ person_id: string; outcome: string | null }>(
  'select person_id, outcome from greeting_receiver')).map(({ person_id: id, outcome }) => [WHO[Number(id) - 1], outcome]))

export type Fields = Record<string, string>

/** Where an answer leads. */
export const whereTo = (answer: Answer): string => {
  assert.ok(answer.headers.location !== undefined, textOf(answer.body))
  return answer.headers.location
}

/** The first step: what is written. */
export const write = (visitor: Visitor, more: Fields = {}): Promise<Answer> =>
  visitor.submit('/cards/new', { picture: 'mid-autumn', words: GREETING, deliverOn: '', ...more }, '/cards/new')

/** Looks for colleagues; the page of what was found, or the answer that it was refused. */
export async function find(visitor: Visitor, name: string, agency = ''): Promise<Answer> {
  const answer = await visitor.submit('/cards/new/receivers/find', { name, agency }, '/switch')
  return answer.status === 303 ? visitor.ask(whereTo(answer)) : answer
}

/** The names and agencies of what was found, in the order of the page. */
export const foundIn = ({ body }: Answer): string[] => [...body.matchAll(/aria-label="加入([^"]+)"/g)].map(([, one]) => one!)

/** Finds somebody and adds them. */
export async function add(visitor: Visitor, who: Who): Promise<void> {
  const page = await find(visitor, nameOf(who))
  const button = page.body.split('<form').find((form) => form.includes(`aria-label="加入${nameOf(who)}（`))
  assert.ok(button, `${nameOf(who)}: ${textOf(page.body)}`)
  const value = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(button)![1]!
  assert.equal((await visitor.submit('/cards/new/receivers/add', { query: value('query'), at: value('at') }, '/switch')).status, 303)
}

/** What the button 「寄出」 of the preview sends. */
export async function sending(visitor: Visitor): Promise<Map<string, string[]>> {
  return fieldsOf((await visitor.ask('/cards/new/preview')).body, '/cards/new/send')
}

export const press = (visitor: Visitor, fields: Map<string, string[]>): Promise<Answer> => post(visitor, '/cards/new/send', fields)

/** Writes a card to them and sends it; its number. */
export async function sendCard(visitor: Visitor, to: readonly Who[], more: Fields = {}): Promise<string> {
  assert.equal((await write(visitor, more)).status, 303)
  for (const who of to) await add(visitor, who)
  const answer = await press(visitor, await sending(visitor))
  const found = /\/cards\/sent\/([0-9a-f-]{36})\?done=sent/.exec(whereTo(answer))
  assert.ok(found, textOf(answer.body))
  return found[1]!
}

/** Delivers what is due. */
export const deliver = async (world: World): Promise<void> => {
  await doJobs(world, 'greetings.deliver')
}

/** Lets the day come on which all cards that wait arrive. */
export async function dayComes(world: World): Promise<void> {
  await world.sql(`alter table greeting disable trigger greeting_stays`)
  await world.sql(`update greeting set due_at = now() - interval '1 minute' where sent_at is not null and delivered_at is null`)
  await world.sql(`alter table greeting enable trigger greeting_stays`)
  const task = world.tasks.find(({ name }) => name === 'greetings.deliver')!
  await task.handle({}, { database: world.database, attempt: 1, lastAttempt: false, signal: new AbortController().signal })
}

/** The addresses of the cards that somebody received, the newest first. */
export async function received(visitor: Visitor): Promise<string[]> {
  const { body } = await visitor.ask('/cards')
  return [...body.matchAll(/href="(\/cards\/received\/[0-9a-f-]{36})"/g)].map(([, path]) => path!)
}
