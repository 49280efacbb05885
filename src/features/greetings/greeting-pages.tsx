// 「電子賀卡」: what somebody received and sent, one of either, and whom they block.
import { dayInTaipei } from '../../core/days.ts'
import { DRAFT_DAYS, greetingState } from '../../core/greetings.ts'
import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Empty, Tabs } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { showDay, showDayShort, showMoment } from '../../web/days.ts'
import { Page } from '../../web/layout.tsx'
import { agencyText, Card, Drawing, wishOf } from './greeting-parts.tsx'
import { messages } from './messages.ts'
import { BLOCKED_PATH, DRAFT_PATH, LIST_PATH, receivedPath, sentPath } from './slice.ts'
import { ReceiverNames } from './writing-pages.tsx'
import type { GreetingState } from '../../core/greetings.ts'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Blocked, PageOf, Received, ReceivedHead, Sent, SentHead } from './greeting-rows.ts'

export const SHOWN = ['received', 'sent'] as const
export type Shown = (typeof SHOWN)[number]

/** What has just been done. */
export const LIST_DONE = ['deleted', 'discarded'] as const
export const RECEIVED_DONE = ['blocked'] as const
export const SENT_DONE = ['sent', 'takenBack'] as const
export const BLOCKED_DONE = ['unblocked'] as const

const STATE_KINDS: Record<GreetingState, BadgeKind> = { waiting: 'warning', delivered: 'good', takenBack: 'plain' }

const crumbs = (request: FrameRequest): Crumb[] => [{ label: messages(request.language).title, href: LIST_PATH }]

function ReceivedItem({ request, card }: { request: FrameRequest; card: ReceivedHead }) {
  const { language } = request
  const m = messages(language)
  const { colleague } = card
  return (
    <li>
      <Drawing request={request} picture={card.picture} decorative />
      <div>
        <h2>
          <a href={receivedPath(card.id)}>{m.fromWith(colleague.name, wishOf(card.picture, language))}</a>
          {card.unread ? <> <Badge kind="warning">{m.unread}</Badge></> : null}
        </h2>
        {colleague.agency === null ? null : <p class="soft">{agencyText(colleague, language)}</p>}
        <p class="soft">{showMoment(card.arrivedAt, language)}</p>
      </div>
    </li>
  )
}

function SentItem({ request, card }: { request: FrameRequest; card: SentHead }) {
  const { language } = request
  const m = messages(language)
  const state = greetingState(card)
  return (
    <li>
      <Drawing request={request} picture={card.picture} decorative />
      <div>
        <h2>
          <a href={sentPath(card.id)}>{m.toWith(card.first, card.receivers, wishOf(card.picture, language))}</a>{' '}
          <Badge kind={STATE_KINDS[state]}>{m.states[state]}</Badge>
        </h2>
        <p class="soft">
          {showDayShort(card.deliverOn, language)}{card.missed === null || card.missed === 0 ? null : ` · ${m.missed(card.missed)}`}
        </p>
      </div>
    </li>
  )
}

export type Listed = { shown: 'received'; page: PageOf<ReceivedHead> } | { shown: 'sent'; page: PageOf<SentHead> }

/** The list. `draft`: there is a card that is not sent yet. */
export function GreetingsPage({ request, listed, first, draft, done, keptDays }: {
  request: FrameRequest; listed: Listed; first: boolean; draft: boolean; done: (typeof LIST_DONE)[number] | null; keptDays: number
}) {
  const { language } = request
  const m = messages(language)
  const { shown, page } = listed
  const at = (which: Shown, more: Record<string, string> = {}) => addressOf(LIST_PATH, { shown: which === 'received' ? '' : which, ...more })
  return (
    <Page request={request} title={m.title}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      {draft ? <Notice title={m.unsent}><p>{m.unsentKept(DRAFT_DAYS)} <a href={DRAFT_PATH}>{m.goOn}</a></p></Notice>
        : <p class="actions"><ButtonLink href={DRAFT_PATH}>{m.write}</ButtonLink></p>}
      <Tabs label={m.shown} tabs={SHOWN.map((one) => ({ label: m.shownOnes[one], href: at(one), current: one === shown }))} />
      {page.greetings.length === 0 ? <Empty title={m.none[shown]}><p>{m.noneWhy[shown]}</p></Empty> : (
        <ul class="greetings">
          {listed.shown === 'received' ? listed.page.greetings.map((card) => <ReceivedItem request={request} card={card} />)
            : listed.page.greetings.map((card) => <SentItem request={request} card={card} />)}
        </ul>
      )}
      <Paging language={language} previous={first ? null : at(shown)} next={page.next === null ? null : at(shown, { after: page.next })} />
      <p class="soft">{m.kept(keptDays)} <a href={BLOCKED_PATH}>{m.blocked}</a></p>
    </Page>
  )
}

/** A card that somebody received. */
export function ReceivedPage({ request, card, done }: {
  request: FrameRequest; card: Received; done: (typeof RECEIVED_DONE)[number] | null
}) {
  const { language } = request
  const m = messages(language)
  const path = receivedPath(card.id)
  return (
    <Page request={request} title={m.received} breadcrumbs={crumbs(request)}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      <Card request={request} picture={card.picture} words={card.words} from={card.colleague} />
      <p class="soft">{m.arrived} {showMoment(card.arrivedAt, language)}</p>
      {card.blocked && done === null ? <p class="soft">{m.blockedAlready} <a href={BLOCKED_PATH}>{m.blocked}</a></p> : null}
      <p class="actions">
        <ButtonLink href={`${path}/delete`} kind="secondary">{m.delete}</ButtonLink>
        {card.blocked ? null : <ButtonLink href={`${path}/block`} kind="secondary">{m.block}</ButtonLink>}
      </p>
    </Page>
  )
}

/** Asks before a card is thrown away. */
export function DeletePage({ request, id }: { request: FrameRequest; id: string }) {
  const m = messages(request.language)
  return (
    <ConfirmPage
      request={request} title={m.deleteTitle} breadcrumbs={crumbs(request)} consequence={<p>{m.deleteConsequence}</p>}
      action={`${receivedPath(id)}/delete`} confirm={m.delete} cancel={receivedPath(id)}
    />
  )
}

/** Asks before a sender is blocked. */
export function BlockPage({ request, card, problems }: { request: FrameRequest; card: Received; problems: readonly FormProblem[] }) {
  const m = messages(request.language)
  return (
    <ConfirmPage
      request={request} title={m.blockTitle} breadcrumbs={crumbs(request)} consequence={<p>{m.blockConsequence(card.colleague.name)}</p>}
      action={`${receivedPath(card.id)}/block`} confirm={m.block} cancel={receivedPath(card.id)} problems={problems}
    />
  )
}

function Outcome({ request, card }: { request: FrameRequest; card: Sent }) {
  const m = messages(request.language)
  const state = greetingState(card)
  const missed = card.missed ?? 0
  return (
    <>
      {state === 'delivered' ? m.reached(card.receivers - missed) : <Badge kind={STATE_KINDS[state]}>{m.states[state]}</Badge>}
      {missed > 0 ? <p>{m.missed(missed)}<br /><span class="soft">{m.missedWhy}</span></p> : null}
    </>
  )
}

/** A card that somebody sent. */
export function SentPage({ request, card, done }: { request: FrameRequest; card: Sent; done: (typeof SENT_DONE)[number] | null }) {
  const { language, today } = request
  const m = messages(language)
  const waiting = greetingState(card) === 'waiting'
  const later = waiting && card.deliverOn > today
  return (
    <Page request={request} title={m.sent} breadcrumbs={[{ label: m.title, href: addressOf(LIST_PATH, { shown: 'sent' }) }]}>
      {done === null ? null : (
        <Notice kind="done" title={m.done[done]}>
          {done === 'sent' ? <p>{later ? m.sentLater(showDay(card.deliverOn, language)) : m.sentNow}</p> : null}
        </Notice>
      )}
      <Card request={request} picture={card.picture} words={card.words} from={card.colleague} />
      <DescriptionList
        items={[
          { term: m.deliverOn, value: showDay(card.deliverOn, language) },
          { term: m.outcome, value: <Outcome request={request} card={card} /> },
          { term: `${m.receivers} ${card.receivers}`, value: <ReceiverNames request={request} receivers={card.to} /> },
        ]}
      />
      {waiting ? <p class="actions"><ButtonLink href={`${sentPath(card.id)}/take-back`} kind="secondary">{m.takeBack}</ButtonLink></p> : null}
    </Page>
  )
}

/** Asks before a card is taken back. */
export function TakeBackPage({ request, card, problems }: { request: FrameRequest; card: Sent; problems: readonly FormProblem[] }) {
  const { language } = request
  const m = messages(language)
  return (
    <ConfirmPage
      request={request} title={m.takeBackTitle} breadcrumbs={[{ label: m.title, href: addressOf(LIST_PATH, { shown: 'sent' }) }]}
      consequence={<p>{m.takeBackConsequence(card.receivers, showDay(card.deliverOn, language))}</p>}
      action={`${sentPath(card.id)}/take-back`} confirm={m.takeBack} cancel={sentPath(card.id)} problems={problems}
    />
  )
}

/** Whom somebody blocks. */
export function BlockedPage({ request, blocked, done }: {
  request: FrameRequest; blocked: readonly Blocked[]; done: (typeof BLOCKED_DONE)[number] | null
}) {
  const { language } = request
  const m = messages(language)
  return (
    <Page request={request} title={m.blocked} breadcrumbs={crumbs(request)}>
      {done === null ? null : <Notice kind="done" title={m.done[done]} />}
      {blocked.length === 0 ? <Empty title={m.noneBlocked}><p>{m.noneBlockedWhy}</p></Empty> : (
        <>
          <p>{m.blockedLead}</p>
          <Table
            language={language} caption={m.blocked} rows={blocked}
            columns={[
              { label: m.columns.name, heading: true, cell: ({ colleague }) => colleague.name },
              { label: m.columns.agency, cell: ({ colleague }) => agencyText(colleague, language) },
              { label: m.columns.since, cell: ({ blockedAt }) => <DayCell day={dayInTaipei(blockedAt)} language={language} /> },
              {
                label: componentMessages(language).acts, actions: true,
                cell: ({ id, colleague }) => (
                  <Form request={request} action={`${BLOCKED_PATH}/${id}/unblock`}>
                    <Button kind="quiet" label={m.unblockOne(colleague.name, agencyText(colleague, language))}>{m.unblock}</Button>
                  </Form>
                ),
              },
            ]}
          />
        </>
      )}
    </Page>
  )
}
