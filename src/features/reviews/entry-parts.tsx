// How one decision is shown in a review: the columns that the lists share, and its name in a word.
import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { daysBetween } from '../../core/days.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button } from '../../web/components/button.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { WithDays } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import { needsConfirming, personOf, refText } from './entry.ts'
import { messages } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { Day } from '../../core/days.ts'
import type { Column } from '../../web/components/table.tsx'
import type { Language } from '../../web/language.ts'
import type { AudienceGrantEntry, DutyEntry, Entry, EntryRef, RestsOn } from './entry.ts'

/** The posts that something suspended could come to rest on, by person. */
export type PostChoices = ReadonlyMap<string, readonly { id: string; text: string }[]>

/** To whom a grant is given that is given to many. */
function audienceName(audience: AudienceGrantEntry['audience'], language: Language): string {
  return 'group' in audience ? messages(language).entry.group(audience.group.name) : DERIVED_GROUP_NAMES[audience.standing][language]
}

function toWhom(entry: Exclude<Entry, DutyEntry>, language: Language): string {
  return entry.person === null ? audienceName(entry.audience, language) : entry.person.name
}

/** 「王小明 A5」, 「甲機關 → 乙機關 兼辦」: the entry in a word, for buttons and problems. */
export function entryName(entry: Entry, language: Language): string {
  const m = messages(language).entry
  switch (entry.kind) {
    case 'grant': return `${toWhom(entry, language)} ${entry.application.code}`
    case 'membership': return `${entry.person.name} ${entry.group.name}`
    case 'delegation': return `${entry.person.name} ${m.management}`
    case 'duty': return `${entry.acting.name} → ${entry.served.name} ${m.duty}`
  }
}

const postText = ({ agencyName, agency, unit, title }: RestsOn, at: string): string =>
  `${agency === at ? '' : agencyName}${unit}${title}`

/** Whom it concerns, with the box by which it is chosen for a press of the whole list (`checked`; null: no box). */
function Whom({ entry, checked, language }: { entry: Entry; checked: ((ref: string) => boolean) | null; language: Language }) {
  const m = messages(language)
  const name = entry.kind === 'duty'
    ? <>{m.entry.acting(entry.acting.name)}<span class="below-plain">{m.entry.served(entry.served.name)}</span></>
    : toWhom(entry, language)
  const ref = refText(entry)
  return (
    <>
      {checked === null ? name : (
        <label class="pick">
          <input
            type="checkbox" name="entry" value={ref} checked={checked(ref)}
            aria-label={m.actOf(m.entry.select, entryName(entry, language))}
          />
          <span>{name}</span>
        </label>
      )}
      {entry.kind === 'duty' || entry.post === null ? null : <span class="below">{postText(entry.post, entry.agency.code)}</span>}
    </>
  )
}

// More than these wait behind their number, so that one can look through a list of duties.
const FEW = 3

function Applications({ applications, language }: { applications: DutyEntry['applications']; language: Language }) {
  const list = applications.map(({ code, name }) => <div><span class="code">{code}</span> {name}</div>)
  return applications.length <= FEW ? <>{list}</>
    : <Disclosure summary={messages(language).entry.applicationsCount(applications.length)}>{list}</Disclosure>
}

function What({ entry, language }: { entry: Entry; language: Language }) {
  const m = messages(language).entry
  switch (entry.kind) {
    case 'grant': {
      const { application, category } = entry
      const called = language === 'en' ? category.nameEn ?? category.name : category.name
      return <><span class="code">{application.code}</span> {application.name}<span class="below">{called}</span></>
    }
    case 'membership':
      return <>{m.group(entry.group.name)}<span class="below code">{entry.applications.join(' ')}</span></>
    case 'delegation': return <>{entry.scope === null ? m.wholeScope : m.onlyScope(entry.scope.name)}</>
    case 'duty': return <Applications applications={entry.applications} language={language} />
  }
}

function State({ entry, today, language }: { entry: Entry; today: Day; language: Language }) {
  const m = messages(language).entry
  const { state, ground, lapses, flags } = entry
  return (
    <>
      {state === 'suspended' ? <Badge kind="warning">{m.suspended}</Badge> : null}
      {lapses === null ? null : (
        <span class="below"><WithDays text={m.lapses(showDayShort(lapses, language))} /> {m.daysLeft(daysBetween(today, lapses))}</span>
      )}
      {ground || state === 'ended' ? null : entry.kind === 'delegation' && entry.post.held
        ? <Badge kind="warning">{m.giverGone}</Badge> : <Badge kind="warning">{m.postOver}</Badge>}
      {flags.map(({ by, note }) => <p class="flag">{m.flag(by, note)}</p>)}
    </>
  )
}

/**
 * Whom, what, since when, by whom, when used, in which state, and what was decided on it (`decision`). `checked`: which boxes
 * are; null: there are none.
 */
export function entryColumns(
  language: Language, today: Day, checked: ((ref: string) => boolean) | null = null, decision: (entry: Entry) => Child = () => null,
): Column<Entry>[] {
  const m = messages(language).entry
  return [
    { label: m.whom, heading: true, cell: (entry) => <Whom entry={entry} checked={checked} language={language} /> },
    { label: m.what, cell: (entry) => <What entry={entry} language={language} /> },
    {
      label: m.period,
      cell: ({ from, to }) => (
        <>
          <span class="whole">{showDayShort(from, language)}</span>
          <span class="below-plain whole">{to === null ? m.permanent : m.to(showDayShort(to, language))}</span>
        </>
      ),
    },
    {
      label: m.giver,
      cell: (entry) => (
        <>
          {entry.givenBy ?? (entry.kind === 'delegation' && entry.byCard ? m.byCard : '—')}
          {entry.reason === null ? null : <span class="below">{entry.reason}</span>}
        </>
      ),
    },
    {
      label: m.used,
      cell: ({ used }) => (used === null ? <span class="soft">{m.unused}</span> : <span class="whole">{showDayShort(used, language)}</span>),
    },
    { label: m.state, cell: (entry) => <><State entry={entry} today={today} language={language} />{decision(entry)}</> },
  ]
}

/** The post that something suspended is to rest on, where there is a choice; its value names both. */
function PostChoice({ entry, posts, chosen, language }: {
  entry: Entry; posts: PostChoices; chosen: readonly string[]; language: Language
}) {
  const person = personOf(entry)
  if (person === null || !needsConfirming(entry)) return null
  const choices = posts.get(person.id) ?? []
  if (choices.length < 2) return null
  const m = messages(language).entry
  return (
    <select name="post" aria-label={m.post(person.name)}>
      <option value="">{m.choosePost}</option>
      {choices.map(({ id, text }) => {
        const value = `${entry.id}:${id}`
        return <option value={value} selected={chosen.includes(value)}>{text}</option>
      })}
    </select>
  )
}

/** 「保留」 and 「結束」 of one entry; a press that the page's one form carries. */
export function decideColumn(language: Language, label: string, { posts, chosen, decided, done = () => false }: {
  posts: PostChoices
  chosen: readonly string[]
  decided: (entry: EntryRef) => 'keep' | null
  /** Whether nothing is left to decide of it. */
  done?: (entry: EntryRef) => boolean
}): Column<Entry> {
  const m = messages(language)
  return {
    label, actions: true,
    cell: (entry) => done(entry) ? null : (
      <>
        <PostChoice entry={entry} posts={posts} chosen={chosen} language={language} />
        {decided(entry) === 'keep' ? <Badge kind="good">{m.entry.kept}</Badge> : (
          <Button kind="quiet" name="press" value={`keep ${refText(entry)}`} label={m.actOf(m.keep, entryName(entry, language))}>
            {m.keep}
          </Button>
        )}
        <Button kind="quiet" name="press" value={`end ${refText(entry)}`} label={m.actOf(m.end, entryName(entry, language))}>
          {m.end}
        </Button>
      </>
    ),
  }
}

/** 「保留」 and 「結束」 of all that are checked. */
export function CheckedActs({ language }: { language: Language }) {
  const m = messages(language)
  return (
    <p class="actions">
      <span class="soft">{m.handover.checked}</span>
      <Button name="press" value="keep">{m.keep}</Button>
      <Button name="press" value="end" kind="secondary">{m.end}</Button>
    </p>
  )
}
