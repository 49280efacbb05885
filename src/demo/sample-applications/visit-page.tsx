import { dayText, instantText } from '../local-program/language.ts'
import { Frame, nameOf } from './frame.tsx'
import { METHODS, REASONS, STANDINGS, WORDS } from './messages.ts'
import { Todo } from './todo.tsx'
import type { Child } from 'hono/jsx'
import type { AccessEntry } from './access-claim.ts'
import type { SampleApplication } from './clients.ts'
import type { View } from './frame.tsx'
import type { Session } from './session-store.ts'
import type { Visit } from './relying-party.ts'

// A screen or two; somebody who works for hundreds of agencies turns pages.
const ROWS_A_PAGE = 100

export type VisitPageProps = {
  view: View
  application: SampleApplication
  session: Session
  agencyName: (code: string) => string | undefined
  now: Date
  page: number
  justReread: boolean
  /** Whether this application has something on the person's list in the portal. */
  todoWaits: boolean
}

/** The page of an application for somebody who is signed in. */
export function VisitPage(props: VisitPageProps) {
  const { view, application, session, justReread, todoWaits } = props
  const { language } = view
  const { visit } = session
  return (
    <Frame view={view} title={nameOf(application, language)} application={application} signOut={
      <form method="post" action={`/${application.code}/sign-out`}>
        <input type="hidden" name="form_token" value={session.formToken} />
        <button class="button">{WORDS.signOut[language]}</button>
      </form>
    }>
      <h1>{nameOf(application, language)}</h1>
      {justReread && <p class="message good" role="status">{WORDS.reread1[language]}</p>}
      {visit.agrees || <p class="message bad" role="alert">{WORDS.disagree[language]}</p>}
      <div class="columns"><Who {...props} /><How {...props} /></div>
      <Rights {...props} />
      <Freshness {...props} />
      <Todo view={view} application={application} session={session} waits={todoWaits} />
      <details>
        <summary>{WORDS.raw[language]}</summary>
        <h3>ID token</h3>
        <pre tabindex={0}>{JSON.stringify(visit.idTokenClaims, null, 2)}</pre>
        <h3>userinfo</h3>
        <pre tabindex={0}>{JSON.stringify(visit.userinfo, null, 2)}</pre>
      </details>
    </Frame>
  )
}

const Fact = ({ term, children }: { term: string, children: Child }) => <div><dt>{term}</dt><dd>{children}</dd></div>

const textClaim = (visit: Visit, name: string): string | undefined => {
  const value = visit.userinfo[name] ?? visit.idTokenClaims[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function AgencyText({ code, agencyName }: { code: string, agencyName: VisitPageProps['agencyName'] }) {
  const name = agencyName(code)
  return name === undefined ? <code>{code}</code> : <span>{name} <code>{code}</code></span>
}

function Who({ view: { language }, session: { visit }, agencyName }: VisitPageProps) {
  const holder = visit.idTokenClaims['act'] ?? visit.userinfo['act']
  const holderSub = typeof holder === 'object' && holder !== null && 'sub' in holder ? String(holder.sub) : undefined
  const { agency, standing } = visit.access
  const email = textClaim(visit, 'email')
  return (
    <section>
      <h2>{WORDS.who[language]}</h2>
      <dl>
        <Fact term={WORDS.name[language]}>{textClaim(visit, 'name') ?? WORDS.notTold[language]}</Fact>
        <Fact term={WORDS.account[language]}>{textClaim(visit, 'preferred_username') ?? WORDS.notTold[language]}</Fact>
        {email && <Fact term={WORDS.email[language]}>{email}</Fact>}
        <Fact term={WORDS.agency[language]}>
          {agency === null ? WORDS.notTold[language] : <AgencyText code={agency} agencyName={agencyName} />}
        </Fact>
        {visit.openedFor !== null && <Fact term={WORDS.openedFor[language]}>
          <b><AgencyText code={visit.openedFor} agencyName={agencyName} /></b>
          {visit.entries.every((entry) => entry.agency !== visit.openedFor)
            && <div class="ended" role="alert">{WORDS.notFor[language]}</div>}
        </Fact>}
        <Fact term={WORDS.standing[language]}>{STANDINGS[standing][language]}</Fact>
        <Fact term={WORDS.subject[language]}><code>{visit.sub}</code></Fact>
        {holderSub !== undefined && <Fact term={WORDS.holder[language]}><code>{holderSub}</code></Fact>}
      </dl>
    </section>
  )
}

function How({ view: { language }, session: { visit } }: VisitPageProps) {
  const authTime = visit.idTokenClaims['auth_time']
  const acr = textClaim(visit, 'acr')
  return (
    <section>
      <h2>{WORDS.how[language]}</h2>
      <dl>
        <Fact term={WORDS.method[language]}>{METHODS[visit.access.method][language]}</Fact>
        <Fact term={WORDS.strength[language]}>{acr === undefined ? WORDS.notTold[language] : <code>{acr}</code>}</Fact>
        <Fact term={WORDS.signedInAt[language]}>
          {typeof authTime === 'number' ? <Instant seconds={authTime} language={language} /> : WORDS.notTold[language]}
        </Fact>
      </dl>
    </section>
  )
}

function Instant({ seconds, language }: { seconds: number, language: View['language'] }) {
  const instant = new Date(seconds * 1000)
  return <time datetime={instant.toISOString()}>{instantText(instant, language)}</time>
}

function Rights(props: VisitPageProps) {
  const { view: { language }, session: { visit }, page } = props
  const first = (page - 1) * ROWS_A_PAGE
  const rows = visit.entries.slice(first, first + ROWS_A_PAGE)
  return (
    <section>
      <h2 id="rights">{WORDS.rights[language]}</h2>
      {rows.length === 0
        ? <p>{WORDS.noRights[language]}</p>
        : <table aria-labelledby="rights">
            <caption>{WORDS.rightsCount[language]}{visit.entries.length.toLocaleString('en-US')}</caption>
            <thead>
              <tr>
                <th scope="col">{WORDS.rightsAgency[language]}</th>
                <th scope="col">{WORDS.categories[language]}</th>
                <th scope="col">{WORDS.reason[language]}</th>
                <th scope="col">{WORDS.until[language]}</th>
              </tr>
            </thead>
            <tbody>{rows.map((entry) => <Right entry={entry} {...props} />)}</tbody>
          </table>}
      <Pages count={Math.ceil(visit.entries.length / ROWS_A_PAGE)} {...props} />
    </section>
  )
}

function Right({ entry, view: { language }, application, agencyName }: VisitPageProps & { entry: AccessEntry }) {
  const category = (code: string) => {
    const known = application.categories?.find((candidate) => candidate.code === code)
    return known ? <li>{nameOf(known, language)} <code>{code}</code></li> : <li><code>{code}</code></li>
  }
  return (
    <tr>
      <td data-label={WORDS.rightsAgency[language]}><AgencyText code={entry.agency} agencyName={agencyName} /></td>
      <td data-label={WORDS.categories[language]}><ul class="plain">{entry.categories.map(category)}</ul></td>
      <td data-label={WORDS.reason[language]}>
        <span class={`reason ${entry.by}`}>{REASONS[entry.by][language]}</span>
        {entry.acting !== undefined && <div class="small">
          {WORDS.acting[language]}{language === 'en' ? ': ' : '：'}
          <AgencyText code={entry.acting} agencyName={agencyName} />
        </div>}
        {entry.duty !== undefined && <div class="small">
          {WORDS.dutyNumber[language]} <code>{entry.duty}</code>
        </div>}
      </td>
      <td data-label={WORDS.until[language]}>{entry.until === null
        ? WORDS.open[language]
        : <time datetime={entry.until}>{dayText(entry.until, language)}</time>}</td>
    </tr>
  )
}

function Pages({ count, page, application, view: { language } }: VisitPageProps & { count: number }) {
  if (count <= 1) return null
  const to = (number: number) => `/${application.code}/?page=${number}`
  return (
    <nav class="pages" aria-label={WORDS.pages[language]}>
      {page > 1 && <a href={to(page - 1)} rel="prev">{WORDS.earlier[language]}</a>}
      <span>{page} / {count}</span>
      {page < count && <a href={to(page + 1)} rel="next">{WORDS.later[language]}</a>}
    </nav>
  )
}

function Freshness({ view: { language }, application, session, now }: VisitPageProps) {
  const { visit, formToken } = session
  const end = (seconds: number) => (
    <>
      <Instant seconds={seconds} language={language} />
      {seconds * 1000 <= now.getTime() && <strong class="ended"> {WORDS.hasEnded[language]}</strong>}
    </>
  )
  return (
    <section>
      <h2>{WORDS.validity[language]}</h2>
      <dl>
        <Fact term={WORDS.readAt[language]}><Instant seconds={visit.readAt} language={language} /></Fact>
        <Fact term={WORDS.accessTokenUntil[language]}>
          {visit.accessTokenExpiresAt === null ? WORDS.notTold[language] : end(visit.accessTokenExpiresAt)}
        </Fact>
        <Fact term={WORDS.idTokenUntil[language]}>{end(visit.idTokenExpiresAt)}</Fact>
        <Fact term={WORDS.refreshToken[language]}>
          {visit.refreshToken === null ? WORDS.refreshNone[language] : WORDS.refreshHeld[language]}
        </Fact>
      </dl>
      {visit.agrees && <p class="small">{WORDS.agree[language]}</p>}
      <form method="post" action={`/${application.code}/reread`}>
        <input type="hidden" name="form_token" value={formToken} />
        <button class="button quiet">{WORDS.reread[language]}</button>
      </form>
    </section>
  )
}
