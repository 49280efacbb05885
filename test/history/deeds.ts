// What people do to each other's rights, through the forms and addresses of the portal, and what the personnel record does to
// all of them: drawn at random, right and wrong alike.
import fc from 'fast-check'
import { addDays } from '../../src/core/days.ts'
import { AGENCIES, keyOf, ORIGIN, personOf, WHO } from '../world.ts'
import { letADayPass } from './government-rows.ts'
import type { Day } from '../../src/core/days.ts'
import type { Answer, Visitor } from '../http.ts'
import type { Who, World } from '../world.ts'

/** One deed; the numbers choose among what there is when it is done. */
export type Deed = {
  kind: (typeof KINDS)[number]
  actor: Who
  /** Whom it concerns. */
  person: Who
  agency: string
  other: string
  application: string
  pick: number
  days: number
}

const KINDS = [
  'give', 'give', 'give', 'giveToStanding', 'editGrant', 'endGrant', 'confirmGrant', 'decideGrant', 'delegate', 'redelegate',
  'endDelegation', 'setDuty', 'setDuty', 'editDuty', 'endDuty', 'draftRequest', 'stepRequest', 'stepRequest', 'stepRequest', 'leave', 'promote', 'suspend',
  'disable', 'enable', 'dayPasses', 'dayPasses', 'look', 'look',
] as const

const APPLICATIONS = ['A1', 'A4', 'A5', 'A6', 'A7', 'A8', 'B5', 'E1', 'WebHR']
// Those who manage something are who most is done by; the others try as well.
const ACTORS: readonly Who[] = [
  'wang.supervisor', 'wang.supervisor', 'kao.supervisor', 'yang.taipei', 'tsao.education', 'tsai.delegate', 'chen.central',
  'ho.central', 'lee.officer', 'wu.employee', 'lo.taipei',
]
const places = Object.values(AGENCIES)

// What is close at hand for whom, so that most deeds are likely ones; one in three is drawn from everything.
const { personnelOffice, secretariat, education, school, works, taipeiPersonnelOffice, taipeiSecretariat } = AGENCIES
const KAOHSIUNG = { agencies: [secretariat, education, school, works, personnelOffice],
  people: ['wu.employee', 'sun.employee', 'chang.unit', 'huang.concurrent', 'lee.officer', 'tsai.delegate', 'tsao.education'] as const }
const TAIPEI = { agencies: [taipeiPersonnelOffice, taipeiSecretariat], people: ['lo.taipei', 'yang.taipei'] as const }
const near = (who: Who) => (who.endsWith('.taipei') ? TAIPEI : KAOHSIUNG)

/** An arbitrary deed. */
export const deed: fc.Arbitrary<Deed> = fc.record({
  kind: fc.constantFrom(...KINDS),
  actor: fc.constantFrom(...ACTORS),
  person: fc.constantFrom(...WHO),
  agency: fc.constantFrom(...places),
  other: fc.constantFrom(...places),
  application: fc.constantFrom(...APPLICATIONS),
  pick: fc.noBias(fc.nat({ max: 59 })),
  days: fc.noBias(fc.integer({ min: -2, max: 40 })),
}).map((drawn) => {
  if (drawn.pick % 3 === 0) return drawn
  const { agencies, people } = near(drawn.actor)
  const { pick } = drawn
  return {
    ...drawn, days: Math.max(drawn.days, 1), person: people[pick % people.length]!, agency: agencies[pick % agencies.length]!,
    other: agencies[(pick + 1 + (pick % 2)) % agencies.length]!,
  }
})

/**
 * How a deed ended. `answer`: what the portal said; `done`: whether it did it; `looked`: the address that was only looked at;
 * `by`: whose session it was.
 */
export type Ended = { answer: Answer | null; done: boolean; looked: string | null; by: Who | null }

export type Players = { world: World; today: Day; visitorOf: (who: Who) => Promise<Visitor> }

type Found = { id: string; version: number; agency: string; person: string | null }

async function nth(world: World, sql: string, pick: number): Promise<Found | null> {
  const rows = await world.sql<Found>(sql)
  return rows.length === 0 ? null : rows[pick % rows.length]!
}

// In an order that is the same when the same is done again; IDs are drawn at random.
const GRANTS = `select id, version, agency_code as agency, person_id as person from permission_grant where upper_inf(recorded)
  order by application_code, category_code, agency_code, person_id, post_id, derived_group, lower(valid), upper(valid), version, state, id`
const DELEGATIONS = `select id, version, agency_code as agency, person_id as person from delegation where upper_inf(recorded)
  order by agency_code, person_id, post_id, scope_code, lower(valid), upper(valid), version, state, id`
const DUTIES = `select id, max(version) as version, served_code as agency, null as person from concurrent_duty where upper_inf(recorded)
  group by id, acting_code, served_code order by acting_code, served_code, min(lower(valid)), max(upper(valid)), string_agg(application_code, ' '), id`

/** Sends a form as a browser does, with fields that may come several times. */
export async function send(visitor: Visitor, path: string, fields: Record<string, string | string[]>): Promise<Answer> {
  const page = await visitor.ask('/switch')
  const body = new URLSearchParams({ csrf: /name="csrf" value="([^"]+)"/.exec(page.body)?.[1] ?? '' })
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) body.append(name, one)
  return visitor.ask(path, { method: 'POST', body, headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' } })
}

function period({ days, pick }: Deed, today: Day): Record<string, string> {
  const from = pick % 5 === 0 ? { from: addDays(today, (pick % 4) - 1) } : {}
  return pick % 11 === 0 ? { ...from, permanent: 'yes', reason: pick % 2 === 0 ? '長期' : '' } : { ...from, to: addDays(today, days), reason: '業務' }
}

const LOOKS: readonly ((one: Deed) => string)[] = [
  ({ agency, application }) => `/manage/grants?agency=${agency}&application=${application}&state=all`,
  ({ agency, application }) => `/manage/grants.csv?agency=${agency}&application=${application}`,
  ({ agency, application }) => `/manage/grants/members?agency=${agency}&application=${application}&standing=employee`,
  ({ agency, application, person }) => `/manage/grants/new?agency=${agency}&application=${application}&person=${keyOf(person)}`,
  ({ agency }) => `/manage/delegations?agency=${agency}&shown=all`,
  ({ agency }) => `/manage/delegations.csv?agency=${agency}&shown=all`,
  ({ agency, person }) => `/manage/delegations/new?agency=${agency}&person=${keyOf(person)}`,
  ({ agency }) => `/manage/duties?served=${agency}`,
  ({ agency }) => `/manage/duties.csv?served=${agency}`,
  ({ agency }) => `/pick/person?to=%2Fmanage%2Fgrants&agency=${agency}`,
  ({ person }) => `/pick/person?to=%2Fmanage%2Fgrants&person=${keyOf(person)}&pick=yes`,
  ({ agency, application }) => `/search/permissions?application=${application}&agency=${agency}&below=yes`,
  ({ agency, application }) => `/search/permissions.csv?application=${application}&agency=${agency}&below=yes`,
  ({ agency, application }) => `/search/duty-permissions?application=${application}&agency=${agency}&below=yes`,
  ({ person }) => `/search/applications?person=${keyOf(person)}`,
  ({ person }) => `/search/applications.csv?person=${keyOf(person)}`,
  ({ person }) => `/search/duty-applications?person=${keyOf(person)}`,
  ({ application, agency }) => `/search/categories?application=${application}&category=use&agency=${agency}&below=yes`,
  ({ person, pick }) => `/search/difference?person=${keyOf(person)}&other=${keyOf(WHO[pick % WHO.length]!)}`,
]

const IN_TURN: readonly (readonly [string, Who])[] = [['send', 'wang.supervisor'], ['agree', 'yang.taipei'], ['decide', 'chen.central']]

const DONE: Ended = { answer: null, done: true, looked: null, by: null }

type Doing = (one: Deed, players: Players) => Promise<Ended>

type Form = { path: string; fields: Record<string, string | string[]>; by?: Who }

const through = (build: (one: Deed, players: Players) => Promise<Form | null>): Doing =>
  async (one, players) => {
    const form = await build(one, players)
    if (form === null) return { answer: null, done: false, looked: null, by: null }
    const by = form.by ?? one.actor
    const answer = await send(await players.visitorOf(by), form.path, form.fields)
    return { answer, done: answer.status === 303, looked: null, by }
  }

/** A post of the person's, or of somebody else's, or none chosen. */
const postChosen = async ({ world }: Players, { person, pick }: Deed): Promise<Record<string, string>> => {
  if (pick % 4 === 1) return {}
  const posts = await world.sql<{ id: string }>('select id from post where person_id = $1 order by id', [personOf(pick % 13 === 0 ? 'lo.taipei' : person)])
  return { post: posts[pick % posts.length]!.id }
}

/** What the personnel record and the centre do, as the owner of the database. */
const record = (sql: (one: Deed) => string): Doing => async (one, { world }) => {
  await world.arrange(sql(one))
  return DONE
}

const EVENT = '(select max(id) from audit_event)'

const DOINGS: Record<Deed['kind'], Doing> = {
  give: through(async (one, players) => ({
    path: '/manage/grants/new',
    fields: {
      agency: one.agency, application: one.application, category: 'use', person: keyOf(one.person),
      ...await postChosen(players, one), ...period(one, players.today),
    },
  })),
  giveToStanding: through(async (one, players) => ({
    path: '/manage/grants/new',
    fields: {
      agency: one.agency, application: one.application, category: 'use', ...period(one, players.today),
      standing: ['employee', 'hr', 'hrSupervisor'][one.pick % 3]!,
    },
  })),
  editGrant: through(async (one, { world, today }) => {
    const grant = await nth(world, GRANTS, one.pick)
    return grant === null ? null
      : { path: `/manage/grants/${grant.id}/edit`, fields: { version: String(grant.version), ...period({ ...one, pick: one.pick | 1 }, today) } }
  }),
  endGrant: through(async (one, { world }) => {
    const grant = await nth(world, GRANTS, one.pick)
    return grant === null ? null : { path: `/manage/grants/${grant.id}/end`, fields: { version: String(grant.version) } }
  }),
  confirmGrant: through(async (one, { world }) => {
    const grant = await nth(world, GRANTS.replace('where', `where state = 'suspended' and`), one.pick)
    return grant === null ? null : { path: `/manage/grants/${grant.id}/confirm`, fields: { version: String(grant.version) } }
  }),
  decideGrant: through(async (one, { world }) => {
    const grant = await nth(world, GRANTS.replace('where', `where state = 'proposed' and`), one.pick)
    return grant === null ? null : {
      path: `/manage/grants/${grant.id}/decide`, fields: { version: String(grant.version), answer: one.pick % 3 === 0 ? 'decline' : 'agree' },
    }
  }),
  delegate: through(async (one, players) => ({
    path: '/manage/delegations/new',
    fields: {
      agency: one.pick % 2 === 0 ? AGENCIES.personnelOffice : one.agency, person: keyOf(one.person), ...await postChosen(players, one),
      ...(one.pick % 4 === 0 ? { scope: one.other } : {}), ...period(one, players.today),
    },
  })),
  redelegate: through(async (one, { world, today }) => {
    const found = await nth(world, DELEGATIONS, one.pick)
    return found === null ? null
      : { path: `/manage/delegations/${found.id}/edit`, fields: { version: String(found.version), ...period({ ...one, pick: one.pick | 1 }, today) } }
  }),
  endDelegation: through(async (one, { world }) => {
    const found = await nth(world, DELEGATIONS, one.pick)
    return found === null ? null : {
      path: `/manage/delegations/${found.id}/end`,
      fields: { version: String(found.version), ...(one.pick % 2 === 0 ? { person: keyOf(one.person) } : {}) },
    }
  }),
  setDuty: through(async (one, { today }) => ({
    path: '/manage/duties/new',
    fields: { acting: one.agency, served: one.other, application: [one.application, 'A4'], press: 'save', ...period(one, today) },
  })),
  editDuty: through(async (one, { world, today }) => {
    const duty = await nth(world, DUTIES, one.pick)
    return duty === null ? null : {
      path: `/manage/duties/${duty.id}/edit`,
      fields: { application: [one.application, 'A5'], press: 'confirm', ...period({ ...one, pick: one.pick | 1 }, today) },
    }
  }),
  endDuty: through(async (one, { world }) => {
    const duty = await nth(world, DUTIES, one.pick)
    return duty === null ? null : { path: `/manage/duties/${duty.id}/end`, fields: {} }
  }),
  draftRequest: through(async (one, { today }) => ({
    path: '/manage/duties/new',
    fields: {
      acting: AGENCIES.personnelOffice, served: one.pick % 2 === 0 ? AGENCIES.taipeiSecretariat : AGENCIES.taipeiPersonnelOffice,
      application: ['A4'], press: 'save', to: addDays(today, 30), reason: '支援',
    },
  })),
  stepRequest: through(async (one, { world }) => {
    const [request] = await world.sql<{ id: string; seen: number; content: number }>(
      'select id, step::int as seen, content::int as content from duty_request order by touched_at desc, id limit 1')
    if (request === undefined) return null
    const fields = { note: '意見', seen: String(request.seen), content: String(request.content) }
    const path = `/manage/duties/requests/${request.id}`
    // Mostly the next step by whoever it waits for; sometimes any step by anybody.
    const [step, by] = IN_TURN[request.seen % IN_TURN.length]!
    if (one.pick % 4 !== 0) return { path, fields: { step, ...fields }, by }
    return { path, fields: { step: ['send', 'agree', 'decide', 'decline', 'return', 'withdraw'][one.pick % 6]!, ...fields } }
  }),
  // The last day of a post was yesterday; what rested on it is as it is until somebody looks.
  leave: record(({ person, pick }) => `
    with ended as (
      update post_version v set recorded = closed(recorded) where person_id = ${personOf(person)} and upper_inf(recorded)
        and post_id = (select id from post where person_id = ${personOf(person)} order by id offset ${pick % 2} limit 1)
        and valid @> current_date and lower(valid) < current_date returning v.*)
    insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, event_id)
      select person_id, post_id, version + 1, staff_category, supervisor_level, nature, daterange(lower(valid), current_date), ${EVENT} from ended`),
  promote: record(({ person, pick }) => `
    with changed as (
      update post_version v set recorded = closed(recorded) where person_id = ${personOf(person)} and upper_inf(recorded)
        and post_id = (select min(id) from post where person_id = ${personOf(person)}) returning v.*)
    insert into post_version (person_id, post_id, version, staff_category, supervisor_level, nature, valid, event_id)
      select person_id, post_id, version + 1, '${pick % 3 === 0 ? '01' : '08'}', '${pick % 2 === 0 ? '3' : ''}', nature,
        daterange(lower(valid), null), ${EVENT} from changed`),
  suspend: record(({ pick }) => `
    with chosen as (
      select id, version from permission_grant where upper_inf(recorded) and state = 'active' and person_id is not null
      order by id offset ${pick % 3} limit 1),
    closed as (update permission_grant g set recorded = closed(g.recorded) from chosen c where g.id = c.id and g.version = c.version returning g.*)
    insert into permission_grant (id, version, application_code, category_code, agency_code, person_id, post_id, valid, state, reason,
        given_by, confirmed_by, event_id)
      select id, version + 1, application_code, category_code, agency_code, person_id, post_id, valid, 'suspended', reason, given_by,
        confirmed_by, ${EVENT} from closed`),
  disable: record(({ person }) => `update account set state = 'disabled' where person_id = ${personOf(person)} and state = 'active'`),
  enable: record(({ person }) => `update account set state = 'active' where person_id = ${personOf(person)} and state = 'disabled'`),
  dayPasses: async (_, { world }) => {
    await letADayPass(world)
    return DONE
  },
  look: async (one, { visitorOf }) => {
    const path = LOOKS[one.pick % LOOKS.length]!(one)
    return { answer: await (await visitorOf(one.actor)).ask(path), done: false, looked: path, by: one.actor }
  },
}

/** Does it. */
export function perform(one: Deed, players: Players): Promise<Ended> {
  return DOINGS[one.kind](one, players)
}
