import { dayInTaipei, daysBetween } from '../../core/days.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { TextField } from '../../web/components/fields.tsx'
import { Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { DescriptionList, Disclosure, Empty, Tabs } from '../../web/components/panel.tsx'
import { Table, WithDays } from '../../web/components/table.tsx'
import { addressOf } from '../../web/address.ts'
import { showDay, showDayShort } from '../../web/days.ts'
import { campaignMessages } from './campaign-messages.ts'
import { CampaignState, Progressed, Scope } from './campaign-parts.tsx'
import { SHOWN_ITEMS } from './campaign-rows.ts'
import { CAMPAIGNS_PATH } from './campaigns-page.tsx'
import { CheckedActs, decideColumn, entryColumns } from './entry-parts.tsx'
import { messages } from './messages.ts'
import { keyText } from './record-entries.ts'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { Day } from '../../core/days.ts'
import type { Column } from '../../web/components/table.tsx'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { ItemPage, ItemState, SeenCampaign, ShownItems } from './campaign-rows.ts'
import type { Entry } from './entry.ts'
import type { PostChoices } from './entry-parts.tsx'
import type { ReviewRequest } from './reviews-frame.tsx'

export const DID_ITEMS = ['started', 'kept', 'ended'] as const
export type DidItems = (typeof DID_ITEMS)[number]

/** What of the items is shown; `agency`: of that one alone. */
export type AskedItems = { shown: ShownItems; agency: string | null; after: string }

/** The address of a campaign's list. */
export const campaignAddress = (id: string, { shown, agency, after }: AskedItems, more: Record<string, string> = {}): LocalPath =>
  addressOf(`${CAMPAIGNS_PATH}/${id}`, { shown: shown === 'undecided' ? '' : shown, agency, after, ...more })

export type CampaignView = {
  request: ReviewRequest
  campaign: SeenCampaign
  asked: AskedItems
  page: ItemPage
  entries: readonly Entry[]
  posts: PostChoices
  since: Day | null
  form: FormState
  did: { what: DidItems; count: number } | null
  mayCancel: boolean
}

/** Whether it is decided on today. */
export const isDecided = ({ state, due }: SeenCampaign, today: Day): boolean => state === 'open' && today <= due

function Facts({ request, campaign }: CampaignView) {
  const { language, today } = request
  const m = campaignMessages(language)
  const { due, silence, starter, note, state } = campaign
  return (
    <DescriptionList
      items={[
        { term: m.one.facts.scope, value: <Scope campaign={campaign} language={language} /> },
        { term: m.one.facts.due, value: <>{showDay(due, language)}{state === 'open' ? <span class="below">{m.daysLeft(daysBetween(today, due))}</span> : null}</> },
        { term: m.one.facts.silence, value: m.silences[silence] },
        { term: m.one.facts.starter, value: starter },
        ...(note === null ? [] : [{ term: m.one.facts.note, value: note }]),
        { term: m.one.facts.state, value: <CampaignState state={state} language={language} /> },
      ]}
    />
  )
}

/** What was decided on the item, by whom, and why; or what silence did. */
function Decision({ item, language }: { item: ItemState; language: Language }) {
  const m = campaignMessages(language).one
  const { decision, by, at, reason, outcome } = item
  if (decision === null) return <>{outcome === null ? null : <Badge>{m.outcomes[outcome]}</Badge>}</>
  const word = messages(language).entry[decision === 'keep' ? 'kept' : 'ended']
  return (
    <>
      <div><WithDays text={m.decided(word, by ?? '—', at === null ? '' : showDayShort(dayInTaipei(at), language))} /></div>
      {reason === null ? null : <span class="below">{reason}</span>}
    </>
  )
}

function columnsOf(view: CampaignView): Column<Entry>[] {
  const { request, campaign, asked, page, posts, form } = view
  const { language, today } = request
  const checked = new Set(form.typed['entry'])
  const open = isDecided(campaign, today)
  const items = new Map(page.items.map((item) => [keyText(item), item]))
  // Beside how it stands, for eight columns leave none of them the room to be read.
  const decision = (entry: Entry) => {
    const item = items.get(keyText(entry))
    return item === undefined ? null : <Decision item={item} language={language} />
  }
  const acts = open && asked.shown !== 'ended' ? [decideColumn(language, componentMessages(language).acts, {
    posts, chosen: form.typed['post'] ?? [], decided: (key) => (items.get(keyText(key))?.decision === 'keep' ? 'keep' : null),
    done: (key) => items.get(keyText(key))?.decision === 'end',
  })] : []
  return [...entryColumns(language, today, open ? (ref) => checked.has(ref) : null, decision), ...acts]
}

function Bar({ view }: { view: CampaignView }) {
  const { request: { language }, form } = view
  const c = campaignMessages(language).one
  return (
    <div class="review-bar tall">
      <TextField language={language} form={form} name="why" label={c.reason} hint={c.reasonHint} maxlength={500} optional />
      <CheckedActs language={language} />
    </div>
  )
}

function Agency({ view, code }: { view: CampaignView; code: string }) {
  const { request, campaign, page, entries, asked } = view
  const { language, today } = request
  const c = campaignMessages(language).one
  const own = entries.filter((entry) => page.items.some((item) => keyText(item) === keyText(entry) && item.agency === code))
  const name = own.map(({ agency }) => agency).find((one) => one.code === code)?.name ?? code
  const undecided = page.items.filter((item) => item.agency === code && item.decision === null).length
  return (
    <section class="wide-list">
      <Table language={language} caption={`${name} ${code}`} rows={own} columns={columnsOf(view)} />
      <p class="actions">
        {isDecided(campaign, today) && undecided > 1 ? (
          <Button kind="secondary" name="press" value={`keepAll ${code}`} label={c.keepAllOf(name)}>{c.keepAll}</Button>
        ) : null}
        {asked.agency === null ? (
          <a href={campaignAddress(campaign.id, { ...asked, agency: code, after: '' })}>{c.onlyAgency(name)}</a>
        ) : null}
      </p>
    </section>
  )
}

function Items(view: CampaignView) {
  const { request, campaign, asked, page, entries, since } = view
  const { language, today } = request
  const c = campaignMessages(language).one
  if (entries.length === 0) return <Empty title={c.empty} />
  const to = (after: string) => campaignAddress(campaign.id, { ...asked, after })
  const agencies = [...new Set(page.items.map(({ agency }) => agency))]
  const open = isDecided(campaign, today)
  const list = (
    <>
      {open ? <Bar view={view} /> : null}
      {agencies.map((code) => <Agency view={view} code={code} />)}
      {since === null ? null : <p class="soft">{messages(language).usedSince(showDay(since, language))}</p>}
      <Paging
        language={language} previous={page.previous === null ? null : to(page.previous)}
        next={page.next === null ? null : to(page.next)} shown={{ from: page.before + 1, to: page.before + page.items.length }}
      />
    </>
  )
  if (!open) return list
  return (
    <Form
      request={request} action={`${CAMPAIGNS_PATH}/${campaign.id}`} label={campaign.title}
      hidden={{ shown: asked.shown, agency: asked.agency ?? '', after: asked.after }}
    >
      {list}
    </Form>
  )
}

/** One campaign: what there is to decide at the agencies of whoever looks. */
export function CampaignPage(view: CampaignView) {
  const { request, campaign, asked, form, did, mayCancel } = view
  const { language, today } = request
  const m = campaignMessages(language)
  const { id, title, state, dated, progress, due, silence } = campaign
  return (
    <ReviewsFrame
      request={request} title={title} tab={null} handover crumbs={[{ label: m.title, href: CAMPAIGNS_PATH }]} problems={form.problems}
    >
      {did === null ? null : <Notice kind="done" title={m.one.did[did.what](did.count)} />}
      {state === 'open' ? <p class="lead">{m.one.until(showDay(due, language), m.daysLeft(daysBetween(today, due)), m.silences[silence])}</p> : null}
      <Disclosure summary={m.one.about} open={state !== 'open'}><Facts {...view} /></Disclosure>
      <Progressed progress={progress} open={state === 'open'} id="campaign-progress" language={language} />
      {state === 'open' && dated && progress.left > 0 ? <Notice kind="warning" title={m.one.dated} /> : null}
      <p class="actions">
        <ButtonLink kind="secondary" href={`${CAMPAIGNS_PATH}/${id}/report`}>{m.one.report}</ButtonLink>
        {mayCancel && state === 'open' ? <ButtonLink kind="secondary" href={`${CAMPAIGNS_PATH}/${id}/cancel`}>{m.one.cancel}</ButtonLink> : null}
      </p>
      <Tabs
        label={m.one.shown}
        tabs={SHOWN_ITEMS.map((one) => ({
          label: m.one.shownOnes[one], current: asked.shown === one, href: campaignAddress(id, { ...asked, shown: one, after: '' }),
        }))}
      />
      {asked.agency === null ? null : (
        <p>
          {m.one.onlyAgency(view.entries[0]?.agency.name ?? asked.agency)}{' '}
          <a href={campaignAddress(id, { ...asked, agency: null, after: '' })}>{m.one.allAgencies}</a>
        </p>
      )}
      <Items {...view} />
    </ReviewsFrame>
  )
}
