import { agreementAddress } from './agreement.ts'
import { ButtonLink } from './components/button.tsx'
import { DescriptionList } from './components/panel.tsx'
import { showMoment } from './days.ts'
import { Page } from './layout.tsx'
import { againAddress } from './fresh.ts'
import { shownMaintenance } from './maintenance.ts'
import { problemMessages } from './problem-messages.ts'
import { setUpAddress } from './second-factor.ts'
import type { Language } from './language.ts'
import type { Maintenance } from './maintenance.ts'
import type { LocalPath, ProblemCode } from './reply.ts'
import type { FrameRequest } from './route.ts'

const ABOUT_US: ReadonlySet<ProblemCode> = new Set(['fault', 'unavailable', 'maintenance'])

function UntilWhen({ maintenance, language }: { maintenance: Maintenance; language: Language }) {
  const m = problemMessages(language)
  const { to, note } = shownMaintenance(maintenance, language)
  return <DescriptionList items={[{ term: m.until, value: to }, ...(note === null ? [] : [{ term: m.about, value: note }])]} />
}

/** The page of every problem: what happened, what to do, and a reference for the help desk. Nothing of the cause. */
export function ProblemPage({ request, code, next = '/' }: {
  request: FrameRequest; code: ProblemCode
  /** Where to go on once it was proved again who it is. */
  next?: LocalPath
}) {
  const m = problemMessages(request.language)
  const { contact } = request.site
  const { title, text } = m[code]
  const { maintenance } = request
  return (
    <Page request={request} title={title} breadcrumbs={[]}>
      <p class="lead">{text}</p>
      {code !== 'maintenance' || maintenance === null ? null : <UntilWhen maintenance={maintenance} language={request.language} />}
      <p class="actions">
        {code === 'forbidden' && request.site.has('/switch') ? <ButtonLink href="/switch">{m.switch}</ButtonLink> : null}
        {code === 'reviewFirst' ? <ButtonLink href="/manage/reviews">{m.review}</ButtonLink> : null}
        {code === 'proveAgain' ? <ButtonLink href={againAddress(next)}>{m.again}</ButtonLink> : null}
        {code === 'secondFactorFirst' ? <ButtonLink href={setUpAddress(next)}>{m.setUp}</ButtonLink> : null}
        {code === 'agreementFirst' ? <ButtonLink href={agreementAddress(next)}>{m.readNotice}</ButtonLink> : null}
        {code === 'holderFirst' ? <ButtonLink href="/manage/holder">{m.holder}</ButtonLink> : null}
        {code === 'signedOut' ? <ButtonLink href="/">{m.signIn}</ButtonLink> : null}
        {code === 'signedOut' ? null : <ButtonLink href="/" kind="secondary">{m.home}</ButtonLink>}
      </p>
      <p class="soft">
        {m.reference}<code>{request.requestId}</code>
        <span class="sep">{showMoment(request.now, request.language)}</span>
        {ABOUT_US.has(code) ? <span class="sep">{contact.phone}</span> : null}
      </p>
    </Page>
  )
}
