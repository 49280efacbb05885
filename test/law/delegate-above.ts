// A situation that the governments of government.ts come to once in seventy: a delegate manages the agency above that of a
// 人事主管. All else is as drawn, so that it meets whatever else there may be.
import { government, rangeOf, TODAY } from './government.ts'
import type { Government, Row } from './government.ts'
import type fc from 'fast-check'

/** Who is the delegate, and who the 人事主管. */
const [DELEGATE, SUPERVISOR] = [1, 2]
const ALWAYS = { valid: '[,)', recorded: '[2026-01-31T16:00:00.000Z,)' }
const IN_FORCE = { valid: rangeOf({ from: TODAY, to: null }), recorded: ALWAYS.recorded, version: 1 }

const isOf = (person: number) => (row: Row): boolean => row.person_id === person
const isNotOf = (person: number) => (row: Row): boolean => row.person_id !== person

/** The post's only version: an appointment in force at the agency. */
const holding = (post: Row, personnel: boolean): Row => ({
  person_id: post.person_id!, post_id: post.id!, staff_category: personnel ? '08' : '01', supervisor_level: personnel ? '3' : '',
  nature: '', ...IN_FORCE,
})

/** An arbitrary government in which a delegate meets a 人事主管 below. */
export const delegateAbove: fc.Arbitrary<Government> = government.map((rows): Government => {
  const [root, agency, below] = rows.agency.map(({ code }) => String(code)) as [string, string, string]
  const stays = (code: string, superior: string): Row =>
    ({ ...rows.agency_version.find((row) => row.agency_code === code)!, ...ALWAYS, superior_code: superior, superior_missing: null })
  const [sent, held] = [DELEGATE, SUPERVISOR].map((person) => rows.post.find(isOf(person))!) as [Row, Row]
  const posts = rows.post.map((post) => ({
    ...post, ...(isOf(SUPERVISOR)(post) ? { agency_code: below } : {}), ...(post === sent || post === held ? { kind: 'appointment' } : {}),
  }))
  return {
    ...rows,
    agency_version: [
      ...rows.agency_version.filter(({ agency_code: code }) => code !== agency && code !== below), stays(agency, root), stays(below, agency),
    ],
    post: posts,
    post_version: [
      ...rows.post_version.filter(({ post_id: post }) => post !== sent.id && post !== held.id), holding(sent, false), holding(held, true),
    ],
    account: [...rows.account.filter(isNotOf(DELEGATE)), { person_id: DELEGATE, state: 'active' }],
    account_state_version: [
      ...rows.account_state_version.filter(isNotOf(DELEGATE)), { person_id: DELEGATE, state: 'active', recorded: ALWAYS.recorded },
    ],
    central_role: rows.central_role.filter(isNotOf(DELEGATE)),
    delegation: [
      ...rows.delegation.filter((row) => row.agency_code !== agency || isNotOf(DELEGATE)(row)),
      {
        id: '00000000-0000-4000-8006-999999999999', agency_code: agency, scope_code: null, person_id: DELEGATE, post_id: sent.id!,
        given_by: null, giver_post: null, by_card: true, state: 'active', ...IN_FORCE,
      },
    ],
  }
})
