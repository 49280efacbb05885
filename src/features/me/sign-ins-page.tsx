import { browserText } from '../../core/browsers.ts'
import { networkText } from '../../core/networks.ts'
import { METHODS } from '../../core/told-own.ts'
import { Badge } from '../../web/components/badge.tsx'
import { ButtonLink } from '../../web/components/button.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showMoment } from '../../web/days.ts'
import { filledForm } from '../../web/form.ts'
import { ownMessages } from './own-messages.ts'
import { ownCrumbs, OwnPage, ownMenu } from './own-page.tsx'
import type { Language } from '../../web/language.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { SignIn, SignInPage } from './list-sign-ins.ts'

const methodText = (method: string, language: Language): string => METHODS[method]?.[language] ?? method

/** The address as it is, and of what kind of network. */
export function Network({ address, language }: { address: string | null; language: Language }) {
  if (address === null) return <>{ownMessages(language).unknown}</>
  return <><span class="code">{address}</span><span class="below soft">{networkText(address, language)}</span></>
}

function Outcome({ signIn: { outcome, unusual, saidNotMe }, language }: { signIn: SignIn; language: Language }) {
  const m = ownMessages(language)
  return (
    <>
      <Badge kind={outcome === 'done' ? 'good' : 'warning'}>{m.outcomes[outcome]}</Badge>
      {unusual.map((one) => <>{' '}<Badge kind="warning">{m.unusual[one]}</Badge></>)}
      {saidNotMe ? <>{' '}<Badge kind="danger">{m.saidNotMe}</Badge></> : null}
    </>
  )
}

function NotMe({ signIn, language }: { signIn: SignIn; language: Language }) {
  const m = ownMessages(language)
  if (signIn.outcome !== 'done' || signIn.saidNotMe) return null
  return (
    <ButtonLink kind="quiet" href={`/me/sign-ins/${signIn.id}/not-me`} label={m.notMeOf(showMoment(signIn.at, language))}>{m.notMe}</ButtonLink>
  )
}

/** 「登入紀錄」: sign-ins to one's own account, the newest first. */
export function SignInsPage({ request, page }: { request: FrameRequest; page: SignInPage }) {
  const { language } = request
  const m = ownMessages(language)
  const { signIns, previous, next } = page
  return (
    <OwnPage request={request} title={m.signInsTitle}>
      <p class="lead">{m.signInsLead}</p>
      <p class="soft">{m.place}</p>
      {signIns.length === 0 ? <Empty title={m.noSignIns} /> : (
        <Table
          language={language} caption={m.newestFirst} rows={signIns}
          columns={[
            { label: m.when, heading: true, cell: ({ at }) => <Moment at={at} language={language} /> },
            { label: m.outcome, cell: (signIn) => <Outcome signIn={signIn} language={language} /> },
            { label: m.method, cell: ({ method }) => methodText(method, language) },
            { label: m.browser, cell: ({ browser }) => (browser === null ? m.unknown : browserText(browser, language)) },
            { label: m.from, cell: ({ address }) => <Network address={address} language={language} /> },
            { label: componentMessages(language).acts, actions: true, cell: (signIn) => <NotMe signIn={signIn} language={language} /> },
          ]}
        />
      )}
      <Paging
        language={language} previous={previous === null ? null : `/me/sign-ins?after=${previous}`}
        next={next === null ? null : `/me/sign-ins?before=${next}`}
      />
    </OwnPage>
  )
}

function SignInFacts({ signIn, language }: { signIn: SignIn; language: Language }) {
  const m = ownMessages(language)
  return (
    <DescriptionList
      items={[
        { term: m.when, value: <Moment at={signIn.at} language={language} /> },
        { term: m.method, value: methodText(signIn.method, language) },
        { term: m.browser, value: signIn.browser === null ? m.unknown : browserText(signIn.browser, language) },
        { term: m.from, value: <Network address={signIn.address} language={language} /> },
      ]}
    />
  )
}

// What the sign-in was by is taken away altogether; else what came since.
const REMOVES: Readonly<Record<string, 'passkey' | 'card'>> = { passkey: 'passkey', personCertificate: 'card' }

/** `others`: sessions beside this one; `address`: of the account, masked, where it was set since that sign-in. */
type NotMeProps = { request: FrameRequest; signIn: SignIn; others: number; address: string | null }

/** Asks once whether that sign-in was somebody else's, and says what comes of saying so. */
export function NotMePage({ request, signIn, others, address }: NotMeProps) {
  const { language } = request
  const m = ownMessages(language)
  const crumbs = ownCrumbs(request, [{ label: m.signInsTitle, href: '/me/sign-ins' }])
  if (signIn.saidNotMe) {
    return (
      <OwnPage request={request} title={m.notMeTitle}>
        <Notice kind="warning" title={m.saidNotMe}><p>{m.notMeSaid}</p></Notice>
        <SignInFacts signIn={signIn} language={language} />
        <p><ButtonLink href="/me/password">{m.toPassword}</ButtonLink></p>
      </OwnPage>
    )
  }
  return (
    <ConfirmPage
      request={request} title={m.notMeTitle} breadcrumbs={crumbs} menu={ownMenu(request)}
      action={`/me/sign-ins/${signIn.id}/not-me`} confirm={m.notMeDo} cancel="/me/sign-ins"
      consequence={(
        <ul>
          <li>{m.notMeEnds(others)}</li><li>{m.notMeBars}</li><li>{m.notMeRemoves[REMOVES[signIn.method] ?? 'since']}</li>
          {address === null ? null : <li>{m.notMeAddress(address)}</li>}
          <li>{m.notMeTells}</li>
        </ul>
      )}
    >
      <p>{m.notMeWhat}</p>
      <SignInFacts signIn={signIn} language={language} />
      <Checkboxes
        language={language} form={filledForm({ keep: 'yes' })} name="keep" label={m.keep}
        choices={[{ value: 'yes', label: m.keepThis, hint: m.keepHint }]}
      />
    </ConfirmPage>
  )
}
