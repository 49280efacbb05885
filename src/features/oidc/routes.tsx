// The few pages of OpenID Connect: what went wrong on the way to an application, and whether to sign out.
import { lacksHolder } from '../../web/actor.ts'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { ButtonLink } from '../../web/components/button.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { Actions } from '../../web/components/form.tsx'
import { Page } from '../../web/layout.tsx'
import { page, problem, redirect, redirectAway } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { CONFIRM_PATH, withState } from './logout.ts'
import { messages } from './messages.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { App } from '../../web/app.ts'
import type { OidcProblem } from './configuration.ts'
import type { OidcOptions, OidcProvider } from './provider.ts'

export type OidcSlice = {
  oidc: Pick<OidcProvider, 'afterSignOut' | 'clients'>
  /** The same as the provider's. */
  endSession: OidcOptions['endSession']
}

const PROBLEMS = ['requestBroken', 'requestExpired', 'clientUnknown', 'redirectUnknown', 'tooMany'] as const
const PROBLEM_PATH = '/sign-in/problem'

/** Shows problems as pages of the portal: the request is answered again as one for the page. */
export function pagesOf(app: Pick<App, 'handle'>): OidcOptions['showProblem'] {
  return (incoming: IncomingMessage, outgoing: ServerResponse, what: OidcProblem) => {
    incoming.method = 'GET'
    incoming.url = `${PROBLEM_PATH}/${what}`
    return app.handle(incoming, outgoing)
  }
}

function ProblemPage({ request, what }: { request: FrameRequest; what: typeof PROBLEMS[number] }) {
  const m = messages(request.language)
  const { title, text } = m[what]
  return (
    <Page request={request} title={title}>
      <p class="lead">{text}</p>
      <Actions>
        {request.actor === null ? null : <ButtonLink href="/applications">{m.toApplications}</ButtonLink>}
        <ButtonLink href="/" kind="secondary">{m.home}</ButtonLink>
      </Actions>
    </Page>
  )
}

// 2,000 characters are the longest address that can be registered; a state may be as long as our own addresses.
const wayShape = {
  client: z.string().max(64).optional(),
  to: z.string().max(2000).optional(),
  state: z.string().max(2000).optional(),
}
type Way = { client?: string | undefined; to?: string | undefined; state?: string | undefined }

const wayBack = async ({ oidc }: OidcSlice, { client, to }: Way): Promise<URL | null> =>
  (client === undefined || to === undefined ? null : oidc.afterSignOut(client, to))

async function confirmPage(slice: OidcSlice, request: FrameRequest, way: Way) {
  const m = messages(request.language)
  const back = await wayBack(slice, way)
  const name = way.client === undefined ? undefined : (await slice.oidc.clients()).get(way.client)?.applicationName
  const hidden = Object.fromEntries(Object.entries(way).filter((pair): pair is [string, string] => pair[1] !== undefined))
  return page(
    <ConfirmPage
      request={request} title={m.signOutTitle} action={CONFIRM_PATH} hidden={hidden} confirm={m.signOut} cancel="/applications"
      consequence={<p>{name === undefined ? null : m.signOutAsked(name)} {m.signOutConsequence}</p>}
    />,
    { formAction: back === null ? [] : [back.origin] },
  )
}

/** Where the application asked to go, if that is registered for it; else the portal. */
async function leave(slice: OidcSlice, way: Way) {
  const back = await wayBack(slice, way)
  return back === null ? redirect('/', { session: null, left: true })
    : redirectAway(new URL(withState(back, way.state ?? null)), { session: null })
}

export function oidcRoutes(slice: OidcSlice): Route[] {
  return [
    route({
      method: 'GET',
      path: `${PROBLEM_PATH}/:what`,
      act: 'anyone',
      handle: (request) => {
        const what = PROBLEMS.find((one) => one === request.params.what)
        if (what === undefined) return problem('fault')
        return page(<ProblemPage request={request} what={what} />, { status: what === 'tooMany' ? 429 : 400 })
      },
    }),
    route({
      method: 'GET',
      path: CONFIRM_PATH,
      act: 'anyone',
      query: z.object(wayShape),
      handle: async (request) => (request.actor === null ? leave(slice, request.query) : confirmPage(slice, request, request.query)),
    }),
    route({
      method: 'POST',
      path: CONFIRM_PATH,
      act: 'anyone',
      form: () => z.object(wayShape),
      handle: async ({ actor, form, client }) => {
        if (actor !== null && !lacksHolder(actor)) {
          const { sessionId: id, personId, card } = actor
          await slice.endSession({ id, person_id: personId!, card_agency: card?.agencyCode ?? null }, client.address === '' ? null : client.address)
        }
        return leave(slice, form)
      },
      again: (request) => confirmPage(slice, request, {}),
    }),
  ]
}
