import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { NOTICE_PATH } from '../../web/agreement.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { formMessages } from '../../web/form-messages.ts'
import { page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { addressOnward, onwardShape, originsOnward } from '../sign-in/onward.ts'
import { agree } from './agree.ts'
import { AgreementPage, NoticePage } from './agreement-pages.tsx'
import { agreedAt } from './asked-of.ts'
import { messages } from './messages.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath, Reply } from '../../web/reply.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { Onward, OnwardMeans } from '../sign-in/onward.ts'

export type AgreementSlice = Pick<OnwardMeans, 'database' | 'waiting' | 'leadsTo'>

/** Where it goes on: to what was asked for before it was agreed to. */
const goesTo = async (slice: AgreementSlice, onward: Onward): Promise<LocalPath> => await addressOnward(slice, onward) ?? '/applications'

async function asks(slice: AgreementSlice, request: FrameRequest, form: FormState, onward: Onward): Promise<Reply> {
  return page(<AgreementPage request={request} form={form} onward={onward} />, { formAction: await originsOnward(slice, onward) })
}

/** 「重要訊息」 of whoever is signed in: to be agreed to where that is asked, and to be read. */
export function agreementRoutes(slice: AgreementSlice): Route[] {
  const { database } = slice
  return [
    route({
      method: 'GET', path: NOTICE_PATH, act: 'person', beforeAgreement: true, query: z.object(onwardShape),
      handle: async (request) => {
        const { actor, query } = request
        if (actor.agreementAsked) return asks(slice, request, EMPTY_FORM, query)
        // Agreed to meanwhile, in another window.
        if (query.next !== undefined || query.continue !== undefined) return redirect(await goesTo(slice, query))
        return page(<NoticePage request={request} agreed={await agreedAt(database.read, actor.personId)} />)
      },
    }),
    route({
      method: 'POST', path: NOTICE_PATH, act: 'person', beforeAgreement: true,
      form: (language) => z.object({
        agree: z.literal('yes', { error: messages(language).tickMissing }), version: z.string().regex(/^\d{1,4}$/).transform(Number), ...onwardShape,
      }),
      handle: async (request) => {
        const { actor, form, language } = request
        const answer = actor.agreementAsked ? await agree(database, requestOrigin(request), actor, form.version) : null
        if (answer !== null && 'refused' in answer && answer.refused !== 'already') {
          const message = answer.refused === 'ended' ? formMessages(language).sessionEnded : messages(language).changed
          return refused([{ field: null, message }])
        }
        return redirect(await goesTo(slice, form))
      },
      again: (request, form) => asks(slice, request, form, { next: form.typed.next?.[0], continue: form.typed.continue?.[0] }),
    }),
  ]
}
