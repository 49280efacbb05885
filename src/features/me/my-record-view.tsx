import { periodHolds } from '../../core/days.ts'
import { DescriptionList, Disclosure, Empty } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { showDay } from '../../web/days.ts'
import { messages } from './messages.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { MyRecord, RecordedPost } from './my-record.ts'

/** What else the record says of a post: only what is filled in. */
function detailsOf(post: RecordedPost, language: Language): string {
  const m = messages(language)
  const { staffCategory, supervisorLevel, nature, rank, jobSeries, section } = post
  const said = (value: string, says: (value: string) => string) => (value.trim() === '' ? '' : says(value))
  return [
    rank, said(jobSeries, m.jobSeries), said(staffCategory, m.staffCategory), said(supervisorLevel, m.supervisorLevel),
    said(nature, m.nature), section,
  ].filter((one) => one.trim() !== '').join(language === 'en' ? ', ' : '、')
}

function Posts({ request: { language, today }, posts }: { request: FrameRequest; posts: readonly RecordedPost[] }) {
  const m = messages(language)
  if (posts.length === 0) return <Empty title={m.noPosts} />
  return (
    <Table
      language={language} caption={m.posts} rows={posts}
      columns={[
        { label: m.agency, heading: true, cell: (post) => <>{post.agencyName} <span class="code soft">{post.agency}</span></> },
        { label: m.post, cell: (post) => [post.unit, post.title].filter((one) => one !== '').join('　') },
        { label: m.kind, words: true, cell: (post) => m.kinds[post.kind] },
        { label: m.details, cell: (post) => detailsOf(post, language) || '—' },
        { label: m.from, numeric: true, cell: (post) => <DayCell day={post.from} language={language} /> },
        {
          label: m.to, numeric: true,
          cell: (post) => (post.to === null ? periodHolds(post, today) ? m.current : '—' : <DayCell day={post.to} language={language} />),
        },
      ]}
    />
  )
}

function WrongAt({ request: { site, language }, code, name }: { request: FrameRequest; code: string; name: string }) {
  const words = messages(language).wrongAt(name)
  return <li>{site.has('/agencies') ? <a href={`/agencies/${code}`}>{words}</a> : words}</li>
}

/** 「資料有誤」: where the record is corrected, which is never here. */
function Wrong({ request, posts }: { request: FrameRequest; posts: readonly RecordedPost[] }) {
  const m = messages(request.language)
  const offices = new Map(posts.filter((post) => periodHolds(post, request.today)).map((post) => [post.agency, post.agencyName]))
  return (
    <Disclosure summary={m.wrong}>
      <p>{m.wrongWhy}</p>
      {posts.length > 0 && request.site.has('/me/reports') ? <p><a href="/me/reports">{m.wrongTell}</a></p> : null}
      {offices.size === 0 ? <p>{m.wrongNoPost}</p> : (
        <ul>
          {[...offices].map(([code, name]) => (
            <WrongAt request={request} code={code} name={name} />
          ))}
        </ul>
      )}
    </Disclosure>
  )
}

/** The personal record as the feed has it. */
export function MyRecordView({ request, record }: { request: FrameRequest; record: MyRecord }) {
  const { language } = request
  const m = messages(language)
  return (
    <section aria-labelledby="record">
      <h2 id="record">{m.record}</h2>
      <p class="soft">{m.recordLead}</p>
      <DescriptionList
        items={[
          { term: m.name, value: record.name },
          { term: m.nationalId, value: <span class="code">{record.nationalIdMasked}</span> },
          { term: m.birthDate, value: showDay(record.birthDate, language) },
          { term: m.email, value: record.email ?? m.none },
        ]}
      />
      <Posts request={request} posts={record.posts} />
      <Wrong request={request} posts={record.posts} />
    </section>
  )
}
