// 「公告與投票管理」: the addresses of those who write.
import { z } from 'zod'
import { maskNationalIdsIn } from '../../core/national-id.ts'
import { stateOf } from '../../core/notices.ts'
import { loadTree } from '../../store/agency-tree.ts'
import { requestOrigin } from '../../store/request-origin.ts'
import { EMPTY_FORM, filledForm, requiredText, typedIn, versionField } from '../../web/form.ts'
import { page, problem, redirect, refused } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { editorShape, FORM_BYTES, formOf, looseShape, newForm, readEditor, refusalProblem } from './editor-form.ts'
import { editorMessages } from './editor-messages.ts'
import { EditorPage, WithdrawPage } from './editor-page.tsx'
import { exportManagedRoutes } from './export-managed.ts'
import { CENTRE, deskAsked, deskCode, listManaged, managedNotice, noticeInVersion, shownField, shownOf, versionsOf } from './list-managed.ts'
import { ManagedFiles } from './file-parts.tsx'
import { filesOf } from './files.ts'
import { deskAddress, DONE, ManagedNoticePage, ManagedNoticesPage } from './managed-pages.tsx'
import { countSigners } from './list-signers.ts'
import { SignersSummary } from './signers-page.tsx'
import { managedPath, MANAGE_PATH } from './slice.ts'
import { editNotice, withdrawNotice, writeNotice } from './write-notice.ts'
import type { Reader } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Reply } from '../../web/reply.ts'
import type { Route } from '../../web/route.ts'
import type { Done, ManageRequest } from './managed-pages.tsx'
import type { NamedAgency } from './notice-rows.ts'
import type { NoticeSlice } from './slice.ts'

const id = z.string().max(36).optional()
const newShape = (language: Language) => z.object({ ...editorShape(language).shape, agency: deskCode, number: z.uuid().optional() })
const editShape = (language: Language) => z.object({ ...editorShape(language).shape, version: versionField })
const agencyOf = (code: string) => (code === CENTRE ? null : code)
const writingOf = ({ actor, now, today }: ManageRequest) => ({ authority: actor.authority, now, today })

/** The page of one announcement as its writers have it; with the form of a file that was refused. */
export async function managedPage(
  { database: { read }, files: limits }: NoticeSlice, request: ManageRequest, noticeId: string,
  { version, done = null, form = EMPTY_FORM }: { version?: number | undefined; done?: Done | null; form?: FormState } = {},
): Promise<Reply> {
  const present = await managedNotice(read, request, noticeId)
  const notice = present === null || version === undefined ? present : await noticeInVersion(read, present.id, version)
  if (present === null || notice === null) return problem('notFound')
  const { actor, today } = request
  const asked = { notice: present.id, audience: present.audience, authority: actor.authority, today }
  const [versions, files, counts] = await Promise.all([
    versionsOf(read, present.id), filesOf(read, present.id), present.mustAcknowledge ? countSigners(read, asked) : null,
  ])
  const shown = { request, notice, present, versions, done, problems: form.problems }
  return page(
    <ManagedNoticePage {...shown}>
      {counts === null ? null : <SignersSummary request={request} notice={present} counts={counts} />}
      <ManagedFiles request={request} notice={present} files={files} form={form} limits={limits} />
    </ManagedNoticePage>,
  )
}

function listRoutes(slice: NoticeSlice): Route[] {
  const { read } = slice.database
  return [
    route({
      method: 'GET', path: MANAGE_PATH, act: 'manage',
      query: z.object({ agency: deskCode.optional(), shown: shownField, after: id, before: id, done: z.enum(DONE).optional() }),
      handle: async (request) => {
        const { query } = request
        const desk = await deskAsked(read, request, query.agency)
        if (desk === null) return problem('notFound')
        const filter = { agency: desk.agency?.code ?? null, shown: shownOf(query.shown) }
        const found = await listManaged(read, filter, query)
        return page(<ManagedNoticesPage request={request} desk={desk} filter={filter} page={found} done={query.done ?? null} />)
      },
    }),
    route({
      method: 'GET', path: `${MANAGE_PATH}/:id`, act: 'manage',
      query: z.object({ version: versionField.optional(), done: z.enum(DONE).optional() }),
      handle: (request) => managedPage(slice, request, request.params.id, { version: request.query.version, done: request.query.done ?? null }),
    }),
  ]
}

/** The agency whose code stands in the field, for its name. */
async function audienceNamed(db: Reader, { today }: ManageRequest, form: FormState): Promise<NamedAgency | null> {
  const code = typedIn(form, 'audience')
  return code === '' ? null : (await loadTree(db, [code], { day: today, known: 'now' })).agencies.get(code) ?? null
}

async function newPage(db: Reader, request: ManageRequest, agency: string | undefined, form: FormState | null, preview = false): Promise<Reply> {
  const desk = await deskAsked(db, request, agency)
  if (desk === null) return problem('notFound')
  const shown = form ?? newForm(desk.agency?.code ?? null)
  return page(<EditorPage request={request} desk={desk} notice={null} form={shown} audience={await audienceNamed(db, request, shown)} preview={preview} />)
}

async function editPage(db: Reader, request: ManageRequest, noticeId: string, form: FormState | null, preview = false): Promise<Reply> {
  const notice = await managedNotice(db, request, noticeId)
  if (notice === null) return problem('notFound')
  const shown = form ?? (notice.withdrawn
    ? { ...formOf(notice, request.language), problems: [refusalProblem('withdrawnAlready', request.language)] } : formOf(notice, request.language))
  return page(<EditorPage request={request} desk={notice} notice={notice} form={shown} audience={await audienceNamed(db, request, shown)} preview={preview} />)
}

/** The form as it stands, with an agency that a picker came back with. */
const picked = (form: FormState | null, audience: string | undefined): FormState | null =>
  audience === undefined || form === null ? form : { ...form, typed: { ...form.typed, audience: [audience] } }

const pickedCode = z.string().max(10).optional()

function newRoutes({ database }: NoticeSlice): Route[] {
  const { read } = database
  const path = `${MANAGE_PATH}/new` as const
  return [
    route({
      method: 'GET', path, act: 'manage', query: z.object({ agency: deskCode.optional(), audience: pickedCode }),
      handle: (request) => {
        const { agency, audience } = request.query
        return newPage(read, request, agency, picked(audience === undefined ? null : newForm(null), audience))
      },
    }),
    route({
      method: 'POST', path, act: 'manage', limits: { bytes: FORM_BYTES }, form: newShape,
      handle: async (request) => {
        const { form, language, today } = request
        const asked = readEditor(form, today, language)
        if ('problems' in asked) return refused(asked.problems)
        const agency = agencyOf(form.agency)
        const answer = await writeNotice(database, requestOrigin(request), writingOf(request), { agency, wish: asked.wish, number: form.number })
        if ('refused' in answer) return refused([refusalProblem(answer.refused, language)])
        return redirect(`${managedPath(answer.written)}?done=written`)
      },
      again: (request, form) => newPage(read, request, typedIn(form, 'agency') || undefined, form),
    }),
    route({
      method: 'POST', path: `${path}/preview`, act: 'manage', limits: { bytes: FORM_BYTES }, holderless: true, form: () => looseShape,
      handle: (request) => newPage(read, request, String(request.form['agency']) || undefined, filledForm(request.form as Record<string, string>), true),
      again: (request, form) => newPage(read, request, typedIn(form, 'agency') || undefined, form),
    }),
  ]
}

function editRoutes({ database }: NoticeSlice): Route[] {
  const { read } = database
  const path = `${MANAGE_PATH}/:id/edit` as const
  return [
    route({
      method: 'GET', path, act: 'manage', query: z.object({ audience: pickedCode }),
      handle: async (request) => {
        const { params, query, language } = request
        const notice = query.audience === undefined ? null : await managedNotice(read, request, params.id)
        return editPage(read, request, params.id, notice === null ? null : picked(formOf(notice, language), query.audience))
      },
    }),
    route({
      method: 'POST', path, act: 'manage', limits: { bytes: FORM_BYTES }, form: editShape,
      handle: async (request) => {
        const { form, language, params, today } = request
        const asked = readEditor(form, today, language)
        if ('problems' in asked) return refused(asked.problems)
        const answer = await editNotice(database, requestOrigin(request), writingOf(request), { id: params.id, version: form.version, wish: asked.wish })
        if ('refused' in answer) return refused([refusalProblem(answer.refused, language)])
        return redirect(`${managedPath(answer.written)}?done=edited`)
      },
      again: (request, form) => editPage(read, request, request.params.id, form),
    }),
    route({
      method: 'POST', path: `${path}/preview`, act: 'manage', limits: { bytes: FORM_BYTES }, holderless: true, form: () => looseShape,
      handle: (request) => editPage(read, request, request.params.id, filledForm(request.form as Record<string, string>), true),
      again: (request, form) => editPage(read, request, request.params.id, form),
    }),
  ]
}

async function withdrawPage(db: Reader, request: ManageRequest, noticeId: string, form: FormState): Promise<Reply> {
  const notice = await managedNotice(db, request, noticeId)
  if (notice === null || notice.withdrawn) return problem('notFound')
  return page(<WithdrawPage request={request} notice={notice} shown={stateOf(notice, request.now) === 'shown'} form={form} />)
}

function withdrawRoutes({ database }: NoticeSlice): Route[] {
  const path = `${MANAGE_PATH}/:id/withdraw` as const
  return [
    route({ method: 'GET', path, act: 'manage', handle: (request) => withdrawPage(database.read, request, request.params.id, EMPTY_FORM) }),
    route({
      method: 'POST', path, act: 'manage',
      form: (language) => z.object({
        version: versionField, reason: requiredText(editorMessages(language).problems.reason, 500).transform(maskNationalIdsIn),
      }),
      handle: async (request) => {
        const { form, language, params } = request
        const answer = await withdrawNotice(database, requestOrigin(request), writingOf(request), { id: params.id, ...form })
        if ('refused' in answer) return answer.refused === 'notFound' ? problem('notFound') : refused([refusalProblem(answer.refused, language)])
        const notice = await managedNotice(database.read, request, params.id)
        return redirect(notice === null ? MANAGE_PATH : deskAddress(notice.agency, { done: 'withdrawn' }))
      },
      again: (request, form) => withdrawPage(database.read, request, request.params.id, form),
    }),
  ]
}

/** 「公告與投票管理」. */
export function managedNoticeRoutes(slice: NoticeSlice): Route[] {
  return [...listRoutes(slice), ...exportManagedRoutes(slice), ...newRoutes(slice), ...editRoutes(slice), ...withdrawRoutes(slice)]
}
