// A request's content and its steps, as its page and its printable form show them.
import { addDays, dayInTaipei } from '../../core/days.ts'
import { DUTY_REQUEST_DAYS } from '../../core/duty-requests.ts'
import { nameIn } from '../../web/agency-names.ts'
import { DescriptionList } from '../../web/components/panel.tsx'
import { WithDays } from '../../web/components/table.tsx'
import { showMoment, showPeriod } from '../../web/days.ts'
import { requestMessages } from './request-messages.ts'
import type { Day } from '../../core/days.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Language } from '../../web/language.ts'
import type { NamedAgency } from './duty-form-view.ts'
import type { FoundRequest, RequestContent, TakenStep } from './find-request.ts'

/** Names of the agencies and applications that a request speaks of. */
export type RequestNames = { agencies: ReadonlyMap<AgencyCode, NamedAgency>; applications: ReadonlyMap<string, string> }

export const agencyIn = (names: RequestNames, code: AgencyCode, language: Language): string => {
  const found = names.agencies.get(code)
  return found === undefined ? code : nameIn(found, language)
}

/** The last day on which the next step may be taken. */
export const dueDay = ({ touchedAt }: Pick<FoundRequest, 'touchedAt'>): Day => addDays(dayInTaipei(touchedAt), DUTY_REQUEST_DAYS)

const WAY = /^(hrSupervisor|delegation|agencyCard|central)(?: ([0-9A-Za-z]{10}))?$/

/** In which standing a step was taken: 「高雄市政府人事處人事主管」. */
export function standingText(way: string, names: RequestNames, language: Language): string {
  const [, kind, agency] = WAY.exec(way) ?? []
  if (kind === undefined) return way
  const as = requestMessages(language).ways[kind as 'central']
  if (agency === undefined) return as
  const at = agencyIn(names, agency, language)
  return language === 'en' ? `${as}, ${at}` : `${at}${as}`
}

/** What is asked for. */
export function Content({ request, content, names, language }: {
  request: FoundRequest; content: RequestContent; names: RequestNames; language: Language
}) {
  const r = requestMessages(language)
  const agency = (side: 'acting' | 'served') => (
    <>
      {agencyIn(names, request.pair[side], language)} <span class="code soft">{request.pair[side]}</span>
      {request.side === side ? r.drafting : ''}
    </>
  )
  return (
    <DescriptionList
      items={[
        { term: r.kind, value: r.kinds[request.amends ? 'amend' : 'set'] },
        { term: r.acting, value: agency('acting') },
        { term: r.served, value: agency('served') },
        { term: r.applications, value: (
          <ul class="plain tight">
            {content.applications.map((code) => <li><span class="code">{code}</span> {names.applications.get(code) ?? ''}</li>)}
          </ul>
        ) },
        { term: r.period, value: showPeriod(content, language) },
        ...(content.reason === null ? [] : [{ term: r.reason, value: content.reason }]),
      ]}
    />
  )
}

/** The steps of a round in their order. */
export function Steps({ steps, names, language, caption }: {
  steps: readonly TakenStep[]; names: RequestNames; language: Language; caption: string
}) {
  const r = requestMessages(language)
  return (
    <table role="table" class="steps">
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[r.step, r.who, r.standing, r.at, r.note].map((label) => <th role="columnheader" scope="col">{label}</th>)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {steps.map((step) => (
          <tr role="row">
            <th role="rowheader" scope="row" data-label={r.step}>{r.did[step.kind]}</th>
            <td role="cell" data-label={r.who}>{step.name}</td>
            <td role="cell" data-label={r.standing}>{standingText(step.way, names, language)}</td>
            <td role="cell" data-label={r.at}><WithDays text={showMoment(step.at, language)} /></td>
            <td role="cell" data-label={r.note}>{step.note ?? r.noNote}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The rounds, the last one first; a withdrawal before any sending is a round of its own. */
export function Rounds({ request, names, language }: { request: FoundRequest; names: RequestNames; language: Language }) {
  const r = requestMessages(language)
  const rounds = [...Map.groupBy(request.steps, ({ round }) => round)].toReversed()
  if (rounds.length === 0) return <p class="soft">{r.noSteps}</p>
  return (
    <>
      {rounds.map(([round, steps]) => (
        <Steps steps={steps} names={names} language={language} caption={round === 0 ? r.states.draft : r.round(round)} />
      ))}
    </>
  )
}
