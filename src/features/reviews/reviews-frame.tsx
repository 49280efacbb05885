import { ManagePage } from '../../web/components/manage-page.tsx'
import { Tabs } from '../../web/components/panel.tsx'
import { Page } from '../../web/layout.tsx'
import { managesAnything, reviewsFirst } from '../../web/actor.ts'
import { REVIEWS_PATH } from './addresses.ts'
import { messages } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { Actor } from '../../web/actor.ts'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { FrameRequest } from '../../web/route.ts'

export type ReviewRequest = FrameRequest & { actor: Actor }
export type ReviewTab = 'handover' | 'suspended' | 'campaigns'

/** The frame of 「授權檢視」. Who manages nothing (a new 人事人員) sees it without the menu of management. */
export function ReviewsFrame(props: {
  request: ReviewRequest
  title?: string
  /** Which of the views is shown; null: a page below them. */
  tab: ReviewTab | null
  /** Whether a handover review waits. */
  handover: boolean
  crumbs?: readonly Crumb[]
  problems?: readonly FormProblem[]
  children: Child
}) {
  const { request, tab, handover, crumbs = [], problems = [], children } = props
  const m = messages(request.language)
  const { actor } = request
  const title = props.title ?? m.title
  const manages = managesAnything(actor)
  const tabs = tab === null ? [] : [
    ...(handover ? [{ label: m.tabs.handover, href: `${REVIEWS_PATH}?view=handover` as const, current: tab === 'handover' }] : []),
    ...(manages ? [
      { label: m.tabs.suspended, href: `${REVIEWS_PATH}?view=suspended` as const, current: tab === 'suspended' },
      { label: m.tabs.campaigns, href: `${REVIEWS_PATH}/campaigns` as const, current: tab === 'campaigns' },
    ] : []),
  ]
  const body = (
    <>
      {tabs.length < 2 ? null : <Tabs label={m.title} tabs={tabs} />}
      {children}
    </>
  )
  const below = tab === null || title !== m.title ? [{ label: m.title, href: REVIEWS_PATH } as const, ...crumbs] : crumbs
  if (!manages && !reviewsFirst(actor)) {
    return <Page request={request} title={title} breadcrumbs={below} problems={problems}>{body}</Page>
  }
  return <ManagePage request={request} title={title} crumbs={below} problems={problems}>{body}</ManagePage>
}
