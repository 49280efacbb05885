import { kindOf } from '../../core/restructuring.ts'
import type { PlannedAgency, PlanProblem, RestructuringAct } from '../../core/restructuring.ts'
import { whyNot } from '../../core/restructuring.ts'
import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty, Tabs } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { SHOWN } from './list-plans.ts'
import type { ListedPlan, PlanPage as Page, Shown } from './list-plans.ts'
import { messages } from './messages.ts'
import { AgencyTabs, Called, crumbsOf, LIST, named, planPath } from './parts.tsx'
import type { CentralRequest, Names } from './parts.tsx'
import type { StoredPlan } from './plan-rows.ts'

const kindsText = ({ kinds }: ListedPlan, language: Language): string => {
  const m = messages(language)
  return Object.entries(kinds).map(([kind, count]) => m.kindCount(m.kinds[kind as keyof typeof m.kinds], count)).join(language === 'en' ? ', ' : '、')
}

/** The plans that there are. */
export function PlansPage({ request, shown, page }: { request: CentralRequest; shown: Shown; page: Page }) {
  const { language } = request
  const m = messages(language)
  const at = (more: Record<string, string>): LocalPath => addressOf(LIST, more)
  return (
    <ManagePage request={request} title={m.title}>
      <AgencyTabs language={language} />
      <p class="lead">{m.lead}</p>
      <Tabs label={m.filter} tabs={SHOWN.map((one) => ({ label: m.shown[one], href: at(one === 'open' ? {} : { show: one }), current: one === shown }))} />
      {page.plans.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.title} count={page.total} rows={page.plans}
          columns={[
            { label: m.columns.plan, heading: true, cell: ({ id, number, title }) => <a href={planPath(id)}>{m.called(title, number)}</a> },
            { label: m.columns.day, cell: ({ day }) => <DayCell day={day} language={language} /> },
            { label: m.columns.what, cell: (one) => kindsText(one, language) },
            { label: m.columns.state, cell: ({ state }) => <Badge kind={state === 'sent' ? 'warning' : 'plain'}>{m.states[state]}</Badge> },
            { label: m.columns.by, cell: ({ draftedBy }) => draftedBy ?? m.system },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={page.next === null ? null : at({ show: shown, before: page.next })} />
      <Exports language={language} list={at(shown === 'open' ? {} : { show: shown })} />
      <Actions><ButtonLink href="/manage/new-restructuring" kind="secondary">{m.newPlan}</ButtonLink></Actions>
    </ManagePage>
  )
}

/** What speaks against a plan, in sentences. */
export function Problems({ problems, names, language }: { problems: readonly PlanProblem[]; names: Names; language: Language }) {
  const m = messages(language)
  if (problems.length === 0) return null
  const about = ({ agency }: PlanProblem) => (agency === null ? '' : `${nameIn(named(names, agency), language)} ${agency}: `)
  return (
    <Notice kind="warning" title={m.problems}>
      <ul>{problems.map((one) => <li>{about(one)}{m.problem[one.problem](one.detail)}</li>)}</ul>
    </Notice>
  )
}

export type ShownPlan = { plan: StoredPlan; names: Names; problems: PlanProblem[]; people: { drafted: string | null; sent: string | null; decided: string | null } }

function Agencies({ request, shown: { plan, names } }: { request: CentralRequest; shown: ShownPlan }) {
  const { language } = request
  const m = messages(language)
  const path = planPath(plan.id)
  const draft = plan.state === 'draft'
  const acts = ({ role, code }: PlannedAgency) => (
    <>
      {role === 'ends' ? (
        <>
          <ButtonLink href={`${path}/agencies/${code}/posts`} kind="quiet" label={m.postsOf(code)}>{m.posts}</ButtonLink>
          <ButtonLink href={`${path}/agencies/${code}/decisions`} kind="quiet" label={m.decisionsOf(code)}>{m.decisions}</ButtonLink>
        </>
      ) : null}
      {draft ? (
        <Form request={request} action={`${path}/agencies/${code}/remove`} hidden={{ version: String(plan.version) }}>
          <ButtonLink href={`${path}/agencies/${code}`} kind="quiet" label={m.editOf(code)}>{m.edit}</ButtonLink>
          <Button kind="quiet" label={m.removeOf(code)}>{m.remove}</Button>
        </Form>
      ) : null}
    </>
  )
  return (
    <Table
      language={language} caption={m.agencies} rows={plan.agencies} count={plan.agencies.length}
      columns={[
        { label: m.columns.agency, heading: true, cell: ({ code }) => <Called names={names} code={code} language={language} /> },
        { label: m.columns.kind, cell: (one) => m.kinds[kindOf(one, plan)] },
        {
          label: m.columns.successors,
          cell: (one) => (one.role === 'ends' ? one.successors.map((code) => <div><Called names={names} code={code} language={language} /></div>) : null),
        },
        { label: m.columns.actions, actions: true, cell: acts },
      ]}
    />
  )
}

const ACTS = ['send', 'approve', 'return', 'withdraw', 'undo'] as const satisfies readonly Exclude<RestructuringAct, 'edit'>[]
/** What was just done to a plan. */
export const DID = ['draft', 'saved', ...ACTS] as const
export type Did = (typeof DID)[number]

/** One plan: what it says, where it stands, and what may be done with it. */
export function PlanPage({ request, shown, done }: { request: CentralRequest; shown: ShownPlan; done: Did | null }) {
  const { language, today, actor } = request
  const m = messages(language)
  const { plan, problems, names, people } = shown
  const { id, title, number, state, day, reason, note, source } = plan
  const path = planPath(id)
  const may = ACTS.filter((act) => whyNot(act, plan, actor.personId, today) === null && (act !== 'send' || problems.length === 0))
  const facts = [
    { term: m.columns.state, value: <Badge kind={state === 'sent' ? 'warning' : 'plain'}>{m.states[state]}</Badge> },
    { term: m.fields.day, value: state === 'approved' && day <= today ? m.already(showDay(day, language)) : m.effective(showDay(day, language)) },
    ...(reason === null ? [] : [{ term: m.fields.reason, value: reason }]),
    ...(source === null ? [] : [{ term: m.facts.source, value: source }]),
    { term: m.facts.drafted, value: m.who(people.drafted ?? m.system, showMoment(plan.draftedAt, language)) },
    ...(plan.sentAt === null ? [] : [{ term: m.facts.sent, value: m.who(people.sent ?? '', showMoment(plan.sentAt, language)) }]),
    ...(plan.decidedAt === null ? [] : [{ term: m.facts.decided, value: m.who(people.decided ?? '', showMoment(plan.decidedAt, language)) }]),
    ...(note === null ? [] : [{ term: m.fields.note, value: note }]),
  ]
  return (
    <ManagePage request={request} title={m.called(title, number)} crumbs={crumbsOf(language)}>
      {done === null ? null : <Notice kind="done" title={m.did[done]} />}
      <DescriptionList items={facts} />
      <Problems problems={problems} names={names} language={language} />
      {plan.agencies.length === 0 ? null : <Agencies request={request} shown={shown} />}
      <Actions>
        {state === 'draft' ? (
          <>
            <ButtonLink href={`${path}/add`} kind="secondary">{m.addAgency}</ButtonLink>
            <ButtonLink href={`${path}/add-change`} kind="secondary">{m.addChange}</ButtonLink>
            <ButtonLink href={`${path}/edit`} kind="secondary">{m.edit}</ButtonLink>
          </>
        ) : null}
        {plan.agencies.length === 0 ? null : <ButtonLink href={`${path}/effect`} kind="secondary">{m.preview}</ButtonLink>}
        {may.map((act) => <ButtonLink href={`${path}/${act}`} kind={act === 'send' || act === 'approve' ? 'primary' : 'secondary'}>{m.acts[act]}</ButtonLink>)}
      </Actions>
    </ManagePage>
  )
}
