import { Tabs } from '../../web/components/panel.tsx'
import { messages } from './messages.ts'
import { roleMessages } from './role-messages.ts'
import { reportMessages } from './report-messages.ts'
import { PEOPLE_PATH, REPORTS_PATH, ROLES_PATH } from './slice.ts'
import type { FrameRequest } from '../../web/route.ts'

/** What 「員工管理」 has besides single persons. */
export function PeopleTabs({ request, current }: { request: FrameRequest; current: 'people' | 'roles' | 'reports' }) {
  const m = messages(request.language)
  return (
    <Tabs
      label={m.title}
      tabs={[
        { label: m.found, href: PEOPLE_PATH, current: current === 'people' },
        { label: roleMessages(request.language).title, href: ROLES_PATH, current: current === 'roles' },
        { label: reportMessages(request.language).title, href: REPORTS_PATH, current: current === 'reports' },
      ]}
    />
  )
}
