/** From a form of the catalogue to the preview of what it says, and back. */
import { catalogueMessages } from './catalogue-messages.ts'
import { preparePreview, readPreview } from './preview-change.ts'
import type { CatalogueChange, ChangeRefusal } from './catalogue-change.ts'
import type { Database } from '../../store/database.ts'
import type { FormState } from '../../web/form.ts'
import { redirect, refused } from '../../web/reply.ts'
import type { LocalPath, RedirectReply, RefusedReply } from '../../web/reply.ts'
import type { PageRequest } from '../../web/route.ts'

type Central = Pick<PageRequest<'central'>, 'actor' | 'today' | 'language'>

/** What of the typed fields is other than in the version that was edited. */
export function changedFields<F extends object>(base: F, typed: F): Partial<F> {
  return Object.fromEntries(Object.entries(typed).filter(([name, value]) => base[name as keyof F] !== value)) as Partial<F>
}

/** The version that a form was made from, as it stands in its hidden field. */
export const versionIn = (form: FormState): number => Number(form.typed.version?.[0]) || 0

// The field that a refusal is about, where it is about one.
const FIELD_OF: Partial<Record<ChangeRefusal | 'notCounted', string>> = { taken: 'code', webHrDuty: 'flags', unknownAgency: 'agencyRoot' }

/** Where a preview is shown. */
export const previewPath = (change: CatalogueChange, id: string): LocalPath =>
  `/manage/applications/${change.application}/previews/${id}`

/** Leads to the preview of the change, or shows the form again with what speaks against it. */
export async function toPreview(
  database: Database, { actor, today, language }: Central, change: CatalogueChange, stale = false,
): Promise<RedirectReply | RefusedReply> {
  const prepared = await preparePreview(database, actor.sessionId, change, today, stale)
  if ('id' in prepared) return redirect(previewPath(change, prepared.id))
  const { refused: why } = prepared
  return refused([{ field: FIELD_OF[why] ?? null, message: catalogueMessages(language).refused[why] }])
}

/** What a kept preview would change, to go on editing it; null where there is none (any more). */
export async function keptChange(
  { read }: Pick<Database, 'read'>, { actor }: Pick<Central, 'actor'>, preview: string | undefined,
): Promise<CatalogueChange | null> {
  return preview === undefined ? null : (await readPreview(read, actor.sessionId, preview))?.change ?? null
}
