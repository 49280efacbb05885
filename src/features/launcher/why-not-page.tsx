import { missingSentence, nearestSentence } from '../../core/access-messages.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { Actions } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Page } from '../../web/layout.tsx'
import { ApplicationName, Marks, openPath, OutageNote, Reasons } from './application-card.tsx'
import { messages } from './messages.ts'
import type { AgencyCode } from '../../core/standing.ts'
import type { Outage } from '../../store/outages.ts'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Answered } from './open-application.ts'

type Props = { request: FrameRequest; asked: Answered; agency: AgencyCode | undefined; outage?: Outage | undefined }

/** Which application it is about, as the lists have it. */
function About({ asked: { application }, language, outage }: {
  asked: Answered; language: Language; outage: Outage | undefined
}) {
  return (
    <>
      <p>
        <ApplicationName application={application} /><Marks application={application} language={language} />
        <br /><span class="soft">{application.description}</span>
      </p>
      <OutageNote outage={outage} language={language} />
    </>
  )
}

/** Why the application is not mine: the nearest condition, whom to ask, and the other ways there would be. */
export function WhyNotPage({ request, asked, agency, outage }: Props) {
  const { language } = request
  const m = messages(language)
  const { application, answer: { missing }, naming } = asked
  return (
    <Page request={request} title={m.whyNotTitle(application.name)} breadcrumbs={[{ label: m.title, href: '/applications' }]}>
      <About asked={asked} language={language} outage={outage} />
      {agency === undefined ? null : <p>{m.whyNotForAgency(naming.tree.agencies.get(agency)?.name ?? agency)}</p>}
      <Notice title={m.nearest}><p>{nearestSentence(missing, application.code, naming)[language]}</p></Notice>
      {missing.length < 2 ? null : (
        <section>
          <h2>{m.missing}</h2>
          <ul>{missing.map((one) => <li>{missingSentence(one, application.code, naming)[language]}</li>)}</ul>
        </section>
      )}
      <p class="soft">{m.whyNotHelp}</p>
      <Actions><ButtonLink kind="secondary" href="/applications">{m.back}</ButtonLink></Actions>
    </Page>
  )
}

/** It is mine, but this session is not proved by a card (R-USE-5). */
export function CertificatePage({ request, asked, outage }: Omit<Props, 'agency'>) {
  const m = messages(request.language)
  const { application } = asked
  return (
    <Page request={request} title={m.certificateTitle(application.name)} breadcrumbs={[{ label: m.title, href: '/applications' }]}>
      <About asked={asked} language={request.language} outage={outage} />
      <Notice kind="warning" title={m.certificate}>
        <p>{m.certificateWhy}</p><p>{m.certificateNext}</p>
        {application.passkeyAllowed ? <p>{m.passkeyNext}</p> : null}
      </Notice>
      <Actions>
        {application.passkeyAllowed ? <ButtonLink href={byPasskey(application.code)}>{m.byPasskey}</ButtonLink> : null}
        {request.site.has('/sign-in/card') ? (
          <ButtonLink kind={application.passkeyAllowed ? 'secondary' : 'primary'} href={byCard(application.code)}>{m.byCard}</ButtonLink>
        ) : null}
        <ButtonLink kind="secondary" href="/applications">{m.back}</ButtonLink>
      </Actions>
    </Page>
  )
}

/** The card is asked of whoever is signed in, and leads on to the application. */
const byCard = (code: string): string => `/sign-in/card?${new URLSearchParams({ again: 'yes', next: `/applications/${code}/open` })}`

/** A passkey is asked for likewise, where the application takes one (R-USE-5). */
const byPasskey = (code: string): string => `/sign-in/again?${new URLSearchParams({ by: 'passkey', next: `/applications/${code}/open` })}`

/** It is mine and nothing is in the way: whoever came here by an old address is shown the door. */
export function OpenAfterAllPage({ request, asked, agency, outage }: Props) {
  const m = messages(request.language)
  const { application } = asked
  return (
    <Page request={request} title={application.name} breadcrumbs={[{ label: m.title, href: '/applications' }]}>
      <About asked={asked} language={request.language} outage={outage} />
      <Reasons reasons={asked.answer.reasons} naming={asked.naming} language={request.language} />
      <Actions>
        <ButtonLink href={openPath(application.code, agency)}>{m.openNamed(application.name)}</ButtonLink>
        <ButtonLink kind="secondary" href="/applications">{m.back}</ButtonLink>
      </Actions>
    </Page>
  )
}
