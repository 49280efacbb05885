import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { standingSentence } from '../../core/access-messages.ts'
import { standingsOn } from '../../core/standing.ts'
import { loadPersonFacts } from '../../store/access.ts'
import { typedDay } from '../../web/asked-day.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { arranged, rightsOf } from '../searches/person-rights.ts'
import { recordSeen } from './record-seen.ts'
import { findSubject } from './find-subject.ts'
import { dayOf } from './record-routes.tsx'
import { MOST_RIGHTS, RightsPage } from './rights-page.tsx'
import { partPath } from './slice.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { Managing, PeopleSlice } from './slice.ts'

async function rightsPage(slice: PeopleSlice, request: Managing & { query: { asOf: string } }, key: string): Promise<Reply> {
  const { language, today, query, actor: { authority } } = request
  const day = dayOf(query.asOf, partPath(key, 'rights'), language)
  if ('to' in day) return redirect(day.to)
  const person = await findSubject(slice, request, key)
  if (person === null) return problem('notFound')
  const when = asOf(day.asOf ?? today, today)
  const facts = await loadPersonFacts(slice.database.read, person.id, when)
  const found = await rightsOf(slice, person, { authority, today, language, asOf: when })
  const rights = arranged(found, { application: '', by: '', sort: 'application' })
  await recordSeen(slice, request, person.id, 'rights', when.day)
  return page(
    <RightsPage
      request={request} person={person} day={day} account={facts.account}
      standings={standingsOn(facts.posts, when.day).map((held) => ({ held, sentence: standingSentence(held, facts)[language] }))}
      rights={rights.slice(0, MOST_RIGHTS)} count={rights.length}
    />,
    { status: day.wrong === null ? 200 : 400 },
  )
}

/** 「身分與權限」 of a person as of a day. */
export function rightsRoutes(slice: PeopleSlice): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/people/:key/rights', act: 'central', query: z.object({ asOf: typedDay }),
      handle: (request) => rightsPage(slice, request, request.params.key),
    }),
  ]
}
