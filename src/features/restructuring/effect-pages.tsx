import type { RestructuringAct } from '../../core/restructuring.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Right, Side } from '../../store/access-difference.ts'
import type { ApplicationNames } from '../../store/application-names.ts'
import { messages } from './messages.ts'
import { Called, crumbsOf, named, planPath } from './parts.tsx'
import type { CentralRequest, Names } from './parts.tsx'
import type { AgencyEffect, DrawnPlan, PlanEffect } from './plan-effect.ts'
import { Problems } from './plan-pages.tsx'
import type { StoredPlan } from './plan-rows.ts'

type Props = { request: CentralRequest; plan: StoredPlan; drawn: DrawnPlan; names: Names }
const figures = (count: number): string => count.toLocaleString('en-US')
const MOST_NAMED = 8

function namesText(codes: readonly string[], names: Names, language: Language): string {
  const some = codes.slice(0, MOST_NAMED).map((code) => nameIn(named(names, code), language))
  return some.join(language === 'en' ? ', ' : '、') + (codes.length > MOST_NAMED ? ' …' : '')
}

function Rights({ plan, effect, called, language }: { plan: StoredPlan; effect: PlanEffect; called: ApplicationNames; language: Language }) {
  const m = messages(language)
  const counts = effect.counts.filter(({ active }) => active)
  if (counts.length === 0) return <p>{m.noEffect}</p>
  const side = (one: { side: Side }) => (one.side === 'gained' ? m.gained : m.lost)
  return (
    <Table
      language={language} caption={m.effect} rows={counts}
      columns={[
        { label: m.columns.application, heading: true, cell: ({ application }) => <><span class="code">{application}</span> {called.get(application) ?? ''}</> },
        { label: m.columns.side, cell: (one) => <b class={one.side}>{side(one)}</b> },
        { label: m.columns.people, numeric: true, cell: ({ people }) => figures(people) },
        { label: m.columns.whole, numeric: true, cell: ({ whole }) => figures(whole) },
        {
          label: m.columns.actions, actions: true,
          cell: (one) => (
            <ButtonLink kind="quiet" href={`${planPath(plan.id)}/effect/people?application=${one.application}&side=${one.side}`} label={m.namesOf(one.application, side(one))}>
              {m.names}
            </ButtonLink>
          ),
        },
      ]}
    />
  )
}

function Lived({ effect, names, language }: { effect: PlanEffect; names: Names; language: Language }) {
  const m = messages(language)
  const pair = (of: (one: AgencyEffect) => number) => (one: AgencyEffect) => figures(of(one))
  return (
    <Table
      language={language} caption={m.agencies} rows={effect.agencies}
      columns={[
        { label: m.columns.agency, heading: true, cell: ({ agency }) => <Called names={names} code={agency} language={language} /> },
        { label: `${m.posts} ${m.columns.move}`, numeric: true, cell: pair(({ postsMove }) => postsMove) },
        { label: `${m.posts} ${m.columns.end}`, numeric: true, cell: pair(({ postsEnd }) => postsEnd) },
        { label: `${m.decisions} ${m.columns.move}`, numeric: true, cell: pair(({ decisionsMove }) => decisionsMove) },
        { label: `${m.decisions} ${m.columns.end}`, numeric: true, cell: pair(({ decisionsEnd }) => decisionsEnd) },
        { label: m.columns.covered, numeric: true, cell: pair(({ decisionsCovered }) => decisionsCovered) },
      ]}
    />
  )
}

/** What the plan would do, in numbers. `called`: how the applications are. */
export function EffectPage({ request, plan, drawn: { effect, counted, problems }, names, called }: Props & { called: ApplicationNames }) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={m.effect} crumbs={crumbsOf(language, plan)}>
      <p class="lead">{m.effective(showDay(plan.day, language))}</p>
      <Problems problems={problems} names={names} language={language} />
      {effect === null || counted === null ? <Empty title={m.noEffect} /> : (
        <>
          <Notice title={m.effectPeople(effect.people)}>
            {effect.managers.gaining.agencies.length === 0 ? null
              : <p>{m.managersGain(effect.managers.gaining.people, namesText(effect.managers.gaining.agencies, names, language))}</p>}
            {effect.managers.losing.agencies.length === 0 ? null
              : <p>{m.managersLose(effect.managers.losing.people, namesText(effect.managers.losing.agencies, names, language))}</p>}
          </Notice>
          <Rights plan={plan} effect={effect} called={called} language={language} />
          <Lived effect={effect} names={names} language={language} />
          {effect.officers.length === 0 ? null : (
            <Table
              language={language} caption={m.officers} rows={effect.officers}
              columns={[
                { label: m.columns.agency, heading: true, cell: ({ agency }) => <Called names={names} code={agency} language={language} /> },
                { label: m.columns.hr, numeric: true, cell: ({ hr }) => figures(hr) },
                { label: m.columns.hrSupervisor, numeric: true, cell: ({ hrSupervisor }) => figures(hrSupervisor) },
              ]}
            />
          )}
          <p class="soft">{m.counted(showMoment(counted, language))}</p>
        </>
      )}
      <Actions><ButtonLink href={planPath(plan.id)} kind="secondary">{m.back}</ButtonLink></Actions>
    </ManagePage>
  )
}

/** `categoryName`, `categoryNameEn`: null where nothing of it is known. */
export type AffectedRow = Right & { name: string; accountName: string | null; categoryName: string | null; categoryNameEn: string | null }

/** The names behind a number. */
export function AffectedPage({ request, plan, names, application, side, rows, next }: Omit<Props, 'drawn'> & {
  application: string; side: Side; rows: readonly AffectedRow[]; next: string | null
}) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={m.namesOf(application, side === 'gained' ? m.gained : m.lost)} crumbs={crumbsOf(language, plan)}>
      <p class="lead">{m.namesLead}</p>
      {rows.length === 0 ? <Empty title={m.noEffect} /> : (
        <Table
          language={language} caption={m.names} rows={rows}
          columns={[
            { label: m.columns.person, heading: true, cell: ({ name, accountName }) => <>{name} <span class="code">{accountName}</span></> },
            { label: m.columns.agency, cell: ({ agency }) => <Called names={names} code={agency} language={language} /> },
            { label: m.columns.right, cell: ({ category, categoryName, categoryNameEn }) => (language === 'en' ? categoryNameEn : categoryName) ?? category },
          ]}
        />
      )}
      <Paging language={language} previous={null} next={next === null ? null : `${planPath(plan.id)}/effect/people?application=${application}&side=${side}&after=${next}`} />
      <Actions><ButtonLink href={`${planPath(plan.id)}/effect`} kind="secondary">{m.back}</ButtonLink></Actions>
    </ManagePage>
  )
}

/** Asks once before a step is taken, and says in numbers what comes of it. */
export function StepPage({ request, plan, drawn, act, form, names }: Props & { act: Exclude<RestructuringAct, 'edit'>; form: FormState }) {
  const { language } = request
  const m = messages(language)
  const sum = (side: Side) => (drawn.effect?.counts ?? []).filter((one) => one.side === side && one.active).reduce((total, one) => total + one.people, 0)
  const weighs = act === 'approve' || act === 'undo' || act === 'send'
  return (
    <ManagePage request={request} title={m.actOn(m.acts[act], plan.title)} crumbs={crumbsOf(language, plan)} problems={form.problems}>
      <Notice kind="warning" title={m.effective(showDay(plan.day, language))}>
        <p>{m.confirm[act]}</p>
        {weighs && drawn.effect !== null ? <p>{m.consequence(drawn.effect.people, sum('lost'), sum('gained'))}</p> : null}
      </Notice>
      <Problems problems={drawn.problems} names={names} language={language} />
      <Form request={request} action={`${planPath(plan.id)}/${act}`} hidden={{ version: String(plan.version) }}>
        {act === 'send' ? null
          : <TextArea language={language} form={form} name="note" label={m.fields.note} rows={3} maxlength={500} optional={act === 'approve' || act === 'withdraw'} />}
        <Actions><Button kind={weighs ? 'primary' : 'danger'}>{m.acts[act]}</Button><CancelLink language={language} href={planPath(plan.id)} /></Actions>
      </Form>
    </ManagePage>
  )
}
