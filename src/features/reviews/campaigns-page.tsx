import { daysBetween } from '../../core/days.ts'
import { ButtonLink } from '../../web/components/button.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Empty, Tabs } from '../../web/components/panel.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { REVIEWS_PATH } from './addresses.ts'
import { campaignMessages } from './campaign-messages.ts'
import { CampaignState, Scope } from './campaign-parts.tsx'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { SeenCampaign } from './campaign-rows.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

export const CAMPAIGNS_PATH = `${REVIEWS_PATH}/campaigns` as const

/** The campaigns that hold anything at the agencies of whoever looks. */
export function CampaignsPage({ request, campaigns, past, more, handover, cancelled }: {
  request: ReviewRequest
  campaigns: readonly SeenCampaign[]
  past: boolean
  more: boolean
  handover: boolean
  cancelled: boolean
}) {
  const { language, today } = request
  const m = campaignMessages(language)
  return (
    <ReviewsFrame request={request} tab="campaigns" handover={handover}>
      {cancelled ? <Notice kind="done" title={m.one.did.cancelled()} /> : null}
      <p class="lead">{m.lead}</p>
      <p class="actions"><ButtonLink href={`${CAMPAIGNS_PATH}/new`}>{m.anew}</ButtonLink></p>
      <Tabs
        label={m.state}
        tabs={[{ label: m.open, href: CAMPAIGNS_PATH, current: !past }, { label: m.past, href: `${CAMPAIGNS_PATH}?past=yes`, current: past }]}
      />
      {campaigns.length === 0 ? <Empty title={m.none}>{past ? null : <p>{m.noneHelp}</p>}</Empty> : (
        <div class="wide-list">
          <Table
            language={language} caption={m.title} rows={campaigns} {...(more ? {} : { count: campaigns.length })}
            columns={[
              { label: m.name, heading: true, cell: ({ id, title }) => <a href={`${CAMPAIGNS_PATH}/${id}`}>{title}</a> },
              { label: m.scope, cell: (campaign) => <Scope campaign={campaign} language={language} /> },
              {
                label: m.due,
                cell: ({ due, state }) => (
                  <>
                    <DayCell day={due} language={language} />
                    {state === 'open' ? <span class="below whole">{m.daysLeft(daysBetween(today, due))}</span> : null}
                  </>
                ),
              },
              { label: m.silence, cell: ({ silence }) => m.silences[silence] },
              {
                label: m.progress, numeric: true,
                cell: ({ progress: { total, left } }) => (
                  <span class="whole">{(total - left).toLocaleString('en-US')}／{total.toLocaleString('en-US')}</span>
                ),
              },
              { label: m.starter, cell: ({ starter }) => <span class="whole">{starter}</span> },
              { label: m.state, cell: ({ state }) => <CampaignState state={state} language={language} /> },
            ]}
          />
        </div>
      )}
      {more ? <p class="soft">{m.more}</p> : null}
    </ReviewsFrame>
  )
}
