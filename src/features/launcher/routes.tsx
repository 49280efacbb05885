import { z } from 'zod'
import { applicationsOfCard } from '../../store/card-access.ts'
import { closesOn } from '../../store/leaving.ts'
import { loadOutages } from '../../store/outages.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { agencyInUse, isPerson, lacksHolder } from '../../web/actor.ts'
import { HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { page, problem, redirect, redirectAway } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { AgenciesPage } from './agencies-page.tsx'
import { ApplicationsPage } from './applications-page.tsx'
import { CardApplicationsPage } from './card-applications-page.tsx'
import { openAsCard } from './open-as-card.ts'
import { myApplications, setFavourite } from './my-applications.ts'
import { askAbout, openApplication, provedEnough } from './open-application.ts'
import { CertificatePage, OpenAfterAllPage, WhyNotPage } from './why-not-page.tsx'
import type { Database } from '../../store/database.ts'
import type { Actor } from '../../web/actor.ts'
import type { LocalPath, Reply } from '../../web/reply.ts'
import type { Client, FrameRequest, Route } from '../../web/route.ts'

const agencyShape = { agency: z.string().regex(/^[0-9A-Za-z]{10}$/).optional() }
// Longer than any name of an agency or an application.
const search = z.string().max(100).default('')

const whyNotPath = (code: string, agency: string | undefined): LocalPath =>
  `/applications/${code}/why-not${agency === undefined ? '' : `?agency=${agency}`}`

/** R-USE-6: an agency's card opens what is open to it, and names its holder first (R-CRT-5). */
async function openByCard(database: Database, request: FrameRequest & { actor: Actor; client: Client }, code: string): Promise<Reply> {
  const { actor, today } = request
  if (lacksHolder(actor)) return redirect(`${HOLDER_PATH}?${new URLSearchParams({ next: `/applications/${code}/open` })}`)
  const opened = await openAsCard(database, requestOrigin(request), actor, { code, today })
  return opened === null ? problem('forbidden') : redirectAway(opened)
}

function openRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET',
      path: '/applications/:code/open',
      act: 'signedIn',
      query: z.object(agencyShape),
      handle: async (request) => {
        const { actor, params: { code }, query: { agency }, today } = request
        if (!isPerson(actor)) return openByCard(database, request, code)
        const answer = await openApplication(database, requestOrigin(request), actor, { code, agency, today })
        if ('opened' in answer) return redirectAway(answer.opened)
        return answer.refused === 'unknown' ? problem('notFound') : redirect(whyNotPath(code, agency))
      },
    }),
    route({
      method: 'GET',
      path: '/applications/:code/why-not',
      act: 'person',
      query: z.object(agencyShape),
      handle: async (request) => {
        const { actor, params: { code }, query: { agency }, today } = request
        const asked = await askAbout(database.quick.read, actor.personId, code, agency, today)
        if (asked === null) return problem('notFound')
        const [outage] = await loadOutages(database.quick.read, today, { application: code })
        if (asked.answer.reasons.length === 0) {
          return page(<WhyNotPage request={request} asked={asked} agency={agency} outage={outage} />, { status: 403 })
        }
        if (!provedEnough(asked.application, actor.method)) {
          return page(<CertificatePage request={request} asked={asked} outage={outage} />, { status: 403 })
        }
        return page(<OpenAfterAllPage request={request} asked={asked} agency={agency} outage={outage} />)
      },
    }),
  ]
}

/** 「應用系統」, opening one, why another does not open, and favourites. */
export function launcherRoutes({ database }: { database: Database }): Route[] {
  return [
    route({
      method: 'GET',
      path: '/applications',
      act: 'signedIn',
      query: z.object({ q: search }),
      handle: async (request) => {
        const { actor, today, query } = request
        const { read } = database.quick
        if (!isPerson(actor)) {
          const [applications, outages] = await Promise.all([applicationsOfCard(read, actor.card!.agencyCode, today), loadOutages(read, today)])
          return page(<CardApplicationsPage request={request} applications={applications} outages={outages} />)
        }
        const [applications, outages, closes] = await Promise.all([
          myApplications(read, actor.personId, today, agencyInUse(actor)), loadOutages(read, today),
          actor.chosen === null ? closesOn(read, actor.personId, today) : null,
        ])
        return page(
          <ApplicationsPage request={{ ...request, actor }} applications={applications} outages={outages} closes={closes} search={query.q.trim()} />)
      },
    }),
    route({
      method: 'POST',
      path: '/applications/:code/favourite',
      act: 'person',
      form: () => z.object({ favourite: z.enum(['yes', 'no']), q: search }),
      handle: async ({ actor, params, form: { favourite, q } }) => {
        await setFavourite(database, actor.personId, params.code, favourite === 'yes')
        return redirect(q === '' ? '/applications' : `/applications?${new URLSearchParams({ q })}`)
      },
      // Only a tampered form comes here: its values are ours.
      again: () => problem('badRequest'),
    }),
    route({
      method: 'GET',
      path: '/applications/:code/agencies',
      act: 'person',
      query: z.object({ q: search, after: z.string().regex(/^[0-9A-Za-z]{10}$/).or(z.literal('')).default('') }),
      handle: async (request) => {
        const { actor, params: { code }, query: { q, after }, today } = request
        const asked = await askAbout(database.read, actor.personId, code, undefined, today)
        if (asked === null) return problem('notFound')
        if (asked.answer.reasons.length === 0) return redirect(whyNotPath(code, undefined))
        return page(<AgenciesPage request={request} asked={asked} search={q.trim()} after={after} />)
      },
    }),
    ...openRoutes(database),
  ]
}
