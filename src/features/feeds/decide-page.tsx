// Asks once before a feed is applied, approved, turned down or undone, and says what comes of it.
import { ConfirmPage } from '../../web/components/confirm-page.tsx'
import { TextArea } from '../../web/components/fields.tsx'
import { typedIn } from '../../web/form.ts'
import { managementMenu } from '../../web/management-menu.ts'
import { managementMessages } from '../../web/management-messages.ts'
import { LONGEST_NOTE, seenOf } from './decide-feed.ts'
import { EffectLines } from './effect-lines.tsx'
import { feedPageMessages } from './feed-page-messages.ts'
import { feedCrumbs, feedPath, shownCount } from './feed-parts.tsx'
import { HeldReasons } from './held-notice.tsx'
import type { Child } from 'hono/jsx'
import type { FormState } from '../../web/form.ts'
import type { FeedPreview } from './preview-feed.ts'
import type { FeedAct } from './feed-acts.ts'
import type { CentralRequest } from './feed-parts.tsx'
import type { ShownFeed } from './shown-feed.ts'

const TITLES = { apply: 'applyTitle', approve: 'approveTitle', reject: 'rejectTitle', undo: 'undoTitle' } as const
/** Acts whose reason others are told. */
const NOTED: ReadonlySet<FeedAct> = new Set(['approve', 'reject'])

function consequence(feed: ShownFeed, act: FeedAct, { language }: CentralRequest, preview: FeedPreview | null): Child {
  const m = feedPageMessages(language).acts
  const { newPersons = 0, joins = 0, changes = 0, ends = 0 } = feed.counts ?? {}
  const posts = [joins, changes, ends].map(shownCount) as [string, string, string]
  if (act === 'reject') return <p>{m.rejectConsequence}</p>
  if (act === 'undo') return <p>{m.undoConsequence(...posts)}</p>
  return (
    <>
      {act === 'approve' ? <HeldReasons reasons={feed.heldFor ?? []} language={language} /> : null}
      <p>{m.consequence(shownCount(newPersons), ...posts)}</p>
      {preview === null ? null : <EffectLines preview={preview} language={language} />}
    </>
  )
}

/** Asks once, and says what comes of it. */
export function DecidePage({ request, feed, act, form, preview }: {
  request: CentralRequest; feed: ShownFeed; act: FeedAct; form: FormState; preview: FeedPreview | null
}) {
  const { language } = request
  const m = feedPageMessages(language).acts
  const path = feedPath(feed.id)
  return (
    <ConfirmPage
      request={request} title={m[TITLES[act]](feed.id)} menu={managementMenu(request)} problems={form.problems}
      breadcrumbs={[{ label: managementMessages(language).title, href: '/manage' }, ...feedCrumbs(language, feed.id)]}
      consequence={consequence(feed, act, request, preview)} action={feedPath(feed.id, `/${act}`)} hidden={{ seen: typedIn(form, 'seen') || seenOf(feed) }}
      confirm={m[act]} cancel={path}
    >
      {NOTED.has(act) ? (
        <TextArea language={language} form={form} name="note" label={m.note} hint={m.noteHint} maxlength={LONGEST_NOTE} />
      ) : null}
    </ConfirmPage>
  )
}
