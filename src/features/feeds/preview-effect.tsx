// A feed's effect in terms of access, on its page: who joins, moves and leaves, who becomes and ceases to be an officer, which
// agencies lose their last, and what everybody gains and loses, each number with its names.
import { addressOf } from '../../web/address.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import { feedPath, shownCount } from './feed-parts.tsx'
import { MOVES } from './preview-lists.ts'
import { previewMessages } from './preview-messages.ts'
import type { Day } from '../../core/days.ts'
import type { AccessCount } from '../../store/access-after.ts'
import type { Side } from '../../store/access-difference.ts'
import type { ApplicationNames } from '../../store/application-names.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FeedPreview, OfficerCount } from './preview-feed.ts'
import type { Move } from './preview-lists.ts'

/** `names`: of the applications, by their codes. */
type Props = { language: Language; feed: string; preview: FeedPreview; names: ApplicationNames }
type Line = { what: string; count: number; href: LocalPath | null }

export type PeopleAsked = Move | 'officers' | 'agencies'

/** The names behind a number. */
export const peopleAddress = (feed: string, what: PeopleAsked, day: Day, after = ''): LocalPath =>
  addressOf(feedPath(feed, '/people'), { what, day, after })

/** Who gains or loses an application on that day. */
export const rightsAddress = (
  feed: string, { application, side, day, active }: Pick<AccessCount, 'application' | 'side' | 'day' | 'active'>,
  more: { agency?: string; after?: string } = {},
): LocalPath => addressOf(feedPath(feed, '/rights'), { application, side, day, waiting: active ? '' : 'yes', ...more })

const isMove = (what: string): what is Move => (MOVES as readonly string[]).includes(what)

const OFFICER_COUNTS = ['officersGained', 'officersLost', 'supervisorsGained', 'supervisorsLost'] as const satisfies (keyof OfficerCount)[]

function linesOf({ language, feed, preview }: Omit<Props, 'names'>, day: Day): Line[] {
  const m = previewMessages(language)
  const office = preview.officers.find((one) => one.day === day)
  return [
    ...preview.effects.filter((one) => one.day === day).map(({ what, count }): Line =>
      ({ what: m.effects[what], count, href: isMove(what) ? peopleAddress(feed, what, day) : null })),
    ...(office === undefined ? [] : OFFICER_COUNTS.filter((which) => office[which] > 0).map((which): Line =>
      ({ what: m.officers[which], count: office[which], href: peopleAddress(feed, 'officers', day) }))),
  ]
}

function PeopleTable({ lines, language }: { lines: Line[]; language: Language }) {
  const m = previewMessages(language)
  if (lines.length === 0) return null
  return (
    <Table
      language={language} caption={m.people} rows={lines}
      columns={[
        { label: m.what, heading: true, cell: ({ what }) => what },
        { label: m.count, numeric: true, cell: ({ count }) => shownCount(count) },
        {
          label: m.names, actions: true,
          cell: ({ what, href }) => (href === null ? null : <ButtonLink kind="quiet" href={href} label={m.namesOf(what)}>{m.names}</ButtonLink>),
        },
      ]}
    />
  )
}

/** The number alone says nothing to who goes from link to link. */
function CountCell({ language, feed, counts }: { language: Language; feed: string; counts: AccessCount[] }) {
  const m = previewMessages(language)
  if (counts.length === 0) return <span class="soft">—</span>
  const named = ({ application, side }: AccessCount, text: string) => m.countOf(application, m.sides[side], text)
  return (
    <>
      {counts.map((count) => {
        const text = count.active ? m.peopleOf[count.side](shownCount(count.people), shownCount(count.whole)) : m.waiting(shownCount(count.people))
        return <div>{count.people === 0 ? text : <a href={rightsAddress(feed, count)} aria-label={named(count, text)}>{text}</a>}</div>
      })}
    </>
  )
}

function RightsTable({ language, feed, access, names }: Omit<Props, 'preview'> & { access: AccessCount[] }) {
  const m = previewMessages(language)
  const rows = [...Map.groupBy(access, ({ application }) => application)]
  if (rows.length === 0) return <p>{m.nothing}</p>
  const cell = (side: Side) => ([, counts]: [string, AccessCount[]]) => (
    <CountCell language={language} feed={feed} counts={counts.filter((one) => one.side === side)} />
  )
  return (
    <Table
      language={language} caption={m.applications} rows={rows}
      columns={[
        { label: m.application, heading: true, cell: ([application]) => <><span class="code">{application}</span> {names.get(application) ?? ''}</> },
        { label: m.gain, cell: cell('gained') },
        { label: m.lose, cell: cell('lost') },
        {
          label: m.rights, numeric: true,
          cell: ([, counts]) => {
            const sum = (side: Side) => counts.filter((one) => one.side === side && one.active).reduce((all, { rights }) => all + rights, 0)
            return <span class="whole">+{shownCount(sum('gained'))} −{shownCount(sum('lost'))}</span>
          },
        },
      ]}
    />
  )
}

// Contracts end on all days of years to come; what is near is what one decides by.
const MOST_DAYS = 60

function Later({ language, feed, preview }: Props) {
  const m = previewMessages(language)
  const days = [...new Set([...preview.effects, ...preview.officers, ...preview.access, ...preview.agencies].map(({ day }) => day))]
    .filter((day) => day > preview.day).toSorted()
  if (days.length === 0) return null
  return (
    <section aria-labelledby="later">
      <h3 id="later">{m.later}</h3>
      <p>{m.laterLead}</p>
      <Table
        language={language} caption={m.byDay} rows={days.slice(0, MOST_DAYS)}
        columns={[
          { label: m.from, heading: true, cell: (day) => showDay(day, language) },
          {
            label: m.people,
            cell: (day) => linesOf({ language, feed, preview }, day).map(({ what, count, href }) => (
              <div>{href === null ? what : <a href={href}>{what}</a>} {shownCount(count)}</div>
            )),
          },
          {
            label: m.applications,
            cell: (day) => preview.access.filter((one) => one.day === day && one.active && one.people > 0).map((one) => (
              <div><a href={rightsAddress(feed, one)}>{one.application} {m.sides[one.side]}</a> {shownCount(one.people)}</div>
            )),
          },
        ]}
      />
      {days.length <= MOST_DAYS ? null : <p>{m.moreDays(shownCount(days.length - MOST_DAYS))}</p>}
    </section>
  )
}

/** `today`: to say that it was counted on another day, where the feed waits still. */
export function FeedEffect(props: Props & { today: Day; waits: boolean }) {
  const { language, feed, preview, names, today, waits } = props
  const m = previewMessages(language)
  const { day, countedAt } = preview
  const losing = preview.agencies.filter((one) => one.day === day)
  const lost = losing.length
  return (
    <section aria-labelledby="effect">
      <h2 id="effect">{m.title}</h2>
      <p class="soft">{m.counted(showDay(day, language), showMoment(countedAt, language))}</p>
      {waits && today !== day ? <p>{m.past}</p> : null}
      {lost === 0 ? null : (
        <Notice kind="warning" title={m.agenciesLose(shownCount(lost))}>
          <p><a href={peopleAddress(feed, 'agencies', day)}>{m.someAgencies}</a></p>
        </Notice>
      )}
      <PeopleTable lines={linesOf(props, day)} language={language} />
      <RightsTable language={language} feed={feed} names={names} access={preview.access.filter((one) => one.day === day)} />
      <Later {...props} />
    </section>
  )
}
