import { dayInTaipei } from '../../core/days.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList, Empty } from '../../web/components/panel.tsx'
import { QrCode } from '../../web/components/qr-code.tsx'
import { showDay, showMoment } from '../../web/days.ts'
import { againAddress } from '../../web/fresh.ts'
import { lacksSecondFactor, SECOND_FACTOR_PATH } from '../../web/second-factor.ts'
import { ownCrumbs, OwnPage, ownMenu } from '../me/own-page.tsx'
import { messages } from './messages.ts'
import { showRecoveryCode } from './recovery-codes.ts'
import type { FormProblem, FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Factor } from './keep-factor.ts'

// From here on somebody whose telephone is lost twice would stand outside.
const FEW = 3

/** 「第二驗證」 of 「我的專區」: how it stands. `removed`: it has just been. */
export function FactorPage({ request, factor, removed = false }: { request: FrameRequest; factor: Factor | null; removed?: boolean }) {
  const { language } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.title}>
      {removed ? <Notice kind="done" title={m.removed}><p>{m.removedSays}</p></Notice> : null}
      <p class="lead">{m.lead}</p>
      {factor === null ? (
        <>
          <Empty title={m.off}><p>{m.offSays}</p></Empty>
          <p><ButtonLink href={`${SECOND_FACTOR_PATH}/new`}>{m.setUp}</ButtonLink></p>
        </>
      ) : (
        <>
          <h2>{m.on}</h2>
          <DescriptionList
            items={[
              { term: m.since, value: <time datetime={factor.setUpAt.toISOString()}>{showDay(dayInTaipei(factor.setUpAt), language)}</time> },
              { term: m.left, value: m.leftCount(factor.left) },
            ]}
          />
          {factor.left <= FEW ? <p class="lead">{m.few}</p> : null}
          <Actions>
            <ButtonLink kind="secondary" href={`${SECOND_FACTOR_PATH}/codes`}>{m.renew}</ButtonLink>
            <ButtonLink kind="quiet" href={`${SECOND_FACTOR_PATH}/remove`}>{m.remove}</ButtonLink>
          </Actions>
        </>
      )}
      <p class="soft">{m.other}</p>
    </OwnPage>
  )
}

const crumbsOf = (request: FrameRequest) => [{ label: messages(request.language).title, href: SECOND_FACTOR_PATH } as const]

/** The key in groups of four, each whole on its line. */
function Key({ text }: { text: string }) {
  const groups = text.match(/.{1,4}/g) ?? []
  return <p class="slip-code">{groups.map((group, at) => <>{at === 0 ? null : ' '}<span>{group}</span></>)}</p>
}

/** Why it is asked, of whom it is, and until when; after that, how else one gets on. */
function Asked({ request, next }: { request: FrameRequest; next: LocalPath }) {
  const { actor, language, today } = request
  const m = messages(language)
  if (actor === null || actor.secondFactorBy === null) return null
  if (!lacksSecondFactor(actor, today)) return <Notice kind="info" title={m.askedUntil(showDay(actor.secondFactorBy, language))}><p>{m.askedWhy}</p></Notice>
  return (
    <Notice kind="warning" title={m.askedNow}>
      <p>{m.askedWhy}</p>
      <p><a href={againAddress(next)}>{m.askedElse}</a></p>
    </Notice>
  )
}

/** 「設定第二驗證」. `address`: what the picture holds; `secret`: the key in base32; `next`: where it leads. */
export function SetUpPage({ request, form, address, secret, next }: {
  request: FrameRequest; form: FormState; address: string; secret: string; next: LocalPath
}) {
  const { language, actor } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.setUp} crumbs={crumbsOf(request)} problems={form.problems}>
      <Asked request={request} next={next} />
      <p class="lead">{m.setUpLead}</p>
      <h2>1. {m.scan}</h2>
      <div class="slip-way">
        <QrCode text={address} label={m.qr} />
        <div>
          <p>{m.scanSays}</p>
          <Key text={secret} />
          <p>{m.account} <span class="code">{actor?.accountName}</span></p>
        </div>
      </div>
      <h2>2. {m.type}</h2>
      <p>{m.typeSays}</p>
      <Form request={request} action={`${SECOND_FACTOR_PATH}/new`} hidden={{ next }}>
        <TextField
          language={language} form={form} name="secretCode" label={m.code} width="short" autocomplete="one-time-code" inputmode="numeric"
        />
        <Actions><Button>{m.confirm}</Button></Actions>
        <p class="soft">{m.afterwards}</p>
      </Form>
    </OwnPage>
  )
}

/** The recovery codes: the answer to the act itself, at no address that could be asked for again. `next`: where it goes on. */
export function CodesPage({ request, codes, after, next = SECOND_FACTOR_PATH }: {
  request: FrameRequest; codes: readonly string[]; after: 'setUp' | 'renew'; next?: LocalPath
}) {
  const { language, actor, now } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.codesTitle} crumbs={crumbsOf(request)}>
      <div class="screen-only">
        <Notice kind="done" title={m.codesMadeFor[after]} />
        <Notice kind="warning" title={m.codesOnce}><p>{m.codesSay}</p></Notice>
      </div>
      <div class="paper">
        <h2>{m.codesFor(actor?.accountName ?? '')}</h2>
        <ul class="plain">{codes.map((code) => <li class="slip-code">{showRecoveryCode(code)}</li>)}</ul>
        <p class="soft">{m.codesMade(showMoment(now, language))}</p>
      </div>
      <div class="screen-only">
        <p>{m.print}</p>
        <Actions><ButtonLink href={next}>{m.kept}</ButtonLink></Actions>
      </div>
    </OwnPage>
  )
}

/** Asks once before the codes of before are worth nothing, or the second factor is asked no more. */
export function AskPage({ request, what, problems = [] }: { request: FrameRequest; what: 'codes' | 'remove'; problems?: readonly FormProblem[] }) {
  const m = messages(request.language)
  const renews = what === 'codes'
  return (
    <ConfirmPage
      request={request} title={renews ? m.renew : m.remove} breadcrumbs={ownCrumbs(request, crumbsOf(request))} menu={ownMenu(request)} action={`${SECOND_FACTOR_PATH}/${what}`}
      confirm={renews ? m.renewDo : m.removeDo} cancel={SECOND_FACTOR_PATH}
      problems={problems} consequence={<><p>{renews ? m.renewWhat : m.removeWhat}</p><p>{m.removeTold}</p></>}
    />
  )
}
