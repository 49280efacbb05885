// 「報到資料更新作業」: arrivals are reported to the portal, and what becomes of them is told.
import { dayText, instantText } from '../local-program/language.ts'
import { page } from '../sample-applications/site.tsx'
import { checkInsOf, draftsOf, MOST_DRAFTS } from './check-ins.ts'
import { F, STATES } from './function-messages.ts'
import { write } from './journal.ts'
import { FunctionPage, rowId, Token, typedIn } from './parts.tsx'
import { askAfter, makeReport, reportsOf, sendReport } from './reports.ts'
import type { WorkAct, Work } from './in-agency.tsx'
import type { CheckIn } from './check-ins.ts'
import type { Report } from './reports.ts'

function show({ c, site: { personnel }, view, standing, agency }: Work, problem: string | null) {
  const { language } = view
  const problems = problem === null ? [] : [{ field: 'drafts', text: problem }]
  const drafts = draftsOf(personnel, agency)
  const reports = reportsOf(personnel, agency).map((report) => ({ report, people: checkInsOf(personnel, report.id) }))
  return page(c, (
    <FunctionPage view={view} standing={standing} of="update" problems={problems}>
      <section>
        <h2 id="drafts">{F.drafts[language]}</h2>
        <p>{F.updateLead[language]}</p>
        {drafts.length === 0 ? <p>{F.draftsNone[language]}</p> : (
          <form method="post" action={`/${agency}/update`}>
            <Token standing={standing} />
            <Drafts drafts={drafts} work={{ view }} />
            <div class="actions"><button class="button">{F.report[language]}</button></div>
          </form>
        )}
      </section>
      <section>
        <h2 id="reports">{F.reports[language]}</h2>
        {reports.length === 0 ? <p>{F.reportsNone[language]}</p> : <Reports reports={reports} work={{ view, standing, agency }} />}
        <p><a class="button quiet" href={`/${agency}/update`}>{F.askAgain[language]}</a></p>
      </section>
    </FunctionPage>
  ), problem === null ? 200 : 422)
}

function Drafts({ drafts, work: { view: { language } } }: { drafts: readonly CheckIn[], work: Pick<Work, 'view'> }) {
  return (
    <table aria-labelledby="drafts">
      <thead><tr>{[F.choose, F.name, F.unit, F.title, F.from].map((one) => <th scope="col">{one[language]}</th>)}</tr></thead>
      <tbody>
        {drafts.map(({ id, name, unit, title, from, fault }) => (
          <tr>
            <td data-label={F.choose[language]}>
              <div class="choice"><input type="checkbox" name={`draft-${id}`} id={`draft-${id}`} aria-label={`${F.choose[language]} ${name} ${title}`} /></div>
            </td>
            <td data-label={F.name[language]}>
              <label for={`draft-${id}`}>{name}</label>
              {fault !== null && <div class="wrong">{F.notTaken[language]}{fault[language]}</div>}
            </td>
            <td data-label={F.unit[language]}><span>{unit}</span></td>
            <td data-label={F.title[language]}><span>{title}</span></td>
            <td data-label={F.from[language]}><time datetime={from}>{dayText(from, language)}</time></td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type Reported = { report: Report, people: readonly CheckIn[] }

function Reports({ reports, work: { view: { language }, standing, agency } }: { reports: readonly Reported[], work: Pick<Work, 'view' | 'standing' | 'agency'> }) {
  return (
    <table aria-labelledby="reports">
      <thead><tr>{[F.sentAt, F.people, F.state].map((one) => <th scope="col">{one[language]}</th>)}</tr></thead>
      <tbody>
        {reports.map(({ report: { id, sentAt, state, says }, people }) => (
          <tr>
            <td data-label={F.sentAt[language]}><time datetime={sentAt.toISOString()}>{instantText(sentAt, language)}</time></td>
            <td data-label={F.people[language]}><ul class="plain">{people.map(({ name, title }) => <li>{name} {title}</li>)}</ul></td>
            <td data-label={F.state[language]}>
              <strong>{STATES[state][language]}</strong>
              {says.map((one) => <div class="small">{one[language]}</div>)}
              {state === 'sending' && (
                <form method="post" action={`/${agency}/update/again`}>
                  <Token standing={standing} />
                  <input type="hidden" name="report" value={id} />
                  <button class="button quiet">{F.sendAgain[language]}</button>
                </form>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `/{agency}/update`: looking at it asks the portal. */
export const showUpdate: WorkAct = async (work) => {
  const { site: { personnel, reporting }, agency } = work
  await askAfter(personnel, reporting, agency)
  return show(work, null)
}

/** `POST /{agency}/update` */
export const reportCheckIns: WorkAct = async (work) => {
  const { c, site: { personnel, reporting }, view: { language }, standing, agency } = work
  const chosen = Object.keys(typedIn(await c.req.parseBody())).map((name) => rowId(/^draft-(\d+)$/.exec(name)?.[1])).filter((id) => id !== null)
  const made = personnel.inOne(() => {
    const report = makeReport(personnel, agency, chosen.slice(0, MOST_DRAFTS))
    for (const name of report?.names ?? []) write(personnel, agency, { what: 'reported', about: name }, standing.here)
    return report
  })
  if (made === null) return show(work, F.chooseOne[language])
  await sendReport(personnel, reporting, agency, made.id)
  return c.redirect(`/${agency}/update`, 303)
}

/** `POST /{agency}/update/again`: sends what got no answer. */
export const sendAgain: WorkAct = async ({ c, site: { personnel, reporting }, agency }) => {
  await sendReport(personnel, reporting, agency, typedIn(await c.req.parseBody())['report'] ?? '')
  return c.redirect(`/${agency}/update`, 303)
}
