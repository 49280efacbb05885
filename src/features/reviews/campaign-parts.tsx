// What the pages of campaigns share: its scope in words, its state, its progress.
import { Badge } from '../../web/components/badge.tsx'
import { campaignMessages } from './campaign-messages.ts'
import type { Language } from '../../web/language.ts'
import type { Campaign, CampaignProgress } from './campaign-rows.ts'

/** 「高雄市政府及其所屬機關 A5 人事資料考核」, with the kinds below it. */
export function Scope({ campaign, language }: { campaign: Pick<Campaign, 'agency' | 'below' | 'application' | 'kinds'>; language: Language }) {
  const m = campaignMessages(language)
  const { agency, below, application, kinds } = campaign
  const where = agency === null ? m.everywhere : below ? m.withBelow(agency.name) : agency.name
  return (
    <>
      {where}
      <span class="below-plain">{application === null ? m.everyApplication : <><span class="code">{application.code}</span> {application.name}</>}</span>
      <span class="below">{kinds.map((kind) => m.kinds[kind]).join(language === 'en' ? ', ' : '、')}</span>
    </>
  )
}

export function CampaignState({ state, language }: { state: Campaign['state']; language: Language }) {
  return <span class="whole"><Badge kind={state === 'open' ? 'good' : 'plain'}>{campaignMessages(language).states[state]}</Badge></span>
}

/** How far it is, in words and as a bar. `id` must be unlike all others on the page. */
export function Progressed({ progress, open, id, language }: {
  progress: CampaignProgress; open: boolean; id: string; language: Language
}) {
  const m = campaignMessages(language).one
  const { total, left, kept, ended, silent } = progress
  return (
    <div class="review-progress">
      <p id={id}>
        <b>{m.progress(total - left, total)}</b> {open ? `${m.left(left)} ` : ''}{m.figures(kept, ended, silent)}
      </p>
      <progress max={total} value={total - left} aria-labelledby={id} />
    </div>
  )
}
