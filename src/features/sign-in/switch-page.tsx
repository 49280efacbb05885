import { isPerson } from '../../web/actor.ts'
import { addressOf } from '../../web/address.ts'
import { Button } from '../../web/components/button.tsx'
import { Radios } from '../../web/components/choices.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Empty, Panel } from '../../web/components/panel.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { filledForm } from '../../web/form.ts'
import { frameMessages } from '../../web/frame-messages.ts'
import { Page } from '../../web/layout.tsx'
import { messages } from './messages.ts'
import type { ServedAgency } from '../../store/served-agencies.ts'
import type { Actor } from '../../web/actor.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ManagedStarts } from './managed-starts.ts'

type Shown = { request: FrameRequest & { actor: Actor }; form: FormState }

/** 「使用的身分」: which of one's standings the applications know one by (R-STD-5). */
function Standings({ request, form }: Shown) {
  const { language, actor } = request
  const m = messages(language)
  const { names } = frameMessages(language).standing
  const choices = actor.standings.map(({ agencyCode, agencyName, standing }) =>
    ({ value: agencyCode, label: agencyName, hint: `${names[standing]}　${agencyCode}` }))
  const shown: FormState = form.typed.agency?.length ? form
    : { ...form, typed: { agency: actor.chosen === null ? [] : [actor.chosen.agencyCode] } }
  if (choices.length < 2) return <Empty title={choices.length === 0 ? m.switchNone : m.switchOnly} />
  return (
    <Panel id="own" title={m.switchOwn}>
      <p>{m.switchLead}</p>
      <Form request={request} action="/switch" label={m.switchOwn}>
        <Radios language={language} form={shown} name="agency" label={m.switchChoice} choices={choices} />
        <Actions><Button>{m.switchButton}</Button></Actions>
      </Form>
    </Panel>
  )
}

/** The agency that the pages of 「權限與兼辦管理」 open with: any of the scope. */
function Managed({ request, form, starts, next, agency }: Shown & {
  starts: ManagedStarts; next: string | undefined; agency: string | undefined
}) {
  const { language } = request
  const m = messages(language)
  const shown = form.typed.managed?.length ? form : { ...form, ...filledForm({ managed: agency ?? '' }), problems: form.problems }
  return (
    <Panel id="managed" title={m.switchManaged}>
      <p>{m.switchManagedLead(starts.count)}</p>
      <Form request={request} action="/switch/managed" label={m.switchManaged} hidden={next === undefined ? {} : { next }}>
        <AgencyField
          request={request} language={language} form={shown} name="managed" label={m.agencyCode} to={addressOf('/switch', { next })}
        />
        <Actions><Button>{m.switchToManaged}</Button></Actions>
        {starts.starts.length === 0 ? null : (
          <>
            <h3>{m.switchStarts}</h3>
            <ul class="plain">
              {starts.starts.map(({ code, name, below }) => (
                <li>
                  <Button kind="quiet" name="start" value={code} label={m.manageNamed(name)}>{name}</Button>
                  <span class="code soft">{code}</span>
                  {below === 0 ? null : <span class="count">{m.below(below)}</span>}
                </li>
              ))}
            </ul>
          </>
        )}
      </Form>
    </Panel>
  )
}

/** The agencies whose personnel work one does by a concurrent duty. */
function Served({ request, form, served }: Shown & { served: readonly ServedAgency[] }) {
  const { language, actor } = request
  const m = messages(language)
  const now = actor.workingFor?.relation === 'served' ? [actor.workingFor.agencyCode] : []
  const once = [...new Map(served.map((one) => [one.code, one])).values()]
  const choices = once.map(({ code, name, actingName, applications }) =>
    ({ value: code, label: name, hint: m.servedBy(code, actingName, applications) }))
  return (
    <Panel id="served" title={m.switchServed}>
      <p>{m.switchServedLead}</p>
      <Form request={request} action="/switch/served" label={m.switchServed}>
        <Radios
          language={language} name="served" label={m.servedChoice} choices={choices}
          form={form.typed.served?.length ? form : { ...form, typed: { served: now } }}
        />
        <Actions><Button>{m.switchToServed}</Button></Actions>
      </Form>
    </Panel>
  )
}

/** What the session works for besides its own standing, and the way back. */
function Now({ request }: Pick<Shown, 'request'>) {
  const m = messages(request.language)
  const { workingFor } = request.actor
  if (workingFor === null || workingFor.relation === 'own') return null
  const { relation, agencyName, agencyCode } = workingFor
  return (
    <Notice kind={relation === 'served' ? 'warning' : 'info'} title={m.workingNow[relation](agencyName, agencyCode)}>
      <Form request={request} action="/switch/back"><Button kind="secondary">{m.switchBack}</Button></Form>
    </Notice>
  )
}

/** 「切換機關」: in which standing, for which managed or served agency one works. */
export function SwitchPage(props: Shown & {
  starts: ManagedStarts
  served: readonly ServedAgency[]
  /** Where to go on after choosing a managed agency. */
  next?: string | undefined
  /** The agency that the picker brought. */
  agency?: string | undefined
}) {
  const { request, form, starts, served, next, agency } = props
  const { actor } = request
  // That there is nothing to choose is worth saying where there is nothing else to choose either.
  const shows = isPerson(actor) && (actor.standings.length > 1 || starts.count + served.length === 0)
  return (
    <Page request={request} title={messages(request.language).switchTitle} problems={form.problems}>
      <Now request={request} />
      <div class="stack">
        {starts.count === 0 ? null : <Managed request={request} form={form} starts={starts} next={next} agency={agency} />}
        {served.length === 0 ? null : <Served request={request} form={form} served={served} />}
        {shows ? <Standings request={request} form={form} /> : null}
      </div>
    </Page>
  )
}
