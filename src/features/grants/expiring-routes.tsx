import { z } from 'zod'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { addressOf } from '../../web/address.ts'
import { EMPTY_FORM, freeText, optionalDay } from '../../web/form.ts'
import { readPeriod } from '../../web/period.ts'
import { page, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { letEnd, listExpiring, MOST_EXPIRING, renewGrants } from './expiring-grants.ts'
import { expiringMessages } from './expiring-messages.ts'
import { ExpiringPage } from './expiring-page.tsx'
import { EXPIRING_PATH, grantRef, receiverName } from './grant-parts.tsx'
import { refusalText } from './refusal-messages.ts'
import type { Database } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { RedirectReply, RefusedReply, Reply } from '../../web/reply.ts'
import type { PageRequest, Route } from '../../web/route.ts'
import type { Renewed } from './expiring-grants.ts'
import type { ExpiringDone } from './expiring-page.tsx'

const count = z.string().regex(/^\d{1,2}$/).transform(Number).default(0)
const ref = z.string().max(50)

async function show(database: Database, request: PageRequest<'manage'>, form: FormState, done: ExpiringDone | null): Promise<Reply> {
  const { actor, today } = request
  const grants = await listExpiring(database.read, actor, today)
  await recordListSeen(database, requestOrigin(request), actor.authority, {
    list: 'expiring-grants', asOf: today, agency: null, asked: {},
    rows: grants.filter(({ receiver }) => receiver.to === 'person').length,
  })
  return page(<ExpiringPage request={request} grants={grants} form={form} done={done} />)
}

/** What came of it: back to the list where all went well, else the form with each that did not, and what did. */
function answered({ changed, proposed, refused: failed }: Renewed, language: Language): RedirectReply | RefusedReply {
  const m = expiringMessages(language)
  if (failed.length === 0) return redirect(addressOf(EXPIRING_PATH, { renewed: String(changed), proposed: String(proposed) }))
  const others = changed + proposed === 0 ? [] : [{ field: null, message: m.others(changed, proposed) }]
  return refused([...failed.map(({ grant, why }) => ({
    field: null,
    message: m.refused(receiverName(grant.receiver, language), grant.application,
      why === 'endsBeforeStart' ? m.notLonger : refusalText(why, language)),
  })), ...others])
}

/** 「即將到期的授權」. */
export function expiringRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: EXPIRING_PATH, act: 'manage', query: z.object({ renewed: count, proposed: count, let: count }),
      handle: (request) => show(database, request, EMPTY_FORM, request.query),
    }),
    route({
      method: 'POST', path: EXPIRING_PATH, act: 'manage',
      form: (language) => z.object({
        grant: z.array(ref).max(MOST_EXPIRING), to: optionalDay(language), permanent: z.enum(['yes']).optional(),
        reason: freeText(500), press: z.enum(['renew', 'let']),
      }),
      handle: async (request) => {
        const { actor, form, today, language } = request
        const wanted = new Set(form.grant)
        const grants = (await listExpiring(database.read, actor, today)).filter((grant) => wanted.has(grantRef(grant)))
        if (grants.length === 0) return refused([{ field: null, message: expiringMessages(language).noneChosen }])
        if (form.press === 'let') {
          await letEnd(database, actor.personId!, grants)
          return redirect(addressOf(EXPIRING_PATH, { let: String(grants.length) }))
        }
        const read = readPeriod({ ...form, from: null }, today, language)
        if ('problems' in read) return refused(read.problems)
        const { period: { to }, reason } = read
        return answered(await renewGrants(database, requestOrigin(request), actor, grants, { to, reason, today }), language)
      },
      again: (request, form) => show(database, request, form, null),
    }),
  ]
}
