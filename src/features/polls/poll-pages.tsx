// 「主題投票」 as voters have it: the list, and one poll.
import { pollState } from '../../core/polls.ts'
import { addressOf } from '../../web/address.ts'
import { isPerson } from '../../web/actor.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Checkboxes, Radios } from '../../web/components/choices.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { Notice as Callout } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty, Tabs } from '../../web/components/panel.tsx'
import { EMPTY_FORM } from '../../web/form.ts'
import { Page } from '../../web/layout.tsx'
import { writtenIn } from '../notices/markdown.tsx'
import { showEnd, writerName } from '../notices/parts.tsx'
import { messages } from './messages.ts'
import { endOf, PollFacts, Result, StateBadge } from './poll-parts.tsx'
import { SHOWN } from './poll-rows.ts'
import { LIST_PATH, pollPath } from './slice.ts'
import type { FormState } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { Poll, PollResult, PollsPage as Found, Shown } from './poll-rows.ts'

/** The list of what the reader may read. */
export function PollsPage({ request, shown, page, first }: { request: FrameRequest; shown: Shown; page: Found; first: boolean }) {
  const { language } = request
  const m = messages(language)
  const at = (which: Shown, more: Record<string, string> = {}) => addressOf(LIST_PATH, { shown: which === 'open' ? '' : which, ...more })
  return (
    <Page request={request} title={m.title}>
      <Tabs label={m.shown} tabs={SHOWN.map((one) => ({ label: m.shownOnes[one], href: at(one), current: one === shown }))} />
      {page.polls.length === 0
        ? <Empty title={m.none[shown]}><p>{request.actor === null ? m.noneSignedOutWhy : m.noneWhy}</p></Empty> : (
          <ol class="notice-list">
            {page.polls.map((poll) => (
              <li>
                <h2><a href={pollPath(poll.id)} lang={writtenIn(poll.question)}>{poll.question}</a></h2>
                <p class="soft">
                  {(shown === 'open' ? m.until : m.ended)(showEnd(endOf(poll), language))} · {writerName(poll.agency, language)}
                </p>
              </li>
            ))}
          </ol>
        )}
      <Paging language={language} previous={first ? null : at(shown)} next={page.next === null ? null : at(shown, { after: page.next })} />
    </Page>
  )
}

function VotingForm({ request, poll, form }: { request: FrameRequest; poll: Poll; form: FormState }) {
  const { language } = request
  const m = messages(language)
  const choices = poll.choices.map(({ position, label }) => ({ value: String(position), label }))
  const field = { language, form, name: 'choice', choices }
  return (
    <Form request={request} action={`${pollPath(poll.id)}/vote`}>
      {poll.mostChoices === 1 ? <Radios {...field} label={m.choiceOne} /> : <Checkboxes {...field} label={m.choiceMany(poll.mostChoices)} />}
      <p class="soft">{m.secret}</p>
      <Actions><Button>{m.vote}</Button></Actions>
    </Form>
  )
}

function Voting({ request, poll, voted, done, form }: { request: FrameRequest; poll: Poll; voted: boolean; done: boolean; form: FormState }) {
  const { language, actor } = request
  const m = messages(language)
  if (voted) return <Callout kind="done" lasting={!done} title={m.voted}><p>{m.votedWhy}</p></Callout>
  if (actor === null) {
    const next = encodeURIComponent(pollPath(poll.id))
    return <><p>{m.signInWhy}</p><p class="actions"><ButtonLink href={`/?next=${next}`}>{m.signIn}</ButtonLink></p></>
  }
  return isPerson(actor) ? <VotingForm request={request} poll={poll} form={form} /> : <p>{m.byPerson}</p>
}

/** One poll: the form, that one has voted, or the result. */
export function PollPage({ request, poll, result, voted, done = false, form = EMPTY_FORM }: {
  request: FrameRequest; poll: Poll; result: PollResult | null
  /** The reader has voted. */
  voted: boolean
  /** Just now. */
  done?: boolean
  form?: FormState
}) {
  const m = messages(request.language)
  const open = pollState(poll, request.now) === 'open'
  return (
    <Page request={request} title={poll.question} breadcrumbs={[{ label: m.title, href: LIST_PATH }]} problems={form.problems}>
      <p class="marks"><StateBadge request={request} poll={poll} /></p>
      <PollFacts request={request} poll={poll} result={result} />
      {poll.about === '' ? null : <p class="prose lines" lang={writtenIn(poll.about)}>{poll.about}</p>}
      {open || voted ? <Voting request={request} poll={poll} voted={voted} done={done} form={form} /> : null}
      {open && !voted ? null : <Result language={request.language} result={result} />}
    </Page>
  )
}
