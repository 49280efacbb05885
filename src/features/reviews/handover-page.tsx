import { Button } from '../../web/components/button.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty, Tabs } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDay } from '../../web/days.ts'
import { handoverAddress, partText, REVIEWS_PATH } from './addresses.ts'
import { CheckedActs, decideColumn, entryColumns } from './entry-parts.tsx'
import { SHOWN } from './handover-reviews.ts'
import { messages } from './messages.ts'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { Day } from '../../core/days.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { Asked, Did } from './addresses.ts'
import type { Entry } from './entry.ts'
import type { PostChoices } from './entry-parts.tsx'
import type { EntryPage, HandoverReview, PartCount, Progress } from './handover-reviews.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

export type HandoverView = {
  request: ReviewRequest
  review: HandoverReview
  /** The person's other reviews that wait. */
  others: readonly HandoverReview[]
  asked: Asked
  page: EntryPage
  entries: readonly Entry[]
  /** Those that are kept already, `kind:id`. */
  kept: ReadonlySet<string>
  posts: PostChoices
  /** Since when uses are known; null: since never yet. */
  since: Day | null
  form: FormState
  did: { what: Did; count: number } | null
  /** Whether somebody was led here from a page that is closed. */
  closed: boolean
}

function Greeting({ request, review, others, closed }: HandoverView) {
  const { language, today } = request
  const m = messages(language).handover
  const supervisor = review.standing === 'hrSupervisor'
  const putOff = review.putOffUntil !== null && review.putOffUntil >= today
  return (
    <>
      <Notice title={supervisor ? m.greeting(review.agencyName) : m.greetingHr(review.agencyName)}>
        <p>{supervisor ? m.lead : m.leadHr}</p>
        {supervisor ? <p>{putOff ? m.putOff(showDay(review.putOffUntil!, language)) : m.closed}</p> : null}
      </Notice>
      {closed && !putOff ? <Notice kind="warning" title={m.closedPage} /> : null}
      {others.length === 0 ? null : (
        <nav aria-label={m.others}>
          <p class="soft">{m.others}</p>
          <ul class="plain">
            {others.map(({ id, agencyName, standing }) => (
              <li><a href={`${REVIEWS_PATH}?view=handover&review=${id}`}>{m.other(agencyName, m.standings[standing])}</a></li>
            ))}
          </ul>
        </nav>
      )}
    </>
  )
}

function Progressing({ language, review, progress }: { language: Language; review: HandoverReview; progress: Progress }) {
  const m = messages(language).handover
  const { total, left, kept, ended } = progress
  if (total === 0) return <p>{review.standing === 'hr' ? m.nothingHr : m.nothing}</p>
  if (review.standing === 'hr') return null
  return (
    <div class="review-progress">
      <p id="review-progress"><b>{m.progress(total - left, total)}</b> {m.left(left)} {m.figures(kept, ended)}</p>
      <progress max={total} value={total - left} aria-labelledby="review-progress" />
    </div>
  )
}

export function partName(part: PartCount, language: Language): string {
  const m = messages(language)
  return part.kind === 'grant' ? m.handover.partGrants(part.application, part.name) : m.kinds[part.kind]
}

const partOf = (part: PartCount) =>
  (part.kind === 'grant' ? { kind: 'grant' as const, application: part.application } : { kind: part.kind })

const isIn = (entry: Entry, part: PartCount): boolean =>
  entry.kind === part.kind && (entry.kind !== 'grant' || entry.application.code === part.application)

/** What is shown of the list: by what has become of it, and of which part. */
function Choosing({ request, review, asked, page }: HandoverView) {
  const { language } = request
  const m = messages(language).handover
  const supervisor = review.standing === 'hrSupervisor'
  const shown = supervisor ? SHOWN : SHOWN.filter((one) => one !== 'kept' && one !== 'all')
  return (
    <>
      <Tabs
        label={m.shown}
        tabs={shown.map((one) => ({
          label: supervisor ? m.shownOnes[one] : { ...m.shownOnes, ...m.shownHr }[one], current: asked.shown === one,
          href: handoverAddress(review.id, { ...asked, shown: one, after: '' }),
        }))}
      />
      {page.parts.length < 2 ? null : (
        <nav class="review-parts" aria-label={m.parts}>
          <ul>
            <li>
              <a
                href={handoverAddress(review.id, { ...asked, part: null, after: '' })}
                aria-current={asked.part === null ? 'true' : undefined}
              >
                {m.allParts}
              </a>
            </li>
            {page.parts.map((part) => (
              <li>
                <a
                  href={handoverAddress(review.id, { ...asked, part: partOf(part), after: '' })}
                  aria-current={asked.part !== null && partText(asked.part) === partText(partOf(part)) ? 'true' : undefined}
                >
                  {m.part(partName(part, language), supervisor ? part.left : part.total)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  )
}

function Part({ view, part, columns }: { view: HandoverView; part: PartCount; columns: Column<Entry>[] }) {
  const { request, review, entries } = view
  const { language } = request
  const m = messages(language).handover
  const name = partName(part, language)
  return (
    <section id={partText(partOf(part))} class="wide-list">
      <Table
        language={language} caption={name} count={review.standing === 'hr' ? part.total : part.left}
        rows={entries.filter((entry) => isIn(entry, part))} columns={columns}
      />
      {review.standing === 'hr' || part.left < 2 ? null : (
        <p class="actions">
          <Button kind="secondary" name="press" value={`keepAll ${partText(partOf(part))}`} label={m.keepAllOf(part.left, name)}>
            {m.keepAll(part.left)}
          </Button>
        </p>
      )}
    </section>
  )
}

function Entries(view: HandoverView) {
  const { request, review, asked, page, entries, kept, posts, form, since } = view
  const { language, today } = request
  const m = messages(language)
  const supervisor = review.standing === 'hrSupervisor'
  const checked = new Set(form.typed['entry'])
  const columns = [
    ...entryColumns(language, today, (ref) => checked.has(ref)),
    ...(supervisor ? [decideColumn(language, componentMessages(language).acts, {
      posts, chosen: form.typed['post'] ?? [], decided: ({ kind, id }) => (kept.has(`${kind}:${id}`) ? 'keep' : null),
    })] : []),
  ]
  if (entries.length === 0) return <Empty title={m.handover.empty} />
  const to = (after: string) => handoverAddress(review.id, { ...asked, after })
  return (
    <Form
      request={request} action={`${REVIEWS_PATH}/handover/${review.id}`} label={m.title}
      hidden={{ shown: asked.shown, part: asked.part === null ? '' : partText(asked.part), after: asked.after }}
    >
      <div class={supervisor ? 'review-bar' : 'review-bar tall'}>
        {supervisor ? (
          <CheckedActs language={language} />
        ) : (
          <>
            <TextField language={language} form={form} name="note" label={m.handover.note} hint={m.handover.noteHint} maxlength={500} />
            <p class="actions">
              <Button name="press" value="flag">{m.handover.flag}</Button>
              <Button name="press" value="unflag" kind="secondary">{m.handover.unflag}</Button>
            </p>
          </>
        )}
      </div>
      {page.parts.filter((part) => entries.some((entry) => isIn(entry, part)))
        .map((part) => <Part view={view} part={part} columns={columns} />)}
      {since === null ? null : <p class="soft">{m.usedSince(showDay(since, language))}</p>}
      <Exports language={language} list={handoverAddress(review.id, { ...asked, after: '' })} />
      <Paging
        language={language} previous={page.previous === null ? null : to(page.previous)}
        next={page.next === null ? null : to(page.next)} shown={{ from: page.before + 1, to: page.before + entries.length }}
      />
    </Form>
  )
}

/** The handover review of one agency (R-JML-3): what was decided there before, to keep or to end. */
export function HandoverPage(view: HandoverView) {
  const { request, review, form, did, page: { progress } } = view
  const { language, today } = request
  const m = messages(language).handover
  const mayPutOff = review.standing === 'hrSupervisor' && review.putOffUntil === null
  return (
    <ReviewsFrame request={request} tab="handover" handover problems={form.problems}>
      {did === null ? null : <Notice kind="done" title={m.did[did.what](did.count)} />}
      <Greeting {...view} />
      <Progressing language={language} review={review} progress={progress} />
      {progress.total === 0 ? null : <Choosing {...view} />}
      {progress.total === 0 ? null : <Entries {...view} />}
      <section class="review-end" aria-labelledby="review-end">
        <h2 id="review-end">{m.steps}</h2>
        <Form request={request} action={`${REVIEWS_PATH}/handover/${review.id}/complete`}>
          <Actions>
            <Button>{m.complete}</Button>
            {mayPutOff ? (
              <Button kind="secondary" action={`${REVIEWS_PATH}/handover/${review.id}/put-off`}>{m.putOffButton}</Button>
            ) : null}
          </Actions>
        </Form>
        {review.standing === 'hrSupervisor' && (review.putOffUntil ?? '') < today && !mayPutOff ? <p class="soft">{m.putOffAlready}</p> : null}
      </section>
    </ReviewsFrame>
  )
}
