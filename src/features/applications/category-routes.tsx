import { z } from 'zod'
import type { Database } from '../../store/database.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { page, problem } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import type { Route } from '../../web/route.ts'
import { loadState } from './catalogue-change.ts'
import { categoryForm, CategoryFormPage, categoryShape, newCategoryShape } from './catalogue-forms.tsx'
import { loadCategoryVersion } from './catalogue-rows.ts'
import type { CategoryFields } from './catalogue-rows.ts'
import { changedFields, keptChange, toPreview, versionIn } from './to-preview.ts'

const backShape = z.object({ preview: z.uuid().optional() })
// Who has it by birth is left for the administrator to say: no choice is made before.
const UNDECIDED = EMPTY_FORM

/** Adding and editing 權限類別. */
export function categoryRoutes(database: Database): Route[] {
  const { read } = database
  return [
    route({
      method: 'GET', path: '/manage/applications/:code/new-category', act: 'central', query: backShape,
      handle: async (request) => {
        const { params: { code }, query: { preview } } = request
        if ((await loadState(read, code)).application === null) return problem('notFound')
        const kept = await keptChange(database, request, preview)
        const filled = kept?.thing === 'category' && kept.application === code ? categoryForm(kept.fields as CategoryFields) : null
        const form = filled === null || kept?.thing !== 'category' ? UNDECIDED
          : { ...filled, typed: { ...filled.typed, code: [kept.category] } }
        return page(<CategoryFormPage request={request} form={form} version={0} code={code} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/new-category', act: 'central', form: newCategoryShape,
      handle: async (request) => {
        const { code: category, version: _, ...fields } = request.form
        return toPreview(database, request, { thing: 'category', application: request.params.code, category, base: 0, fields })
      },
      again: (request, form) =>
        page(<CategoryFormPage request={request} form={form} version={0} code={request.params.code} />),
    }),
    route({
      method: 'GET', path: '/manage/applications/:code/categories/:category', act: 'central', query: backShape,
      handle: async (request) => {
        const { params: { code, category }, query: { preview } } = request
        const stored = (await loadState(read, code)).categories.get(category)
        if (stored === undefined) return problem('notFound')
        const kept = await keptChange(database, request, preview)
        const typed = kept?.thing === 'category' && kept.application === code && kept.category === category ? kept.fields : {}
        const form = categoryForm({ ...stored.fields, ...typed })
        return page(<CategoryFormPage request={request} form={form} version={stored.version} code={code} category={category} />)
      },
    }),
    route({
      method: 'POST', path: '/manage/applications/:code/categories/:category', act: 'central', form: categoryShape,
      handle: async (request) => {
        const { params: { code, category }, form: { version, ...typed } } = request
        const base = await loadCategoryVersion(read, code, category, version)
        if (base === null) return problem('notFound')
        const fields = changedFields<CategoryFields>(base.fields, typed)
        return toPreview(database, request, { thing: 'category', application: code, category, base: version, fields })
      },
      again: (request, form) => {
        const { code, category } = request.params
        return page(<CategoryFormPage request={request} form={form} version={versionIn(form)} code={code} category={category} />)
      },
    }),
  ]
}
