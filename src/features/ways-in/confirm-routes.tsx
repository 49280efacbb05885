import { z } from 'zod'
import { maskEmail } from '../../core/email-changes.ts'
import { change } from '../../store/change.ts'
import { EMPTY_FORM, optionalText } from '../../web/form.ts'
import { page, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { showMoment } from '../../web/days.ts'
import { confirmEmail } from '../resets/email-changes.ts'
import { slowDown } from '../sign-in/attempts.ts'
import { cameBy, exchange, secretMeant } from './came-by.ts'
import { messages } from './messages.ts'
import { WAY_PATHS } from './open-way.ts'
import { ConfirmEmailPage, DonePage, GonePage } from './pages.tsx'
import { openWayOf, proveWay } from './prove-way.ts'
import { byLink, originOf, wayInAddress } from './way-forms.ts'
import type { EmailRefused } from '../../core/email-changes.ts'
import type { Outcome } from '../../store/change.ts'
import type { FormState } from '../../web/form.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { WayRefused } from './prove-way.ts'
import type { WaysSlice } from './slice.ts'
import type { Coming } from './way-forms.ts'

type Confirmed = { effective: 'now' | Date } | EmailRefused | WayRefused

async function confirmPage({ database: { read } }: WaysSlice, request: Coming, form: FormState): Promise<Reply> {
  const came = cameBy('confirmEmail', request.client)
  const way = came === null ? null : await openWayOf(read, 'confirmEmail', came.secret)
  const found = way === null ? undefined
    : await read.selectFrom('email_change').select('email').where('id', '=', way.changeId).executeTakeFirst()
  if (came !== null && found !== undefined) return page(<ConfirmEmailPage request={request} form={form} step={came.step} email={maskEmail(found.email)} />)
  return page(<GonePage request={request} purpose="confirmEmail" problems={form.problems} />, { status: 410, ...(came === null ? {} : { way: null }) })
}

/** 「確認電子郵件」, by whoever reads the new address. */
export function confirmRoutes(slice: WaysSlice): Route[] {
  const path = WAY_PATHS.confirmEmail
  return [
    route({
      method: 'GET', path, act: 'anyone', query: wayInAddress,
      handle: (request) => (request.query.way === undefined ? null : exchange('confirmEmail', request.query.way)) ?? confirmPage(slice, request, EMPTY_FORM),
    }),
    // Asked by POST: what scans mail for bad links opens every link once.
    route({
      method: 'POST', path, act: 'anyone', form: () => z.object({ way: optionalText(60), step: z.string().max(16).default('') }),
      handle: async (request) => {
        const { language } = request
        const m = messages(language)
        const meant = secretMeant('confirmEmail', request, request.form)
        if ('problem' in meant) return refused([{ ...meant.problem, field: null }])
        await slowDown(slice, request.client.address)
        const answer = await change<Confirmed>(slice.database, originOf(request), async (tx): Promise<Outcome<Confirmed>> => {
          const proved = await proveWay(tx, slice, 'confirmEmail', meant.typed, byLink)
          if ('outcome' in proved) return proved.outcome
          return confirmEmail(tx, proved.way.person, proved.way.changeId!)
        })
        if ('refused' in answer) return refused([{ field: null, message: m.notOpen }])
        const says = answer.effective === 'now' ? m.effective : m.held(showMoment(answer.effective, language))
        return page(<DonePage request={request} title={m.confirmTitle} done={m.confirmed} says={says} />, { way: null })
      },
      again: (request, form) => confirmPage(slice, request, form),
    }),
  ]
}
