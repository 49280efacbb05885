import { Button, ButtonLink } from '../../web/components/button.tsx'
import { CardForm } from '../../web/components/card-form.tsx'
import { Checkboxes } from '../../web/components/choices.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Moment } from '../../web/components/moment.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Empty, Panel } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { dayInTaipei } from '../../core/days.ts'
import { EMPTY_FORM } from '../../web/form.ts'
import { Page } from '../../web/layout.tsx'
import { ownCrumbs, ownMenu, OwnPage } from '../me/own-page.tsx'
import { messages } from './card-messages.ts'
import { MOST_CARDS } from './person-cards.ts'
import type { FormState } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { BoundCard } from './person-cards.ts'

export const SIGN_IN_PATH: LocalPath = '/sign-in/card'
export const CARDS_PATH: LocalPath = '/me/certificates'
export const BIND_PATH: LocalPath = '/me/certificates/bind'

/** 「憑證登入」 by itself; `again`: whoever is signed in proves it once more. */
export function CardSignInPage({ request, form, hidden, again }: {
  request: FrameRequest; form: FormState; hidden: Readonly<Record<string, string>>; again: boolean
}) {
  const m = messages(request.language)
  return (
    <Page request={request} title={m.signInTitle} problems={form.problems} breadcrumbs={[]}>
      <p class="lead">{again ? m.againLead : m.signInLead}</p>
      <Panel id="by-card" title={m.signInTitle}>
        <CardForm request={request} action={SIGN_IN_PATH} purpose="signIn" button={m.signIn} hidden={{ ...hidden, ...(again ? { again: 'yes' } : {}) }} />
      </Panel>
      {again ? null : <p><a href="/">{m.otherWays}</a></p>}
    </Page>
  )
}

export const CARDS_DONE = ['bound', 'already', 'givenUp'] as const

/** 「我的憑證」. */
export function CardsPage({ request, form, cards, done }: {
  request: FrameRequest; form: FormState; cards: readonly BoundCard[]; done: (typeof CARDS_DONE)[number] | null
}) {
  const { language } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.title} problems={form.problems}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <p class="lead">{m.lead}</p>
      {cards.length === 0 ? <Empty title={m.none} /> : (
        <Table
          language={language} caption={m.title} rows={cards}
          columns={[
            { label: m.card, heading: true, cell: ({ subjectSerial }) => m.cardNumber(subjectSerial) },
            { label: m.certificate, cell: ({ certificateSerial }) => <span class="code">{certificateSerial}</span> },
            { label: m.validUntil, cell: ({ validUntil }) => <DayCell day={dayInTaipei(validUntil)} language={language} /> },
            { label: m.boundAt, cell: ({ boundAt }) => <Moment at={boundAt} language={language} /> },
            {
              label: m.lastUsed,
              cell: ({ lastUsedAt }) => (lastUsedAt === null ? m.never : <Moment at={lastUsedAt} language={language} />),
            },
            {
              label: componentMessages(language).acts, actions: true,
              cell: ({ id, subjectSerial }) => <a href={`${CARDS_PATH}/${id}/give-up`} aria-label={m.giveUpOf(subjectSerial)}>{m.giveUp}</a>,
            },
          ]}
        />
      )}
      <h2>{m.add}</h2>
      {cards.length >= MOST_CARDS ? <p>{m.most(MOST_CARDS)}</p> : (
        <>
          <p>{m.addLead}</p>
          <CardForm request={request} action={CARDS_PATH} purpose="bind" button={m.add} />
        </>
      )}
    </OwnPage>
  )
}

/** Asks whether the card is to be given up. */
export function GiveUpPage({ request, card }: { request: FrameRequest; card: BoundCard }) {
  const { language } = request
  const m = messages(language)
  return (
    <ConfirmPage
      request={request} title={m.giveUpTitle} breadcrumbs={ownCrumbs(request, [{ label: m.title, href: CARDS_PATH }])} menu={ownMenu(request)}
      consequence={<p>{m.giveUpLead(card.subjectSerial)}</p>} action={`${CARDS_PATH}/${card.id}/give-up`} confirm={m.giveUpSure} cancel={CARDS_PATH}
    >
      <Checkboxes language={language} form={EMPTY_FORM} name="lost" label={m.giveUpTitle} legendUnseen choices={[{ value: 'yes', label: m.lost, hint: m.lostEnds }]} />
    </ConfirmPage>
  )
}

/** Binds the card that was proved before its person signed in; `name` null: none waits. */
export function BindPage({ request, form, name, next }: { request: FrameRequest; form: FormState; name: string | null; next: LocalPath }) {
  const { language } = request
  const m = messages(language)
  return (
    <OwnPage request={request} title={m.bindTitle} problems={form.problems}>
      {name === null ? (
        <>
          <p class="lead">{m.bindNone}</p>
          <Actions><ButtonLink href={CARDS_PATH}>{m.bindAgain}</ButtonLink></Actions>
        </>
      ) : (
        <>
          <p class="lead">{m.bindLead(name)}</p>
          <Form request={request} action={BIND_PATH} hidden={{ next }}>
            <Actions><Button>{m.bind}</Button><ButtonLink kind="secondary" href={next}>{m.bindNot}</ButtonLink></Actions>
          </Form>
        </>
      )}
    </OwnPage>
  )
}
