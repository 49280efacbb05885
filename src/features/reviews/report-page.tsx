import { dayInTaipei } from '../../core/days.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { Exports } from '../../web/components/exports.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Notice } from '../../web/components/notice.tsx'
import { DayCell, Table } from '../../web/components/table.tsx'
import { campaignMessages } from './campaign-messages.ts'
import { campaignAddress } from './campaign-page.tsx'
import { Progressed } from './campaign-parts.tsx'
import { MOST_AGENCIES } from './campaign-rows.ts'
import { CAMPAIGNS_PATH } from './campaigns-page.tsx'
import { ReviewsFrame } from './reviews-frame.tsx'
import type { AgencyProgress, SeenCampaign } from './campaign-rows.ts'
import type { ReviewRequest } from './reviews-frame.tsx'

const crumbs = (request: ReviewRequest, { id, title }: SeenCampaign) => [
  { label: campaignMessages(request.language).title, href: CAMPAIGNS_PATH },
  { label: title, href: `${CAMPAIGNS_PATH}/${id}` as const },
]

/** How far each agency is, and all that was decided as a file. */
export function ReportPage({ request, campaign, agencies }: {
  request: ReviewRequest; campaign: SeenCampaign; agencies: readonly AgencyProgress[]
}) {
  const { language } = request
  const m = campaignMessages(language).report
  const { id, state, progress } = campaign
  const count = (value: number) => value.toLocaleString('en-US')
  return (
    <ReviewsFrame request={request} title={m.title} tab={null} handover crumbs={crumbs(request, campaign)}>
      <Progressed progress={progress} open={state === 'open'} id="campaign-progress" language={language} />
      <Exports language={language} list={`${CAMPAIGNS_PATH}/${id}/report`}>
        <ButtonLink kind="quiet" href={`${CAMPAIGNS_PATH}/${id}`}>{m.back}</ButtonLink>
      </Exports>
      <Table
        language={language} caption={m.caption} rows={agencies} {...(agencies.length < MOST_AGENCIES ? { count: agencies.length } : {})}
        columns={[
          {
            label: m.agency, heading: true,
            cell: ({ agency, name }) => (
              <><a href={campaignAddress(id, { shown: 'all', agency, after: '' })}>{name}</a><span class="below code">{agency}</span></>
            ),
          },
          { label: m.total, numeric: true, cell: ({ total }) => count(total) },
          { label: m.kept, numeric: true, cell: ({ kept }) => count(kept) },
          { label: m.ended, numeric: true, cell: ({ ended }) => count(ended) },
          { label: m.silent, numeric: true, cell: ({ silent }) => count(silent) },
          { label: m.left, numeric: true, cell: ({ left }) => count(left) },
          { label: m.last, cell: ({ last }) => (last === null ? '—' : <DayCell day={dayInTaipei(last)} language={language} />) },
        ]}
      />
      {agencies.length < MOST_AGENCIES ? null : <p class="soft">{m.most}</p>}
    </ReviewsFrame>
  )
}

/** 「取消檢視」: asks once. */
export function CancelCampaignPage({ request, campaign }: { request: ReviewRequest; campaign: SeenCampaign }) {
  const { language } = request
  const m = campaignMessages(language)
  const { id, progress, dated } = campaign
  return (
    <ReviewsFrame request={request} title={m.cancelling.title} tab={null} handover crumbs={crumbs(request, campaign)}>
      <Notice kind="warning" title={componentMessages(language).before}>
        <p>{m.cancelling.says(progress.left)}</p>
        {dated ? <p>{m.cancelling.dated}</p> : null}
      </Notice>
      <Form request={request} action={`${CAMPAIGNS_PATH}/${id}/cancel`}>
        <Actions>
          <Button kind="danger">{m.one.cancel}</Button>
          <CancelLink language={language} href={`${CAMPAIGNS_PATH}/${id}`} />
        </Actions>
      </Form>
    </ReviewsFrame>
  )
}
