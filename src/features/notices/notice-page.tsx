import { DescriptionList } from '../../web/components/panel.tsx'
import { showMoment } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { FileList } from './file-parts.tsx'
import { Markdown } from './markdown.tsx'
import { messages } from './messages.ts'
import { audienceText, Marks, showEnd, writerName } from './parts.tsx'
import { LIST_PATH } from './slice.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { AttachedFile } from './files.ts'
import type { Notice } from './notice-rows.ts'

/** From whom, to whom and when, as its readers see it. */
export function NoticeFacts({ language, notice }: { language: Language; notice: Notice }) {
  const m = messages(language)
  const { agency, audience, audienceAgency, publishAt, withdrawAt, edited } = notice
  return (
    <DescriptionList
      items={[
        { term: m.by, value: writerName(agency, language) },
        { term: m.at, value: <time datetime={publishAt.toISOString()}>{showMoment(publishAt, language)}</time> },
        ...(edited === null || edited < publishAt ? [] : [{ term: m.edited, value: showMoment(edited, language) }]),
        ...(withdrawAt === null ? [] : [{ term: m.until, value: showEnd(withdrawAt, language) }]),
        { term: m.to, value: audienceText(audience, audienceAgency, language) },
      ]}
    />
  )
}

/** One announcement. */
export function NoticePage({ request, notice, files }: { request: FrameRequest; notice: Notice; files: readonly AttachedFile[] }) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={notice.title} breadcrumbs={[{ label: m.title, href: LIST_PATH }]}>
      <article>
        <p class="marks"><Marks language={language} notice={notice} /></p>
        <NoticeFacts language={language} notice={notice} />
        <Markdown text={notice.body} />
        <FileList language={language} notice={notice.id} files={files} />
      </article>
    </Page>
  )
}
