// 「報到資料建檔」: somebody arrives. What is entered has to pass the checks of the people feed, so that the portal takes it.
import { dayInTaipei } from '../../core/days.ts'
import { checkRow, LONGEST } from '../../core/feed-checks.ts'
import { checkNationalId } from '../../core/national-id.ts'
import { parseDay } from '../../core/roc-date.ts'
import { faultSentence } from '../../features/feeds/fault-messages.ts'
import { dayText } from '../local-program/language.ts'
import { page } from '../sample-applications/site.tsx'
import { draftOf, draftsOf, keepDraft, withdraw } from './check-ins.ts'
import { F } from './function-messages.ts'
import { write } from './journal.ts'
import { Field, FunctionPage, rowId, Token, typedIn } from './parts.tsx'
import { personOf } from './people.ts'
import type { FeedCells, FeedRow } from '../../core/feed-columns.ts'
import type { CheckIn } from './check-ins.ts'
import type { WorkAct, Work } from './in-agency.tsx'
import type { Problem, Typed } from './parts.tsx'

/** The fields of the form by the columns of the people feed. */
const COLUMNS = {
  national_id: 'nationalId', name: 'name', birth_date: 'birthDate', email: 'email', unit: 'unit', title: 'title', staff_category: 'staffCategory',
  supervisor_level: 'supervisorLevel', rank: 'rank', job_series: 'jobSeries', from: 'from',
} as const
type FieldName = (typeof COLUMNS)[keyof typeof COLUMNS]

type Shown = { typed: Typed, person: number | null, draft: number | null, problems: readonly Problem[], done?: string | null }

function show({ c, site, view, standing, agency }: Work, { typed, person, draft, problems, done = null }: Shown) {
  const { language } = view
  const known = person === null ? null : personOf(site.personnel, agency, person)
  const field = (name: FieldName, maxlength: number, hint?: string) => (
    <Field name={name} label={F[name][language]} maxlength={maxlength} problems={problems} typed={typed} short={maxlength <= 20} {...(hint === undefined ? {} : { hint })} />
  )
  return page(c, (
    <FunctionPage view={view} standing={standing} of="check-in" done={done} problems={problems}>
      <section>
        {draft !== null && <h2>{F.checkInChange[language]}</h2>}
        <p>{F.checkInLead[language]}</p>
        <form method="post" action={`/${agency}/check-in`} class="fields">
          <Token standing={standing} />
          {known === null ? field('nationalId', 64) : (
            <dl><div><dt>{F.nationalId[language]}</dt><dd><code>{known.masked}</code><input type="hidden" name="person" value={known.id} /></dd></div></dl>
          )}
          {draft !== null && <input type="hidden" name="draft" value={draft} />}
          <div class="two">
            {field('name', LONGEST.name)}
            {field('birthDate', 30, F.dayHint[language])}
          </div>
          {field('email', LONGEST.email, F.emailHint[language])}
          <div class="two">
            {field('unit', LONGEST.unit)}
            {field('title', LONGEST.title)}
            {field('staffCategory', LONGEST.staff_category, F.staffCategoryHint[language])}
            {field('supervisorLevel', LONGEST.supervisor_level, F.supervisorLevelHint[language])}
            {field('rank', LONGEST.rank)}
            {field('jobSeries', LONGEST.job_series)}
          </div>
          {field('from', 30, F.dayHint[language])}
          <div class="actions">
            <button class="button">{F.save[language]}</button>
            {(draft !== null || known !== null) && <a class="button quiet" href={`/${agency}/check-in`}>{F.cancel[language]}</a>}
          </div>
        </form>
      </section>
      <section>
        <h2 id="drafts">{F.drafts[language]}</h2>
        <Drafts drafts={draftsOf(site.personnel, agency)} work={{ view, standing, agency }} />
      </section>
    </FunctionPage>
  ), problems.length === 0 ? 200 : 422)
}

function Drafts({ drafts, work: { view: { language }, standing, agency } }: { drafts: readonly CheckIn[], work: Pick<Work, 'view' | 'standing' | 'agency'> }) {
  if (drafts.length === 0) return <p>{F.draftsNone[language]}</p>
  return (
    <table aria-labelledby="drafts">
      <thead><tr>{[F.name, F.unit, F.title, F.from, F.act].map((one) => <th scope="col">{one[language]}</th>)}</tr></thead>
      <tbody>
        {drafts.map(({ id, name, unit, title, from }) => (
          <tr>
            <td data-label={F.name[language]}><span>{name}</span></td>
            <td data-label={F.unit[language]}><span>{unit}</span></td>
            <td data-label={F.title[language]}><span>{title}</span></td>
            <td data-label={F.from[language]}><time datetime={from}>{dayText(from, language)}</time></td>
            <td data-label={F.act[language]}>
              <div>
                <a class="button quiet" href={`/${agency}/check-in?draft=${id}`} aria-label={`${F.change[language]} ${name}`}>{F.change[language]}</a>{' '}
                <form method="post" action={`/${agency}/check-in/withdraw`}>
                  <Token standing={standing} />
                  <input type="hidden" name="draft" value={id} />
                  <button class="button quiet" aria-label={`${F.withdraw[language]} ${name}`}>{F.withdraw[language]}</button>
                </form>
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `/{agency}/check-in`, blank, of somebody who was received, or of a draft. */
export const showCheckIn: WorkAct = (work) => {
  const { c, site: { personnel }, view: { language }, agency } = work
  const asked = rowId(c.req.query('draft'))
  const draft = asked === null ? null : draftOf(personnel, agency, asked)
  const id = draft?.person ?? rowId(c.req.query('person'))
  const person = id === null ? null : personOf(personnel, agency, id)
  const day = (value: string | null | undefined) => (value == null ? '' : language === 'en' ? value : dayText(value, language))
  const typed: Typed = {
    name: person?.name ?? '', birthDate: day(person?.birthDate), email: person?.email ?? '', unit: draft?.unit ?? '', title: draft?.title ?? '',
    staffCategory: draft?.staffCategory ?? '', supervisorLevel: draft?.supervisorLevel ?? '', rank: draft?.rank ?? '', jobSeries: draft?.jobSeries ?? '',
    from: day(draft?.from),
  }
  const said = c.req.query('done')
  const done = said === 'saved' || said === 'withdrawn' ? F[said][language] : null
  return show(work, { typed, person: person?.id ?? null, draft: draft?.id ?? null, problems: [], done })
}

/** The row that the portal will be sent, or what is wrong with it, by field. */
function rowOf({ view: { language }, agency }: Work, typed: Typed, nationalId: string): { row: FeedRow } | { problems: Problem[] } {
  const text = (name: FieldName) => (typed[name] ?? '').trim()
  const day = (name: FieldName) => {
    const read = parseDay(text(name))
    return read.ok ? read.day : text(name)
  }
  const cells: FeedCells = {
    national_id: nationalId, name: text('name'), birth_date: day('birthDate'), email: text('email'), agency_code: agency, unit: text('unit'),
    title: text('title'), staff_category: text('staffCategory'), supervisor_level: text('supervisorLevel'), rank: text('rank'),
    job_series: text('jobSeries'), post_kind: 'appointment', nature: '', section: '', from: day('from'), to: '',
  }
  const today = dayInTaipei(new Date())
  const checked = checkRow(cells, { today, asOf: today, agencies: new Map([[agency, { endedOn: null, successor: null }]]) })
  if ('row' in checked) return checked
  const places = Object.keys(COLUMNS)
  return {
    problems: checked.faults.toSorted((a, b) => places.indexOf(a.column ?? '') - places.indexOf(b.column ?? '')).map(({ column, code, detail }) => {
      const field = COLUMNS[column as keyof typeof COLUMNS]
      const label = F[field][language]
      const sentence = code === 'notADay' ? F.notADay[language] : faultSentence(code, detail)[language]
      return { field, text: `${label}${language === 'en' ? ': ' : '：'}${sentence}` }
    }),
  }
}

/** `POST /{agency}/check-in` */
export const saveCheckIn: WorkAct = async (work) => {
  const { c, site: { personnel }, view: { language }, standing, agency } = work
  const typed = typedIn(await c.req.parseBody())
  const [person, draft] = [rowId(typed['person']), rowId(typed['draft'])]
  const known = person === null ? null : personOf(personnel, agency, person)
  const given = checkNationalId(typed['nationalId'] ?? '')
  const nationalId = known?.nationalId ?? (given.ok ? given.id : typed['nationalId'] ?? '')
  const again = (problems: readonly Problem[]) => show(work, { typed, person: known?.id ?? null, draft, problems })
  const checked = rowOf(work, typed, nationalId)
  if ('problems' in checked) return again(checked.problems)
  const { row } = checked
  const kept = personnel.inOne(() => {
    const done = keepDraft(personnel, agency, row, draft)
    if (done === 'kept') write(personnel, agency, { what: draft === null ? 'entered' : 'changed', about: row.name }, standing.here)
    return done
  })
  return kept === 'kept' ? c.redirect(`/${agency}/check-in?done=saved`, 303) : again([{ field: 'title', text: F[kept][language] }])
}

/** `POST /{agency}/check-in/withdraw` */
export const withdrawCheckIn: WorkAct = async (work) => {
  const { c, site: { personnel }, view: { language }, standing, agency } = work
  const id = rowId(typedIn(await c.req.parseBody())['draft'])
  const gone = personnel.inOne(() => {
    const draft = id === null ? null : draftOf(personnel, agency, id)
    if (draft === null || !withdraw(personnel, agency, draft.id)) return false
    write(personnel, agency, { what: 'withdrawn', about: draft.name }, standing.here)
    return true
  })
  if (gone) return c.redirect(`/${agency}/check-in?done=withdrawn`, 303)
  return show(work, { typed: {}, person: null, draft: null, problems: [{ field: 'drafts', text: F.gone[language] }] })
}
