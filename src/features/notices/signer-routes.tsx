// The addresses of signing, and of who has signed.
import { z } from 'zod'
import { recordedRows } from '../../store/exported.ts'
import { recordListSeen } from '../../store/list-seen.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { exportReply, FORMATS } from '../../web/export-reply.ts'
import { versionField } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { managedNotice } from './list-managed.ts'
import { countSigners, listSigners, SIGNER_SORTS, SIGNERS, signersOrder } from './list-signers.ts'
import { noticePage } from './routes.tsx'
import { signNotice } from './sign-notice.ts'
import { signerMessages } from './signer-messages.ts'
import { SignersPage } from './signers-page.tsx'
import { LIST_PATH, MANAGE_PATH, noticePath } from './slice.ts'
import type { Reader } from '../../store/database.ts'
import type { Format } from '../../web/export-reply.ts'
import type { Route } from '../../web/route.ts'
import type { Signer, SignersAsked, SignersShown, SignersSort } from './list-signers.ts'
import type { ManageRequest } from './managed-pages.tsx'
import type { Notice } from './notice-rows.ts'
import type { NoticeSlice } from './slice.ts'

const LIST = 'acknowledgements'
const cursor = z.string().max(50).optional()
const shownField = z.enum(SIGNERS).or(z.literal('')).default('waiting')
const sortField = z.enum(SIGNER_SORTS).optional()
const shownOf = (shown: z.output<typeof shownField>): SignersShown => (shown === '' ? 'waiting' : shown)

const askedOf = ({ actor, today }: ManageRequest, { id, audience }: Notice): SignersAsked =>
  ({ notice: id, audience, authority: actor.authority, today })

function signRoute(slice: NoticeSlice): Route {
  return route({
    method: 'POST', path: `${LIST_PATH}/:id/acknowledge`, act: 'person', form: () => z.object({ version: versionField }),
    handle: async (request) => {
      const { actor, now, today, language, params, form } = request
      const answer = await signNotice(slice.database, requestOrigin(request), { actor, now, today }, { id: params.id, version: form.version })
      if (!('refused' in answer)) return redirect(`${noticePath(params.id)}?done=signed`)
      return answer.refused === 'notFound' ? problem('notFound')
        : refused([{ field: null, message: signerMessages(language).refused[answer.refused] }])
    },
    again: (request, form) => noticePage(slice, request, request.params.id, { form }),
  })
}

/** The announcement, where the actor writes there and something is to be signed for. */
async function signable(db: Reader, request: ManageRequest, id: string): Promise<Notice | null> {
  const notice = await managedNotice(db, request, id)
  return notice?.mustAcknowledge === true ? notice : null
}

function listRoute({ database }: NoticeSlice): Route {
  return route({
    method: 'GET', path: `${MANAGE_PATH}/:id/acknowledgements`, act: 'manage', query: z.object({ shown: shownField, sort: sortField, after: cursor, before: cursor }),
    handle: async (request) => {
      const { actor, params, query, today } = request
      const notice = await signable(database.read, request, params.id)
      if (notice === null) return problem('notFound')
      const asked = askedOf(request, notice)
      const shown = shownOf(query.shown)
      const sort = signersOrder(shown, query.sort ?? null)
      const [found, counts] = await Promise.all([listSigners(database.read, asked, shown, { ...query, sort }), countSigners(database.read, asked)])
      await recordListSeen(database, requestOrigin(request), actor.authority, {
        list: LIST, asOf: today, agency: notice.agency?.code ?? null, asked: { announcement: notice.id, shown }, rows: found.signers.length,
      })
      return page(<SignersPage request={request} notice={notice} shown={shown} sort={sort} counts={counts} page={found} />)
    },
  })
}

const COLUMNS = ['agency_code', 'agency_name', 'person_key', 'name', 'unit', 'title', 'acknowledged'] as const
// As many as one statement answers at once for a file.
const A_PIECE = 1000

async function* every(db: Reader, asked: SignersAsked, shown: SignersShown, sort: SignersSort | null): AsyncGenerator<Signer> {
  for (let after: string | undefined = undefined; ;) {
    const found: Awaited<ReturnType<typeof listSigners>> = await listSigners(db, asked, shown, { after, sort }, A_PIECE)
    yield* found.signers
    if (found.next === null) return
    after = found.next
  }
}

function exportRoute({ database }: NoticeSlice, format: Format): Route {
  return route({
    method: 'GET', path: `${MANAGE_PATH}/:id/acknowledgements.${format}`, act: 'manage', query: z.object({ shown: shownField, sort: sortField }),
    handle: async (request) => {
      const { actor, params, query, today } = request
      const notice = await signable(database.read, request, params.id)
      if (notice === null) return problem('notFound')
      const shown = shownOf(query.shown)
      async function* rows(asked: SignersAsked) {
        for await (const one of every(database.read, asked, shown, query.sort ?? null)) {
          yield {
            agency_code: one.agency, agency_name: one.agencyName, person_key: one.key, name: one.name, unit: one.unit, title: one.title,
            acknowledged: one.at?.toISOString() ?? '',
          }
        }
      }
      const exported = {
        list: LIST, format, asOf: { day: today, known: 'now' as const }, agency: notice.agency?.code ?? null, asked: { announcement: notice.id, shown },
      }
      return exportReply(actor, {
        format, name: `acknowledgements-${shown}`, columns: COLUMNS,
        rows: recordedRows(database, requestOrigin(request), actor.authority, exported, () => rows(askedOf(request, notice))),
      })
    },
  })
}

export function signerRoutes(slice: NoticeSlice): Route[] {
  return [signRoute(slice), listRoute(slice), ...FORMATS.map((format) => exportRoute(slice, format))]
}
