import { z } from 'zod'
import { asOf } from '../../core/as-of.ts'
import { searchWords } from '../../core/search-text.ts'
import { readAskedDay, typedDay, unreadDay } from '../../web/asked-day.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { AgenciesPage } from './agencies-page.tsx'
import { AgencyPage, AgencyWithoutAnswer } from './agency-page.tsx'
import { addressOf } from '../../web/address.ts'
import { findAgency } from './find-agency.ts'
import { agencyOverview } from './agency-overview.ts'
import { agenciesBelow, searchAgencies } from '../../store/agency-list.ts'
import type { Database } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Route } from '../../web/route.ts'

const AGENCY_CODE = /^[0-9A-Za-z]{10}$/
// As long as the search box lets one type.
const search = z.string().max(100).default('').transform((text) => text.trim())
const after = z.string().regex(AGENCY_CODE).or(z.literal('')).default('')

const wrongDay = (typed: string, language: Language): FormState =>
  ({ typed: { asOf: [typed] }, problems: [unreadDay(language)] })

function listRoute({ read }: Database): Route {
  return route({
    method: 'GET',
    path: '/agencies',
    act: 'anyone',
    query: z.object({ q: search, asOf: typedDay, after }),
    handle: async (request) => {
      const { q, asOf: typed, after: from } = request.query
      const day = readAskedDay(typed)
      if ('canonical' in day) return redirect(addressOf('/agencies', { q, asOf: day.canonical }))
      const shown = { request, search: q }
      if ('wrong' in day) {
        const form = wrongDay(day.wrong, request.language)
        return page(<AgenciesPage {...shown} shown={{ shows: 'nothing' }} asOf={null} form={form} />, { status: 400 })
      }
      const when = asOf(day.asked ?? request.today, request.today)
      const words = searchWords(q)
      const answer = words.length === 0
        ? { shows: 'tree' as const, ...await agencyOverview(read, when) }
        : { shows: 'found' as const, page: await searchAgencies(read, words, when, from) }
      return page(<AgenciesPage {...shown} shown={answer} asOf={day.asked} form={EMPTY_FORM} />)
    },
  })
}

function agencyRoute({ read }: Database): Route {
  return route({
    method: 'GET',
    path: '/agencies/:code',
    act: 'anyone',
    query: z.object({ asOf: typedDay, after }),
    handle: async (request) => {
      const { params: { code }, query, today } = request
      if (!AGENCY_CODE.test(code)) return problem('notFound')
      const day = readAskedDay(query.asOf)
      if ('canonical' in day) return redirect(addressOf(`/agencies/${code}`, { asOf: day.canonical }))
      if ('wrong' in day) {
        return page(<AgencyWithoutAnswer request={request} code={code} asOf={null} form={wrongDay(day.wrong, request.language)} />, { status: 400 })
      }
      const when = asOf(day.asked ?? today, today)
      const [agency, below] = await Promise.all([
        findAgency(read, code, when), agenciesBelow(read, code, when, query.after),
      ])
      if (agency !== null) return page(<AgencyPage request={request} agency={agency} below={below} asOf={day.asked} />)
      const known = await read.selectFrom('agency').select('code').where('code', '=', code).executeTakeFirst()
      if (known === undefined || day.asked === null) return problem('notFound')
      return page(<AgencyWithoutAnswer request={request} code={code} asOf={day.asked} form={EMPTY_FORM} />, { status: 404 })
    },
  })
}

/** 「機關組織」: for everybody, signed in or not. */
export function agencyRoutes({ database }: { database: Database }): Route[] {
  return [listRoute(database), agencyRoute(database)]
}
