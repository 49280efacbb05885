import { AGENCY_FIELDS } from '../../core/agency-change.ts'
import type { AgencyFields } from '../../core/agency-change.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay } from '../../web/days.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { ChangeEffect } from './change-effect.ts'
import { manageMessages } from './manage-messages.ts'
import type { FormNames } from './manage-forms.tsx'
import { crumbsOf, managePath, valueText } from './manage-parts.tsx'
import type { CentralRequest } from './manage-parts.tsx'
import type { Decided, KeptProposal, Proposal } from './proposals.ts'

export type ShownProposal = KeptProposal & { id: string; decided: Decided; names: FormNames }

type Props = { request: CentralRequest; shown: ShownProposal }

// As many names of agencies as a line can say; the number beside it counts people.
const MOST_NAMED = 6

function named(codes: readonly string[], names: FormNames, language: Language): string {
  const some = codes.slice(0, MOST_NAMED).map((code) => nameIn(names.get(code) ?? { name: code, nameEn: null }, language))
  return some.join(language === 'en' ? ', ' : '、') + (codes.length > MOST_NAMED ? ' …' : '')
}

/** What the change does to managers and to rights, in numbers. */
export function Effect({ language, effect, names }: { language: Language; effect: ChangeEffect; names: FormNames }) {
  const m = manageMessages(language)
  const { gaining, losing, rights } = effect
  if (gaining.agencies.length + losing.agencies.length + rights.length === 0) return <Notice title={m.effect}><p>{m.noEffect}</p></Notice>
  return (
    <>
      <Notice kind="warning" title={m.effect}>
        <p>{m.managers(effect.agencies, effect.people)}</p>
        {gaining.agencies.length === 0 ? null
          : <p><b class="gained">{m.gaining(gaining.people)}</b>{m.managersOf(named(gaining.agencies, names, language))}</p>}
        {losing.agencies.length === 0 ? null
          : <p><b class="lost">{m.losing(losing.people)}</b>{m.managersOf(named(losing.agencies, names, language))}</p>}
      </Notice>
      {rights.length === 0 ? null : (
        <Table
          language={language} caption={m.rights} rows={rights}
          columns={[
            { label: m.columns.application, heading: true, cell: ({ application }) => application },
            { label: m.columns.gained, numeric: true, cell: ({ gained }) => gained.toLocaleString('en-US') },
            { label: m.columns.lost, numeric: true, cell: ({ lost }) => lost.toLocaleString('en-US') },
          ]}
        />
      )}
    </>
  )
}

function Changes({ request: { language }, shown: { decided, names } }: Props) {
  const m = manageMessages(language)
  if (decided.thing !== 'new' && decided.thing !== 'change') return null
  const fields: Partial<AgencyFields> = decided.thing === 'new' ? decided.agency : decided.fields
  const said = AGENCY_FIELDS.filter((field) => field in fields && (decided.thing === 'change' || fields[field]))
  return (
    <Table
      language={language} caption={m.changes} rows={said}
      columns={[
        { label: m.columns.field, heading: true, cell: (field) => m.fields[field] },
        ...(decided.thing === 'new' ? [] : [{
          label: m.columns.now, cell: (field: keyof AgencyFields) => valueText(field, decided.before[field], names, language),
        }]),
        { label: m.columns.after, cell: (field) => <b>{valueText(field, fields[field], names, language)}</b> },
      ]}
    />
  )
}

/** The form that the proposal was typed into, with it in it. */
function backPath({ id, proposal }: { id: string; proposal: Proposal }): LocalPath {
  switch (proposal.thing) {
    case 'new': return `/manage/new-agency?proposal=${id}`
    case 'change': return `${managePath(proposal.agency)}/edit?proposal=${id}`
    case 'office': return `${managePath(proposal.agency)}/new-office?proposal=${id}`
    case 'officeEnd': return managePath(proposal.agency)
  }
}

function lead({ request: { language }, shown: { proposal, decided, names } }: Props): string {
  const m = manageMessages(language)
  const name = (code: string) => named([code], names, language)
  switch (decided.thing) {
    case 'new': return m.previewOf.new(`${decided.agency.name} ${proposal.agency}`, showDay(decided.agency.from!, language))
    case 'change': return m.previewOf.change(name(proposal.agency), 'from' in proposal ? showDay(proposal.from, language) : '')
    case 'office': {
      const { office, agency, from, to } = decided.wish
      const until = to === null ? '' : m.untilDay(showDay(to, language))
      return m.previewOf.office(name(office), name(agency), showDay(from, language)) + until
    }
    case 'officeEnd': return m.previewOf.officeEnd(name(decided.office.office), name(decided.office.agency))
  }
}

/** Asks once before a change of agencies is saved, and says in numbers what it will do. */
export function ProposalPage({ request, shown }: Props) {
  const { language, today } = request
  const m = manageMessages(language)
  const { id, proposal, decided, effect, names, stale } = shown
  const corrects = 'from' in proposal && proposal.from < today
  const agency = proposal.thing === 'new' ? undefined : names.get(proposal.agency)
  return (
    <ManagePage request={request} title={m.preview} crumbs={crumbsOf(language, agency)}>
      {stale ? <Notice kind="warning" title={m.stale}><p>{m.staleWhy}</p></Notice> : null}
      <p class="lead">{lead({ request, shown })}</p>
      {corrects ? <p>{m.correctionNotice}</p> : null}
      <Changes request={request} shown={shown} />
      <Effect language={language} effect={effect} names={names} />
      <Form request={request} action={`/manage/agency-changes/${id}`}>
        <Actions>
          <Button kind={effect.losing.agencies.length > 0 || decided.thing === 'officeEnd' ? 'danger' : 'primary'}>
            {decided.thing === 'officeEnd' ? m.endNow : m.save}
          </Button>
          <ButtonLink kind="secondary" href={backPath({ id, proposal })}>{m.back}</ButtonLink>
        </Actions>
      </Form>
    </ManagePage>
  )
}
