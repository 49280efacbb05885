// 「使用者帳號維護」, and the account that waits for its person.
import { checkNationalId } from '../../core/national-id.ts'
import { fromOwnSession } from '../local-program/guards.ts'
import { page, sessionOf, viewOf } from '../sample-applications/site.tsx'
import { Frame } from './frame.tsx'
import { F } from './function-messages.ts'
import { AS_WEBHR } from './here.ts'
import { write } from './journal.ts'
import { WORDS } from './messages.ts'
import { Field, FunctionPage, Problems, rowId, Token, typedIn } from './parts.tsx'
import { accountsOf, bind, makeAccount, setDisabled, withoutAccount } from './user-accounts.ts'
import { staleForm, whoIsHere } from './visits.tsx'
import type { Context } from 'hono'
import type { Here } from './here.ts'
import type { WorkAct, Work } from './in-agency.tsx'
import type { Problem } from './parts.tsx'
import type { Site } from './site.tsx'
import type { UserAccount } from './user-accounts.ts'
import type { Act } from './visits.tsx'

function show({ c, site: { personnel }, view, standing, agency }: Work, problems: readonly Problem[]) {
  const { language } = view
  const [accounts, people] = [accountsOf(personnel, agency), withoutAccount(personnel, agency)]
  const done = problems.length === 0 && c.req.query('done') !== undefined ? F.accountDone[language] : null
  return page(c, (
    <FunctionPage view={view} standing={standing} of="users" done={done} problems={problems}>
      <section>
        <h2 id="users">{F.users[language]}</h2>
        <p>{F.usersLead[language]}</p>
        {accounts.length === 0 ? <p>{F.usersNone[language]}</p> : <Accounts accounts={accounts} problems={problems} work={{ view, standing, agency }} />}
      </section>
      <section>
        <h2>{F.makeAccount[language]}</h2>
        {people.length === 0 ? <p>{F.nobodyWithout[language]}</p> : (
          <form method="post" action={`/${agency}/users`} class="fields">
            <Token standing={standing} />
            <div class="field">
              <label for="person">{F.person[language]}</label>
              <select id="person" name="person">{people.map(({ id, name }) => <option value={id}>{name}</option>)}</select>
            </div>
            <button class="button">{F.makeAccount[language]}</button>
          </form>
        )}
      </section>
    </FunctionPage>
  ), problems.length === 0 ? 200 : 422)
}

type AccountsProps = { accounts: readonly UserAccount[], problems: readonly Problem[], work: Pick<Work, 'view' | 'standing' | 'agency'> }

function Accounts({ accounts, problems, work: { view: { language }, standing, agency } }: AccountsProps) {
  return (
    <table aria-labelledby="users">
      <thead><tr>{[F.name, F.state, F.act].map((one) => <th scope="col">{one[language]}</th>)}</tr></thead>
      <tbody>
        {accounts.map(({ id, name, bound, disabledFor }) => (
          <tr>
            <td data-label={F.name[language]}><span>{name}</span></td>
            <td data-label={F.state[language]}>
              <strong>{F[disabledFor === null ? 'open' : 'closed'][language]}</strong>
              <div class="small">{F[bound ? 'boundYes' : 'boundNo'][language]}{disabledFor !== null && ` · ${disabledFor}`}</div>
            </td>
            <td data-label={F.act[language]}>
              <form method="post" action={`/${agency}/users/state`}>
                <Token standing={standing} />
                <input type="hidden" name="account" value={id} />
                {disabledFor === null && <Field name={`reason-${id}`} label={F.reason[language]} maxlength={200} problems={problems} />}
                <button class="button quiet" name="act" value={disabledFor === null ? 'close' : 'open'} aria-label={`${F[disabledFor === null ? 'toClose' : 'toOpen'][language]} ${name}`}>
                  {F[disabledFor === null ? 'toClose' : 'toOpen'][language]}
                </button>
              </form>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

export const showUsers: WorkAct = (work) => show(work, [])

/** `POST /{agency}/users`: an account for somebody who was checked in. */
export const makeUser: WorkAct = async (work) => {
  const { c, site: { personnel }, view: { language }, standing, agency } = work
  const person = rowId(typedIn(await c.req.parseBody())['person'])
  const name = personnel.inOne(() => {
    const made = person === null ? null : makeAccount(personnel, agency, person)
    if (made !== null) write(personnel, agency, { what: 'accountMade', about: made }, standing.here)
    return made
  })
  return name === null ? show(work, [{ field: 'person', text: F.personMissing[language] }]) : c.redirect(`/${agency}/users?done`, 303)
}

// As the database has it.
const LONGEST_REASON = 200

/** `POST /{agency}/users/state`: closes or opens an account. */
export const changeUser: WorkAct = async (work) => {
  const { c, site: { personnel }, view: { language }, standing, agency } = work
  const typed = typedIn(await c.req.parseBody())
  const account = rowId(typed['account'])
  const closes = typed['act'] !== 'open'
  const reason = (typed[`reason-${account}`] ?? '').trim()
  if (closes && (reason === '' || [...reason].length > LONGEST_REASON)) return show(work, [{ field: `reason-${account}`, text: F.reasonMissing[language] }])
  const name = personnel.inOne(() => {
    const changed = account === null ? null : setDisabled(personnel, agency, account, closes ? reason : null)
    if (changed !== null) write(personnel, agency, { what: closes ? 'accountDisabled' : 'accountEnabled', about: changed }, standing.here)
    return changed
  })
  return name === null ? show(work, [{ field: 'users', text: F.accountGone[language] }]) : c.redirect(`/${agency}/users?done`, 303)
}

function bindPage(c: Context, site: Site, { session: { formToken } }: Here, problem: string | null) {
  const view = viewOf(c, site, '/bind')
  const { language } = view
  const problems = problem === null ? [] : [{ field: 'nationalId', text: problem }]
  return page(c, (
    <Frame view={view} title={F.bindTitle[language]} formToken={formToken}>
      <h1>{F.bindTitle[language]}</h1>
      <Problems problems={problems} view={view} />
      <section>
        <p>{F.bindLead[language]}</p>
        <form method="post" action="/bind" class="fields">
          <input type="hidden" name="form_token" value={formToken} />
          <Field name="nationalId" label={F.nationalId[language]} maxlength={64} problems={problems} short />
          <button class="button">{WORDS.confirm[language]}</button>
        </form>
      </section>
    </Frame>
  ), problem === null ? 200 : 422)
}

/** Whoever is here and has an account waiting; null for anybody else. */
function awaited(c: Context, site: Site): Here | null {
  const session = sessionOf(c, site, AS_WEBHR)
  const here = session === null ? null : whoIsHere(site, session)
  return here !== null && here.waiting.length > 0 ? here : null
}

/** `/bind` */
export const showBind: Act = (c, site) => {
  const here = awaited(c, site)
  return here === null ? c.redirect('/', 303) : bindPage(c, site, here, null)
}

/** `POST /bind`: the account that waits is of whoever has its name and its national ID. */
export const bindAccount: Act = async (c, site) => {
  const here = awaited(c, site)
  if (here === null || !await fromOwnSession(c, site.origin, here.session.formToken)) return staleForm(c, site)
  const { language } = viewOf(c, site, '/bind')
  const { personnel } = site
  const id = checkNationalId(typedIn(await c.req.parseBody())['nationalId'] ?? '')
  if (!id.ok) return bindPage(c, site, here, WORDS.idWrong[language])
  const bound = personnel.inOne(() => here.waiting.filter((agency) => {
    const done = bind(personnel, agency, { sub: here.actor, name: here.name!, nationalId: id.id })
    if (done) write(personnel, agency, { what: 'accountBound', about: here.name! }, here)
    return done
  }))
  return bound.length === 0 ? bindPage(c, site, here, F.bindWrong[language]) : c.redirect('/', 303)
}
