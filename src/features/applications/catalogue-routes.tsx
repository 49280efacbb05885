import { z } from 'zod'
import { requestOrigin } from '../../store/request-origin.ts'
import type { Day } from '../../core/days.ts'
import type { Database } from '../../store/database.ts'
import { typedIn, versionField } from '../../web/form.ts'
import type { FormState } from '../../web/form.ts'
import { page, problem, redirect } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { Route } from '../../web/route.ts'
import { ApplicationPage, applicationPath } from './application-page.tsx'
import { loadState } from './catalogue-change.ts'
import type { ApplicationForm, CatalogueChange } from './catalogue-change.ts'
import {
  applicationForm, ApplicationFormPage, applicationShape, applicationTyped, newApplicationShape,
} from './catalogue-forms.tsx'
import { CataloguePage } from './catalogue-page.tsx'
import { loadApplicationVersion, loadCatalogue } from './catalogue-rows.ts'
import { categoryRoutes } from './category-routes.tsx'
import { agencyName, listApplications, showApplication } from './list-catalogue.ts'
import { outageRoutes } from './outage-routes.tsx'
import { listAffected, openPreview, readPreview, recordListed } from './preview-change.ts'
import { AffectedPeoplePage, PreviewPage } from './preview-page.tsx'
import { saveChange } from './save-change.ts'
import { changedFields, keptChange, previewPath, toPreview, versionIn } from './to-preview.ts'

const listShape = z.object({
  q: z.string().max(100).default(''),
  show: z.enum(['all', 'out', 'notGrantable', 'certificate', 'test']).default('all'),
  sort: z.enum(['position', 'code', 'name', 'heading']).default('position'),
})

function readingRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/applications', act: 'central', query: listShape,
      handle: async (request) => {
        const { q, show, sort } = request.query
        const found = await listApplications(database.read, request.today, { search: q.trim(), filter: show, sort })
        return page(<CataloguePage request={request} asked={{ q: q.trim(), show, sort }} found={found} />)
      },
    }),
    route({
      method: 'GET', path: '/manage/applications/:code', act: 'central',
      query: z.object({ saved: z.enum(['change', 'outage', 'withdrawn']).optional() }),
      handle: async (request) => {
        const shown = await showApplication(database, request.params.code, request.today)
        return shown === null ? problem('notFound')
          : page(<ApplicationPage request={request} shown={shown} saved={request.query.saved} />)
      },
    }),
  ]
}

// Back from the preview, or from the picker of agencies.
const backShape = z.object({ preview: z.uuid().optional(), agencyRoot: z.string().regex(/^[0-9A-Za-z]{10}$/).optional() })

/** The form with the agency in it that was picked, and its name. */
async function withRoot({ read }: Database, form: FormState, picked: string | undefined, today: Day) {
  const filled = picked === undefined ? form : { ...form, typed: { ...form.typed, agencyRoot: [picked] } }
  const name = await agencyName(read, typedIn(filled, 'agencyRoot'), today)
  return { form: filled, root: name === null ? null : { name, nameEn: null } }
}

function editingRoutes(database: Database): Route[] {
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/applications/:code/edit', act: 'central', query: backShape,
      handle: async (request) => {
        const { params: { code }, query: { preview, agencyRoot }, today } = request
        const { application } = await loadState(read, code)
        if (application === null) return problem('notFound')
        const kept = await keptChange(database, request, preview)
        const typed = kept?.thing === 'application' && kept.application === code ? kept.fields : {}
        const form = applicationForm({ ...application.fields, position: application.position, ...typed })
        const filled = await withRoot(database, form, agencyRoot, today)
        return page(<ApplicationFormPage request={request} {...filled} version={application.version} code={code} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/edit', act: 'central', form: applicationShape,
      handle: async (request) => {
        const { params: { code }, form } = request
        const base = await loadApplicationVersion(read, code, form.version)
        if (base === null) return problem('notFound')
        const fields = changedFields<ApplicationForm>({ ...base.fields, position: base.position }, applicationTyped(form))
        return toPreview(database, request, { thing: 'application', application: code, base: form.version, fields })
      },
      again: (request, form) => page(
        <ApplicationFormPage request={request} form={form} version={versionIn(form)} code={request.params.code} />),
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/service', act: 'central',
      form: () => z.object({ version: versionField, inService: z.enum(['yes', 'no']) }),
      handle: async (request) => {
        const { params: { code }, form: { version, inService } } = request
        if (await loadApplicationVersion(read, code, version) === null) return problem('notFound')
        const fields = { inService: inService === 'yes' }
        return toPreview(database, request, { thing: 'application', application: code, base: version, fields })
      },
      // Somebody else has done it already.
      again: async (request) => {
        const shown = await showApplication(database, request.params.code, request.today)
        return shown === null ? problem('notFound') : page(<ApplicationPage request={request} shown={shown} refused="nothing" />)
      },
    }),
  ]
}

// What a new one is where nothing is said: whatever lets nobody in.
const NEW: Omit<ApplicationForm, 'position'> = {
  name: '', category: '', description: '', audience: null, grantable: true, requiresCertificate: false, passkeyAllowed: false,
  openToAgencyCard: false, dutyAllowed: false, secondManager: false, agencyRoot: null, test: false, inService: true,
  launchUrl: null, remark: '',
}

async function newForm({ read }: Database, kept: CatalogueChange | null): Promise<FormState> {
  const { applications } = await loadCatalogue(read)
  const position = Math.max(0, ...[...applications.values()].map((one) => one.position)) + 1
  if (kept?.thing !== 'application') return applicationForm({ ...NEW, position })
  const form = applicationForm({ ...NEW, position, ...kept.fields })
  return { ...form, typed: { ...form.typed, code: [kept.application] } }
}

function newRoutes(database: Database): Route[] {
  return [
    route({
      method: 'GET', path: '/manage/new-application', act: 'central', query: backShape,
      handle: async (request) => {
        const { query: { preview, agencyRoot }, today } = request
        const form = await newForm(database, await keptChange(database, request, preview))
        return page(<ApplicationFormPage request={request} {...await withRoot(database, form, agencyRoot, today)} version={0} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/new-application', act: 'central', form: newApplicationShape,
      handle: async (request) => {
        const { code, ...form } = request.form
        return toPreview(database, request, { thing: 'application', application: code, base: 0, fields: applicationTyped(form) })
      },
      again: (request, form) => page(<ApplicationFormPage request={request} form={form} version={0} />),
    }),
  ]
}

const namesShape = z.object({
  side: z.enum(['gained', 'lost']), category: z.string().max(32).optional(), after: z.string().max(100).optional(),
})

function previewRoutes(database: Database): Route[] {
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/applications/:code/previews/:id', act: 'central',
      handle: async (request) => {
        const { params: { code, id }, actor } = request
        const kept = await readPreview(read, actor.sessionId, id)
        if (kept === null || kept.change.application !== code) return problem('notFound')
        const opened = await openPreview(read, id, kept)
        if ('preview' in opened) return page(<PreviewPage request={request} preview={opened.preview} />)
        return afresh(await toPreview(database, request, kept.change, true), code)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/previews/:id', act: 'central',
      handle: async (request) => {
        const { params: { code, id }, actor, today } = request
        const kept = await readPreview(read, actor.sessionId, id)
        if (kept === null || kept.change.application !== code) return problem('notFound')
        const saved = await saveChange(database, requestOrigin(request), actor, kept, today)
        if ('saved' in saved) return redirect(`${applicationPath(code)}?saved=change`)
        if (saved.refused === 'notCentral') return problem('notFound')
        return afresh(await toPreview(database, request, kept.change, true), code)
      },
    }),
    route({
      method: 'GET', path: '/manage/applications/:code/previews/:id/people', act: 'central', query: namesShape,
      handle: async (request) => {
        const { params: { code, id }, actor, query, today } = request
        const kept = await readPreview(read, actor.sessionId, id)
        if (kept === null || kept.change.application !== code) return problem('notFound')
        const opened = await openPreview(read, id, kept)
        if (!('preview' in opened)) return redirect(previewPath(kept.change, id))
        const listed = await listAffected(read, opened.preview, query, today)
        await recordListed(database, requestOrigin(request), opened.preview, query.side, listed.rows.length)
        return page(
          <AffectedPeoplePage
            request={request} preview={opened.preview} side={query.side} category={query.category} page={listed}
          />)
      },
    }),
  ]
}

// What was proposed cannot be any more, or has been done by somebody else: the application's own page says how it stands.
function afresh(reply: Awaited<ReturnType<typeof toPreview>>, code: string) {
  return reply.kind === 'redirect' ? reply : redirect(applicationPath(code))
}

/** 「應用系統管理」: the catalogue, its categories and notices of outages. All of it is the centre's. */
export function catalogueRoutes({ database }: { database: Database }): Route[] {
  return [
    ...readingRoutes(database), ...editingRoutes(database), ...newRoutes(database), ...previewRoutes(database),
    ...categoryRoutes(database), ...outageRoutes(database),
  ]
}
