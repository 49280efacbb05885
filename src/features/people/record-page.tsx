// 「人事資料」 of a person: what the feed has, posts over time, and what was known when.
import { Badge } from '../../web/components/badge.tsx'
import { DescriptionList, Disclosure, Empty } from '../../web/components/panel.tsx'
import { DayCell, Table, WithDays } from '../../web/components/table.tsx'
import { nameIn } from '../../web/agency-names.ts'
import { showDay, showMoment } from '../../web/days.ts'
import { DayForm } from './day-form.tsx'
import { messages } from './messages.ts'
import { Period, PersonPage } from './person-frame.tsx'
import { partPath } from './slice.ts'
import type { Actor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DayAsked } from './day-form.tsx'
import type { Subject } from './find-subject.ts'
import type { PersonRecord, PersonVersion, PostTime, PostVersion, RecordedPost } from './person-record.ts'

/** What else the record says of a post: only what is filled in. */
function detailsText(version: PostVersion, language: Language): string {
  const m = messages(language)
  const { staffCategory, supervisorLevel, nature, rank, jobSeries, section } = version
  const said = (value: string, says: (value: string) => string) => (value.trim() === '' ? '' : says(value))
  return [
    rank, said(jobSeries, m.jobSeries), said(staffCategory, m.staffCategory), said(supervisorLevel, m.supervisorLevel),
    said(nature, m.nature), section,
  ].filter((one) => one.trim() !== '').join(language === 'en' ? ', ' : '、')
}

const TIME_KIND: Record<PostTime, BadgeKind> = { future: 'warning', present: 'good', past: 'plain', withdrawn: 'danger' }

function knownText({ since, until }: PostVersion | PersonVersion, language: Language): string {
  const m = messages(language)
  return until === null ? showMoment(since, language) : `${showMoment(since, language)} ${m.knownUntil(showMoment(until, language))}`
}

/** What was thought of the post before it was corrected. */
function Earlier({ language, post: { earlier } }: { language: Language; post: RecordedPost }) {
  if (earlier.length === 0) return null
  return (
    <Disclosure summary={messages(language).corrections(earlier.length)}>
      <ul>
        {earlier.map((one) => (
          <li>
            <Period period={one} language={language} />{detailsText(one, language) === '' ? '' : `；${detailsText(one, language)}`}
            <span class="below">{messages(language).knownSince} <WithDays text={knownText(one, language)} /></span>
          </li>
        ))}
      </ul>
    </Disclosure>
  )
}

function Career({ language, posts }: { language: Language; posts: readonly RecordedPost[] }) {
  const m = messages(language)
  if (posts.length === 0) return <Empty title={m.noCareer} />
  return (
    <Table
      language={language} caption={m.career} rows={posts} count={posts.length}
      columns={[
        { label: m.time, cell: ({ time }) => <Badge kind={TIME_KIND[time]}>{m.times[time]}</Badge> },
        {
          label: m.agencyOf, heading: true,
          cell: ({ agency, agencyName: name, agencyNameEn: nameEn }) => (
            <>{nameIn({ name, nameEn }, language)} <span class="code soft">{agency}</span></>
          ),
        },
        {
          label: m.unitAndTitle,
          cell: ({ unit, title, kind }) => (
            <>{unit === '' ? null : `${unit} `}{title}{kind === 'concurrent' ? <> <Badge>{m.kinds.concurrent}</Badge></> : null}</>
          ),
        },
        { label: m.details, cell: ({ latest }) => detailsText(latest, language) || '—' },
        { label: m.period, cell: ({ latest }) => <Period period={latest} language={language} /> },
        {
          label: m.knownSince,
          cell: (post) => <><WithDays text={knownText(post.latest, language)} /><Earlier language={language} post={post} /></>,
        },
      ]}
    />
  )
}

function Names({ language, versions }: { language: Language; versions: readonly PersonVersion[] }) {
  const m = messages(language)
  return (
    <Table
      language={language} caption={m.names} rows={versions}
      columns={[
        { label: m.name, heading: true, cell: ({ name }) => name },
        { label: m.birthDate, cell: ({ birthDate }) => <DayCell day={birthDate} language={language} /> },
        { label: m.email, cell: ({ email }) => email ?? m.none },
        { label: m.knownSince, cell: (one) => <WithDays text={knownText(one, language)} /> },
      ]}
    />
  )
}

/** 「人事資料」. */
export function RecordPage({ request, person, record, day }: {
  request: FrameRequest & { actor: Actor }; person: Subject; record: PersonRecord; day: DayAsked
}) {
  const { language } = request
  const m = messages(language)
  const known = record.person
  return (
    <PersonPage request={request} person={person} part="record" problems={day.wrong?.problems ?? []}>
      <DayForm request={request} path={partPath(person.key, 'record')} day={day} />
      {known === null ? <Empty title={m.unknownThen} /> : (
        <>
          <DescriptionList
            items={[
              { term: m.name, value: known.name },
              {
                term: m.nationalId,
                value: (
                  <>
                    <span class="code">{person.nationalIdMasked}</span>{' '}
                    <a href={`${partPath(person.key, 'record')}/national-id`}>{m.reveal}</a>
                  </>
                ),
              },
              { term: m.birthDate, value: showDay(known.birthDate, language) },
              { term: m.email, value: known.email ?? m.none },
              { term: m.knownSince, value: showMoment(known.since, language) },
            ]}
          />
          <Career language={language} posts={record.posts} />
          {record.earlier.length === 0 ? null : <Names language={language} versions={[known, ...record.earlier]} />}
        </>
      )}
    </PersonPage>
  )
}
