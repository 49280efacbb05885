// The questions of `authzen.ts`, each as our request and as one that Cerbos can answer. We know the people; Cerbos knows its
// policy alone, so its requests carry what we have to look up.
import { asOf } from '../src/core/as-of.ts'
import { currentPosts, standingsOn } from '../src/core/standing.ts'
import { isInForce } from '../src/core/sight.ts'
import { loadFactsOfMany } from '../src/store/access-many.ts'
import type { PersonFacts } from '../src/core/facts.ts'
import type { Database } from '../src/store/database.ts'

export type Question = { application: string; agency: string; sub: string; properties: object }

export const RANK = { employee: 1, hr: 2, hrSupervisor: 3 } as const

/** What of a person decides, as plain attributes: standings, grants in force on current posts, duties. */
function propertiesOf(facts: PersonFacts): object {
  const { day } = facts
  const current = currentPosts(facts.posts, day)
  const holds = (post: string): boolean => current.some(({ id }) => id === post)
  const members = new Set(facts.memberships.filter((one) => isInForce(one, day) && holds(one.post)).map(({ group }) => group))
  const grants = facts.grants.filter((grant) => isInForce(grant, day) && grant.category === 'use').flatMap(({ agency, receiver }) => {
    if (receiver.to === 'standing') return [{ agency, rank: RANK[receiver.standing] }]
    return (receiver.to === 'person' ? holds(receiver.post) : members.has(receiver.group)) ? [{ agency, rank: 0 }] : []
  })
  return {
    account: facts.account, posts: current.length, grants,
    held: standingsOn(current, day).map(({ agency, standing }) => ({ agency, rank: RANK[standing] })),
    duties: facts.duties.filter((duty) => isInForce(duty, day)).map(({ acting, served }) => ({ acting, served })),
  }
}

/** The same law as a policy. `needed`: by birth, in each application; 9 for nobody. */
export function policyOf(needed: Record<string, number>, dutyAllowed: readonly string[]): string {
  const own = (at: string): string => `(P.attr.held.exists(h, h.agency == ${at} && h.rank >= C.needed[R.id])`
    + ` || P.attr.grants.exists(g, g.agency == ${at}`
    + ' && (g.rank == 0 || P.attr.held.exists(h, h.agency == g.agency && h.rank >= g.rank))))'
  const byDuty = 'R.id in C.duty && C.needed[R.id] != 1 && P.attr.duties.exists(d, d.served == R.attr.agency'
    + ` && P.attr.held.exists(o, o.agency == d.acting && o.rank >= 2) && ${own('d.acting')})`
  const law = `P.attr.account == "active" && P.attr.posts > 0 && (${own('R.attr.agency')} || (${byDuty}))`
  return `apiVersion: api.cerbos.dev/v1
resourcePolicy:
  resource: application
  version: default
  constants: { local: { needed: ${JSON.stringify(needed)}, duty: ${JSON.stringify(dutyAllowed)} } }
  rules:
    - actions: [use]
      effect: EFFECT_ALLOW
      roles: ["*"]
      condition: { match: { expr: ${JSON.stringify(law)} } }
`
}

/** So many questions about people of the nation: of their own agency, one they serve, or any. */
export async function makeQuestions(
  database: Database, subOf: (key: string, application: string) => Promise<string>, applications: readonly string[],
  count: number, today: string,
): Promise<Question[]> {
  const { rows: people } = await database.pool.query<{ id: string; key: string }>(
    `select p.id, p.key from person p join account a on a.person_id = p.id
     where a.state = 'active' order by md5(p.id::text) limit $1`, [count])
  const { rows: agencies } = await database.pool.query<{ code: string }>(
    `select agency_code as code from agency_version where valid @> $1::date and upper_inf(recorded)
     order by md5(agency_code)`, [today])
  const questions: Question[] = []
  for (let at = 0; at < people.length; at += 32) {
    const some = people.slice(at, at + 32)
      .map((person, n) => ({ ...person, application: applications[(at + n) % applications.length]! }))
    const facts = await loadFactsOfMany(database.read,
      some.map(({ id, application }) => ({ who: { id }, application, agencies: null })), asOf(today, today))
    for (const [n, { key, application }] of some.entries()) {
      const found = facts[n]!
      const [post, duty] = [found.posts[0], found.duties[n % Math.max(1, found.duties.length)]]
      const any = agencies[(at + n) % agencies.length]!.code
      const agency = n % 3 === 0 ? any : duty !== undefined && n % 3 === 1 ? duty.served : post?.agency ?? any
      questions.push({ application, agency, sub: await subOf(key, application), properties: propertiesOf(found) })
    }
  }
  return questions
}

/** A request of the Access Evaluation API as bytes; `properties`: of the subject, for those who know nobody. */
export function requestOf({ application, agency, sub, properties }: Question, port: number, token: string | null): Buffer {
  const body = JSON.stringify({
    subject: { type: 'person', id: sub, ...(token === null ? { properties } : {}) }, action: { name: 'use' },
    resource: { type: 'application', id: application, properties: { agency } },
  })
  return Buffer.from(`POST /access/v1/evaluation HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\n${
    token === null ? '' : `Authorization: Bearer ${token}\r\n`}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
}
