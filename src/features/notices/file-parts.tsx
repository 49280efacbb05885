// The files of an announcement on its pages.
import { ACCEPTED } from '../../core/attachments.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { FileField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { managementMenu } from '../../web/management-menu.ts'
import { managementMessages } from '../../web/management-messages.ts'
import { editorMessages } from './editor-messages.ts'
import { refusalProblem } from './editor-form.ts'
import { fileMessages } from './file-messages.ts'
import { deskAddress } from './managed-pages.tsx'
import { managedPath, noticePath } from './slice.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { AttachedFile, FileRefusal } from './files.ts'
import type { ManageRequest } from './managed-pages.tsx'
import type { Notice } from './notice-rows.ts'
import type { NoticeSlice } from './slice.ts'

/** Where a file is handed out to whoever may read its announcement, or write it. */
export const filePath = (notice: string, file: string): LocalPath => `${noticePath(notice)}/files/${file}`

/** A size as people read it: `830 KB`, `1.4 MB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}

const isFileRefusal = (refusal: FileRefusal): refusal is keyof ReturnType<typeof fileMessages>['refused'] =>
  Object.hasOwn(fileMessages('zh-TW').refused, refusal)

/** Why a file was not taken, beside the field. */
export const fileProblem = (refusal: FileRefusal, language: Language): FormProblem =>
  isFileRefusal(refusal) ? { field: 'file', message: fileMessages(language).refused[refusal] } : refusalProblem(refusal, language)

/** The files as readers have them. */
export function FileList({ language, notice, files }: { language: Language; notice: string; files: readonly AttachedFile[] }) {
  const m = fileMessages(language)
  if (files.length === 0) return null
  return (
    <section aria-labelledby="files">
      <h2 id="files">{m.files}</h2>
      <ul class="plain">
        {files.map(({ id, name, kind, bytes }) => (
          <li><a href={filePath(notice, id)} download>{name}</a> <span class="soft">{m.kinds[kind]} {sizeText(bytes)}</span></li>
        ))}
      </ul>
    </section>
  )
}

/** The files as writers have them, with the form for another. */
export function ManagedFiles({ request, notice, files, form, limits }: {
  request: ManageRequest; notice: Notice; files: readonly AttachedFile[]; form: FormState; limits: NoticeSlice['files']
}) {
  const { language } = request
  const m = fileMessages(language)
  const open = !notice.withdrawn
  return (
    <section aria-label={m.files}>
      {files.length === 0 ? <><h2>{m.files}</h2><p class="soft">{m.none}</p></> : (
        <Table
          language={language} caption={m.files} rows={files}
          columns={[
            { label: m.columns.name, heading: true, cell: ({ id, name }) => <a href={filePath(notice.id, id)} download>{name}</a> },
            { label: m.columns.kind, cell: ({ kind }) => m.kinds[kind] },
            { label: m.columns.size, numeric: true, cell: ({ bytes }) => sizeText(bytes) },
            { label: m.columns.added, cell: ({ addedAt }) => showMoment(addedAt, language) },
            ...(open ? [{
              label: m.columns.act, actions: true,
              cell: ({ id, name }: AttachedFile) => (
                <ButtonLink kind="quiet" href={`${managedPath(notice.id)}/files/${id}/remove`} label={m.removeNamed(name)}>{m.remove}</ButtonLink>
              ),
            }] : []),
          ]}
        />
      )}
      {!open || files.length >= limits.most ? null : (
        <Form request={request} action={`${managedPath(notice.id)}/files`} withFile>
          <FileField
            language={language} form={form} name="file" label={m.file} accept={ACCEPTED}
            hint={m.hint(Math.floor(limits.bytes / 1_048_576), limits.most)}
          />
          <Actions><Button kind="secondary">{m.add}</Button></Actions>
        </Form>
      )}
    </section>
  )
}

/** Asks before a file is removed. */
export function RemoveFilePage({ request, notice, file, problems }: {
  request: ManageRequest; notice: Notice; file: AttachedFile; problems: readonly FormProblem[]
}) {
  const { language } = request
  const m = fileMessages(language)
  return (
    <ConfirmPage
      request={request} title={m.removeTitle} menu={managementMenu(request)} problems={problems}
      breadcrumbs={[
        { label: managementMessages(language).title, href: '/manage' },
        { label: editorMessages(language).manageTitle, href: deskAddress(notice.agency) }, { label: notice.title, href: managedPath(notice.id) },
      ]}
      consequence={<p>{m.removeConsequence(file.name)}</p>} action={`${managedPath(notice.id)}/files/${file.id}/remove`}
      confirm={m.remove} cancel={managedPath(notice.id)}
    />
  )
}
