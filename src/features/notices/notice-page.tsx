import { Moment } from '../../web/components/moment.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { showMoment } from '../../web/days.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { Page } from '../../web/layout.tsx'
import { FileList } from './file-parts.tsx'
import { Markdown } from './markdown.tsx'
import { messages } from './messages.ts'
import { SignPanel } from './signers-page.tsx'
import { audienceText, Marks, showEnd, writerName } from './parts.tsx'
import { LIST_PATH } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AttachedFile } from './files.ts'
import type { Notice } from './notice-rows.ts'
import type { Signed } from './sign-notice.ts'

/** From whom, to whom and when, as its readers see it. */
export function NoticeFacts({ language, notice }: { language: Language; notice: Notice }) {
  const m = messages(language)
  const { agency, audience, audienceAgency, publishAt, withdrawAt, edited } = notice
  return (
    <DescriptionList
      items={[
        { term: m.by, value: writerName(agency, language) },
        { term: m.at, value: <Moment at={publishAt} language={language} /> },
        ...(edited === null || edited < publishAt ? [] : [{ term: m.edited, value: showMoment(edited, language) }]),
        ...(withdrawAt === null ? [] : [{ term: m.until, value: showEnd(withdrawAt, language) }]),
        { term: m.to, value: audienceText(audience, audienceAgency, language) },
      ]}
    />
  )
}

/** One announcement. */
export function NoticePage({ request, notice, files, signed, done = false, form = EMPTY_FORM }: {
  request: FrameRequest; notice: Notice; files: readonly AttachedFile[]
  /** When the reader signed for it, or null. */
  signed: Signed | null
  /** Just now. */
  done?: boolean
  form?: FormState
}) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={notice.title} breadcrumbs={[{ label: m.title, href: LIST_PATH }]} problems={form.problems}>
      <article>
        <p class="marks"><Marks language={language} notice={notice} signed={signed !== null} /></p>
        <NoticeFacts language={language} notice={notice} />
        <Markdown text={notice.body} title={notice.title} />
        <FileList language={language} notice={notice.id} files={files} />
        <SignPanel request={request} notice={notice} signed={signed} done={done} />
      </article>
    </Page>
  )
}
