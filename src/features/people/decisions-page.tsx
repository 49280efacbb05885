import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { SelectField } from '../../web/components/fields.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { frameMessages } from '../../web/frame-messages.ts'
import { DayForm } from './day-form.tsx'
import { decisionMessages } from './decision-messages.ts'
import { DECISION_KINDS, DECISIONS_SHOWN } from './list-decisions.ts'
import { messages } from './messages.ts'
import { PersonPage } from './person-frame.tsx'
import { partPath } from './slice.ts'
import type { Day } from '../../core/days.ts'
import type { Actor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Column } from '../../web/components/table.tsx'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DayAsked } from './day-form.tsx'
import type { Subject } from './find-subject.ts'
import type { DecisionCondition, DecisionFilter, DecisionPage, ListedDecision } from './list-decisions.ts'

const KIND_OF: Record<DecisionCondition, BadgeKind> = {
  active: 'good', notBegun: 'plain', suspended: 'warning', proposed: 'warning', lapsed: 'plain', postGone: 'warning', over: 'plain', ended: 'plain',
}

/** What the address says of the list. */
export function saidOf({ shown, kind, sort }: DecisionFilter, asOf: Day | null): Record<string, string> {
  return { shown: shown === 'current' ? '' : shown, kind, sort: sort === '-from' ? '' : sort, asOf: asOf ?? '' }
}

/** What was decided, in words. */
function What({ language, decision }: { language: Language; decision: ListedDecision }) {
  const { kind, application, what, agency, other } = decision
  const m = decisionMessages(language)
  const at = agency === null ? null : nameIn(agency, language)
  if (kind === 'role') return <>{what?.code === 'auditor' ? frameMessages(language).standing.auditor : frameMessages(language).standing.central}</>
  if (kind === 'membership') return <>{what?.name} <span class="below">{at}</span></>
  if (kind === 'grant') {
    return (
      <>
        <span class="code">{application?.code}</span> {application?.name}{language === 'en' ? ': ' : '：'}{what === null ? '' : nameIn(what, language)}
        <span class="below">{at}</span>
      </>
    )
  }
  return <>{at}{other === null ? null : <span class="below">{m.to} <a href={partPath(other.key, 'record')}>{other.name}</a></span>}</>
}

function columnsOf(language: Language, path: LocalPath, filter: DecisionFilter, asOf: Day | null): Column<ListedDecision>[] {
  const m = decisionMessages(language)
  const words = messages(language)
  const sorted = (column: 'from' | 'to') => {
    const now = filter.sort === column ? 'ascending' as const : filter.sort === `-${column}` ? 'descending' as const : null
    const next: DecisionFilter['sort'] = now === 'ascending' ? `-${column}` : column
    return { href: addressOf(path, saidOf({ ...filter, sort: next }, asOf)), now }
  }
  return [
    { label: m.kind, words: true, cell: ({ kind }) => m.kinds[kind] },
    { label: m.what, heading: true, cell: (decision) => <What language={language} decision={decision} /> },
    {
      label: m.post,
      cell: ({ post }) => (post === null ? '—' : [post.agencyName, post.unit, post.title].filter((one) => one !== '').join(' ')),
    },
    { label: m.from, sort: sorted('from'), cell: ({ from }) => <DayCell day={from} language={language} /> },
    { label: m.until, sort: sorted('to'), cell: ({ to }) => (to === null ? words.open : <DayCell day={to} language={language} />) },
    {
      label: m.state,
      cell: ({ condition, reason }) => (
        <><Badge kind={KIND_OF[condition]}>{m.conditions[condition]}</Badge>{reason === null ? null : <span class="below">{reason}</span>}</>
      ),
    },
    { label: m.updated, cell: ({ updated, by }) => <>{showMoment(updated, language)}{by === null ? null : <span class="below">{m.by(by)}</span>}</> },
  ]
}

/** 「授權與角色」: what rests on the person, suspended ones too. */
export function DecisionsPage({ request, person, day, filter, page }: {
  request: FrameRequest & { actor: Actor }; person: Subject; day: DayAsked; filter: DecisionFilter; page: DecisionPage
}) {
  const { language } = request
  const m = decisionMessages(language)
  const path = partPath(person.key, 'decisions')
  const form = filledForm({ shown: filter.shown, kind: filter.kind })
  const at = (after: string | null) => (after === null ? null : addressOf(path, { ...saidOf(filter, day.asOf), after }))
  return (
    <PersonPage request={request} person={person} part="decisions" problems={day.wrong?.problems ?? []}>
      <DayForm request={request} path={path} day={day} said={saidOf(filter, null)}>
        <SelectField
          language={language} form={form} name="shown" label={m.shown} none={null}
          choices={DECISIONS_SHOWN.map((one) => ({ value: one, label: m.shownOnes[one] }))}
        />
        <SelectField
          language={language} form={form} name="kind" label={m.kind} none={m.anyKind} optional
          choices={DECISION_KINDS.map((one) => ({ value: one, label: m.kinds[one] }))}
        />
      </DayForm>
      {page.total === 0 ? <div role="status"><Empty title={m.none} /></div> : (
        <>
          <Table
            language={language} caption={messages(language).parts.decisions} count={page.total} rows={page.rows}
            columns={columnsOf(language, path, filter, day.asOf)}
          />
          <Exports language={language} list={addressOf(path, saidOf(filter, day.asOf))} />
          <Paging
            language={language} previous={at(page.previous)} next={at(page.next)}
            shown={{ from: page.before + 1, to: page.before + page.rows.length }}
          />
        </>
      )}
    </PersonPage>
  )
}
