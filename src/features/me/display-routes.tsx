import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import { DISPLAY_SIZES } from '../../web/actor.ts'
import { filledForm } from '../../web/form.ts'
import { page, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { agreedAt } from '../agreement/asked-of.ts'
import { DisplayPage } from './display-page.tsx'
import { keepingMessages } from './keeping-messages.ts'
import { setDisplay } from './set-display.ts'
import type { PersonActor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest, Route } from '../../web/route.ts'
import type { MeSlice } from './slice.ts'

/** 「語言與字級」. */
export function displayRoutes({ database }: MeSlice): Route[] {
  const show = async (request: FrameRequest & { actor: PersonActor }, form: FormState, saved: boolean) =>
    page(<DisplayPage request={request} form={form} saved={saved} agreed={await agreedAt(database.read, request.actor.personId)} />)
  return [
    route({
      method: 'GET', path: '/me/display', act: 'person', query: z.object({ saved: z.literal('yes').optional() }),
      handle: (request) => {
        const form = filledForm({ language: request.language, size: request.actor.displaySize })
        return show(request, form, request.query.saved === 'yes')
      },
    }),
    route({
      method: 'POST', path: '/me/display', act: 'person',
      form: (language) => {
        const { chooseLanguage, chooseSize } = keepingMessages(language)
        return z.object({
          language: z.enum(['zh-TW', 'en'], { error: chooseLanguage }), size: z.enum(DISPLAY_SIZES, { error: chooseSize }),
        })
      },
      handle: async (request) => {
        await setDisplay(database, requestOrigin(request), request.actor.personId, request.form)
        // Of this browser too, whose own choice would go before the account's.
        return redirect('/me/display?saved=yes', { language: request.form.language })
      },
      again: (request, form) => show(request, form, false),
    }),
  ]
}
