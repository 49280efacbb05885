import { Button } from '../../web/components/button.tsx'
import { Checkboxes, Radios } from '../../web/components/choices.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { DateField, SelectField, TextArea, TextField } from '../../web/components/fields.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { DescriptionList } from '../../web/components/panel.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { showDay } from '../../web/days.ts'
import { typedIn } from '../../web/form.ts'
import { campaignMessages } from './campaign-messages.ts'
import { Scope } from './campaign-parts.tsx'
import { CAMPAIGNS_PATH } from './campaigns-page.tsx'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { CampaignWish } from '../../core/campaigns.ts'
import type { FormState } from '../../web/form.ts'
import type { CampaignCounts } from './campaign-items.ts'
import type { Campaign } from './campaign-rows.ts'
import type { CodedName } from './entry.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

const NEW = `${CAMPAIGNS_PATH}/new` as const
export const KINDS = ['grant', 'membership', 'duty', 'delegation'] as const

function crumbs(request: ReviewRequest) {
  return [{ label: campaignMessages(request.language).title, href: CAMPAIGNS_PATH }]
}

/** 「發起授權檢視」: over what, by when, and what becomes of what nobody decides on. */
export function NewCampaignPage({ request, form, applications, agency }: {
  request: ReviewRequest
  form: FormState
  applications: readonly CodedName[]
  /** The name that goes with the code in the field. */
  agency: { name: string; nameEn: string | null } | null
}) {
  const { language } = request
  const m = campaignMessages(language)
  const f = m.form
  const common = { language, form }
  return (
    <ReviewsFrame request={request} title={m.anew} tab={null} handover crumbs={crumbs(request)} problems={form.problems}>
      <Form request={request} action={NEW}>
        <TextField {...common} name="title" label={f.name} hint={f.nameHint} maxlength={100} />
        <AgencyField {...common} request={request} name="agency" label={f.agency} hint={f.agencyHint} to={NEW} known={agency} optional />
        <Checkboxes {...common} name="below" label={f.below} legendUnseen choices={[{ value: 'yes', label: f.below }]} optional />
        <SelectField
          {...common} name="application" label={f.application} none={m.everyApplication}
          choices={applications.map(({ code, name }) => ({ value: code, label: `${code} ${name}` }))}
        />
        <Checkboxes {...common} name="kinds" label={f.kinds} choices={KINDS.map((kind) => ({ value: kind, label: m.kinds[kind] }))} />
        <DateField {...common} name="due" label={f.due} hint={f.dueHint} />
        <Radios
          {...common} name="silence" label={f.silence}
          choices={[{ value: 'keep', label: f.silenceKeep }, { value: 'end', label: f.silenceEnd, hint: f.silenceEndHint }]}
        />
        <TextArea {...common} name="note" label={f.note} hint={f.noteHint} rows={3} maxlength={500} optional />
        <Actions>
          <Button name="press" value="preview">{f.next}</Button>
          <CancelLink language={language} href={CAMPAIGNS_PATH} />
        </Actions>
      </Form>
    </ReviewsFrame>
  )
}

/** Asks once, and says in numbers what is asked of how many and what silence does. */
export function StartCampaignPage({ request, form, wish, named, counts }: {
  request: ReviewRequest; form: FormState; wish: CampaignWish; named: Pick<Campaign, 'agency' | 'application'>; counts: CampaignCounts
}) {
  const { language } = request
  const m = campaignMessages(language)
  const p = m.preview
  const due = showDay(wish.due, language)
  const kinds = KINDS.filter((kind) => (counts.kinds[kind] ?? 0) > 0).map((kind) => p.kind(kind, counts.kinds[kind]!))
  const names = ['title', 'agency', 'below', 'application', 'due', 'silence', 'note'] as const
  return (
    <ReviewsFrame request={request} title={p.title} tab={null} handover crumbs={crumbs(request)}>
      <Notice kind={wish.silence === 'end' ? 'warning' : 'info'} title={componentMessages(language).before}>
        <p>{p.holds(counts.items, counts.agencies, due)}</p>
        <p>{kinds.join(language === 'en' ? ', ' : '、')}</p>
        <p><b>{wish.silence === 'end' ? p.end(counts.items - counts.lasting, due) : p.keep}</b></p>
        {wish.silence === 'end' && counts.lasting > 0 ? <p>{p.lasting(counts.lasting)}</p> : null}
        {counts.elsewhere > 0 ? <p>{p.elsewhere(counts.elsewhere)}</p> : null}
        <p>{p.told}</p>
      </Notice>
      <DescriptionList
        items={[
          { term: m.name, value: wish.title },
          { term: m.scope, value: <Scope campaign={{ ...named, below: wish.below, kinds: [...wish.kinds] }} language={language} /> },
          { term: m.due, value: due },
          { term: m.silence, value: m.silences[wish.silence] },
          ...(wish.note === null ? [] : [{ term: m.form.note, value: wish.note }]),
        ]}
      />
      <Form request={request} action={NEW} hidden={Object.fromEntries(names.map((name) => [name, typedIn(form, name)]).filter(([, value]) => value !== ''))}>
        {wish.kinds.map((kind) => <input type="hidden" name="kinds" value={kind} />)}
        <Actions>
          <Button name="press" value="start" {...(wish.silence === 'end' ? { kind: 'danger' as const } : {})}>{m.form.start}</Button>
          <CancelLink language={language} href={CAMPAIGNS_PATH} />
        </Actions>
      </Form>
    </ReviewsFrame>
  )
}
