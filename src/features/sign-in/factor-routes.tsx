import { z } from 'zod'
import { EMPTY_FORM, requiredText } from '../../web/form.ts'
import { localPathIn, page, redirect, refused } from '../../web/reply.ts'
import { againAddress } from '../../web/fresh.ts'
import { route } from '../../web/route.ts'
import { comingBy } from './coming.ts'
import { factorMessages } from './factor-messages.ts'
import { FactorPage, SECOND_PATH } from './factor-page.tsx'
import { afterSignIn, carriedOn, onTheWay, onwardShape } from './onward.ts'
import { whoWaits } from './second-wait.ts'
import { signInByFactor } from './sign-in-by-factor.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest, PageRequest, Route } from '../../web/route.ts'
import type { FactorSignIn } from './sign-in-by-factor.ts'
import type { Onward } from './onward.ts'
import type { SignInSlice } from './show-home.tsx'

// With `by=recovery` the page asks for a recovery code.
const byShape = { by: z.literal('recovery').optional() }
type Lost = { by?: string | undefined }

/** Where whoever gave the right password goes on to the second factor. */
export const secondAddress = (onward: Onward): LocalPath => onTheWay(SECOND_PATH, onward)

async function factorPage(slice: SignInSlice, request: FrameRequest & Pick<PageRequest, 'client'>, form: FormState, onward: Onward & Lost) {
  const application = onward.continue === undefined ? null : await slice.waiting(onward.continue)
  const next = localPathIn(onward.next)
  const waits = await whoWaits(slice.database.read, request.client.binding) !== null
  // Whoever is signed in proves it once more, by what is asked there.
  const begin = request.actor === null || application !== null ? onTheWay('/', onward) : againAddress(next ?? '/')
  const lost = onward.by === 'recovery'
  const hidden = { ...carriedOn(onward), ...(lost ? { by: 'recovery' } : {}) }
  const other = onTheWay(SECOND_PATH, onward, lost ? {} : { by: 'recovery' })
  return page(<FactorPage request={request} form={form} hidden={hidden} waits={waits} begin={begin} lost={lost} other={other} />, { formAction: application?.origins ?? await slice.leadsTo(next) })
}

function refusalOf(answer: Exclude<FactorSignIn, { signedIn: true }>, language: FrameRequest['language']) {
  const m = factorMessages(language)
  if (answer.refused === 'wrong') return refused([{ field: 'secretCode', message: m.wrong }])
  return refused([{ field: null, message: answer.refused === 'locked' ? m.locked(answer.minutes) : m.anew }])
}

/** The step between the right password and the session. */
export function factorRoutes(slice: SignInSlice): Route[] {
  return [
    route({
      method: 'GET', path: SECOND_PATH, act: 'anyone', query: z.object({ ...onwardShape, ...byShape }),
      handle: (request) => factorPage(slice, request, EMPTY_FORM, request.query),
    }),
    route({
      method: 'POST', path: SECOND_PATH, act: 'anyone',
      form: (language) => z.object({ secretCode: requiredText(factorMessages(language).codeMissing, 100), ...onwardShape, ...byShape }),
      handle: async (request) => {
        const { form, language, today } = request
        const answer = await signInByFactor(slice, { ...comingBy(request), typed: form.secretCode })
        if ('refused' in answer) return refusalOf(answer, language)
        const { token, browser } = answer
        return redirect(await afterSignIn(slice, form, token, today), { session: token, browser })
      },
      again: (request, form) => factorPage(slice, request, form, {
        next: form.typed.next?.[0], continue: form.typed.continue?.[0], by: form.typed.by?.[0],
      }),
    }),
  ]
}
