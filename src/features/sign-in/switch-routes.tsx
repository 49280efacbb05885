import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { servedAgencies } from '../../store/served-agencies.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { liesUnder } from '../../web/path.ts'
import { pickTarget, withParameter } from '../../web/pick-target.ts'
import { page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { messages } from './messages.ts'
import { managedStarts } from './managed-starts.ts'
import { SwitchPage } from './switch-page.tsx'
import { switchStanding } from './switch-standing.ts'
import { officesOf, switchBack, switchManaged, switchServed } from './switch-working.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { SignInSlice } from './show-home.tsx'

const AGENCY_CODE = /^[0-9A-Za-z]{10}$/
const next = z.string().max(2000).optional()

/** Where to go on: a page of management or a search, which then shows the agency switched to. */
function onward(text: string | undefined, agency: string): LocalPath {
  const target = text === undefined ? null : pickTarget(text)
  return target === null || liesUnder(target.split('?', 1)[0]!, '/switch') ? '/manage' : withParameter(target, 'agency', agency)
}

async function shown({ database }: SignInSlice, request: FrameRequest & { actor: Actor }, form: FormState, asked: {
  next?: string | undefined; agency?: string | undefined
}) {
  const { actor, today } = request
  const [starts, served] = await Promise.all([
    managedStarts(database.read, actor.authority, today), servedAgencies(database.read, officesOf(actor), today),
  ])
  return page(<SwitchPage request={request} form={form} starts={starts} served={served} next={asked.next} agency={asked.agency} />)
}

function workingRoutes(slice: SignInSlice): Route[] {
  const { database } = slice
  const againAt = (request: FrameRequest & { actor: Actor }, form: FormState) => shown(slice, request, form, {
    next: form.typed.next?.[0], agency: form.typed.managed?.[0],
  })
  return [
    route({
      method: 'POST',
      path: '/switch/managed',
      act: 'manage',
      holderless: true,
      form: () => z.object({ managed: z.string().max(100).default(''), start: z.string().max(10).optional(), next }),
      handle: async ({ form, language, ...request }) => {
        const agency = (form.start ?? form.managed).trim().toUpperCase()
        const problems = [{ field: 'managed', message: messages(language).notManaged }]
        if (!AGENCY_CODE.test(agency)) return refused(problems)
        const { actor, today } = request
        const answer = await switchManaged(database, requestOrigin(request), actor, { agency, today })
        return 'refused' in answer ? refused(problems) : redirect(onward(form.next, agency))
      },
      again: againAt,
    }),
    route({
      method: 'POST',
      path: '/switch/served',
      act: 'person',
      form: (language) => z.object({ served: z.string({ error: messages(language).chooseServed }).regex(AGENCY_CODE) }),
      handle: async ({ form, language, ...request }) => {
        const { actor, today } = request
        const answer = await switchServed(database, requestOrigin(request), actor, { agency: form.served, today })
        if ('refused' in answer) return refused([{ field: 'served', message: messages(language).notServed }])
        return redirect('/applications')
      },
      again: againAt,
    }),
    route({
      method: 'POST',
      path: '/switch/back',
      act: 'signedIn',
      holderless: true,
      handle: async (request) => {
        await switchBack(database, requestOrigin(request), request.actor)
        return redirect('/switch')
      },
    }),
  ]
}

/** 「切換機關」: the standing in use, the agency being managed, the agency being served. */
export function switchRoutes(slice: SignInSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET',
      path: '/switch',
      act: 'signedIn',
      query: z.object({ next, agency: z.string().regex(AGENCY_CODE).optional() }),
      handle: (request) => shown(slice, request, EMPTY_FORM, request.query),
    }),
    route({
      method: 'POST',
      path: '/switch',
      act: 'person',
      form: (language) => z.object({ agency: z.string({ error: messages(language).chooseOne }).max(10) }),
      handle: async ({ form, language, ...request }) => {
        const answer = await switchStanding(database, requestOrigin(request), request.actor, form.agency)
        if ('refused' in answer) return refused([{ field: 'agency', message: messages(language).notHeld }])
        return redirect('/applications')
      },
      again: (request, form) => shown(slice, request, form, {}),
    }),
    ...workingRoutes(slice),
  ]
}
