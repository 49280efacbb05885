import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { HOLDER_PATH } from '../../web/components/standing-line.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { isLocalPath, page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { holderMessages } from './holder-messages.ts'
import { HolderPage } from './holder-page.tsx'
import { nameHolder } from './name-holder.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { CardsSlice } from './slice.ts'

const onward = z.string().max(2000).optional()

function holderPage(
  request: FrameRequest & { actor: Actor }, form: FormState, { next, asksPassword = false }: { next?: string | undefined; asksPassword?: boolean },
): Reply {
  const { card } = request.actor
  if (card === null) return problem('notFound')
  return page(<HolderPage
    request={request} card={card} form={form} asksPassword={asksPassword}
    next={next !== undefined && isLocalPath(next) ? next : null}
  />)
}

/** 「登錄持卡人」: open to sessions of an agency's card alone. */
export function holderRoutes(slice: CardsSlice): Route[] {
  return [
    route({
      method: 'GET', path: HOLDER_PATH, act: 'manage', query: z.object({ next: onward }),
      handle: (request) => holderPage(request, EMPTY_FORM, request.query),
    }),
    route({
      method: 'POST', path: HOLDER_PATH, act: 'manage', holderless: true,
      form: () => z.object({ nationalId: z.string().max(64).default(''), password: z.string().max(1000).default(''), next: onward }),
      handle: async (request) => {
        const { actor, form, language, today } = request
        if (actor.card === null) return problem('notFound')
        const answer = await nameHolder(slice, requestOrigin(request), { actor, ...form, today })
        if ('named' in answer) return redirect(form.next !== undefined && isLocalPath(form.next) ? form.next : '/manage')
        const field = ({ notAnId: 'nationalId', notOfAgency: 'nationalId', already: null, password: 'password', wrong: 'password', locked: 'password' } as const)[answer.refused]
        return refused([{ field, message: holderMessages(language).refusals[answer.refused] }])
      },
      again: (request, form) => holderPage(request, form, {
        next: form.typed.next?.[0], asksPassword: form.problems.some(({ field }) => field === 'password'),
      }),
    }),
  ]
}
