import type { Child } from 'hono/jsx'
import { Page } from '../layout.tsx'
import { managementMessages } from '../management-messages.ts'
import { managementMenu } from '../management-menu.ts'
import type { Actor } from '../actor.ts'
import type { FormProblem } from '../form.ts'
import type { LocalPath } from '../reply.ts'
import type { FrameRequest } from '../route.ts'
import type { Crumb } from './breadcrumbs.tsx'

/** The agency that a management page is about. */
export type PageAgency = { code: string; name: string }

/** 「機關：…」 with 「切換機關」, which leads back to this page. */
function AgencyLine({ request, agency, back }: { request: FrameRequest; agency: PageAgency; back: LocalPath }) {
  const m = managementMessages(request.language)
  return (
    <p class="agency-line">
      <span class="soft">{m.agency}</span> <b>{agency.name}</b> <span class="code">{agency.code}</span>
      <a href={`/switch?next=${encodeURIComponent(back)}#managed`}>{m.switchAgency}</a>
    </p>
  )
}

/**
 * The frame of a page of 「權限與兼辦管理」 and 「進階搜尋」. `agency`: whose matters it shows; `back`: where 「切換機關」 returns
 * to (this path unless said otherwise).
 */
export function ManagePage(props: {
  request: FrameRequest & { actor: Actor }
  title: string
  answer?: string | boolean
  from?: number
  agency?: PageAgency | null
  back?: LocalPath
  crumbs?: readonly Crumb[]
  problems?: readonly FormProblem[]
  refreshSeconds?: number
  children?: Child
}) {
  const { request, title, answer = false, from = 1, agency = null, back, crumbs = [], problems = [], refreshSeconds, children } = props
  const m = managementMessages(request.language)
  const under = { label: m.title, href: '/manage' } as const
  return (
    <Page
      request={request} title={title} answer={answer} from={from} breadcrumbs={request.path === '/manage' ? [] : [under, ...crumbs]}
      problems={problems} menu={managementMenu(request)} {...(refreshSeconds === undefined ? {} : { refreshSeconds })}
    >
      {agency === null ? null : <AgencyLine request={request} agency={agency} back={back ?? (request.path as LocalPath)} />}
      {children}
    </Page>
  )
}
