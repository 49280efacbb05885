import { dayInTaipei } from '../../core/days.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import { ownMessages } from './own-messages.ts'
import type { Child } from 'hono/jsx'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Overview } from './overview.ts'

/** Said above everything else while the password lets nobody in. */
export function BarredNotice({ language }: { language: Language }) {
  const m = ownMessages(language)
  return (
    <Notice kind="danger" title={m.barredTitle}>
      <p>{m.barred}</p>
      <p><ButtonLink href="/me/password">{m.toPassword}</ButtonLink></p>
    </Notice>
  )
}

/** The account at a glance; each line leads to where it is seen in full or changed. */
export function OverviewView({ request, overview }: { request: FrameRequest; overview: Overview }) {
  const { language, site } = request
  const m = ownMessages(language)
  const { accountName, lastSignIn, sessions, passwordAt, passkeys, email, emailConfirmed, waitingEmail } = overview
  const leads = (value: Child, href: LocalPath) => (site.has(href) ? <a href={href}>{value}</a> : value)
  const address = email === null ? m.noMail : emailConfirmed ? email : m.unconfirmed(email)
  return (
    <section aria-labelledby="account">
      <h2 id="account">{m.account}</h2>
      <DescriptionList
        items={[
          { term: m.accountName, value: <span class="code">{accountName}</span> },
          { term: m.lastSignIn, value: leads(lastSignIn === null ? m.unknown : showMoment(lastSignIn, language), '/me/sign-ins') },
          { term: m.liveSessions, value: leads(m.sessionCount(sessions), '/me/sessions') },
          {
            term: m.passwordChanged,
            value: leads(passwordAt === null ? m.noPassword : showDay(dayInTaipei(passwordAt), language), '/me/password'),
          },
          { term: m.menu.passkeys, value: leads(m.passkeyCount(passkeys), '/me/passkeys') },
          {
            term: m.mail,
            value: <>{leads(address, '/me/email')}{waitingEmail === null ? null : <span class="below soft">{m.mailWaits(waitingEmail)}</span>}</>,
          },
        ]}
      />
    </section>
  )
}
