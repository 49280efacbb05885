import { Page } from '../../web/layout.tsx'
import { ownMessages } from './own-messages.ts'
import { messages } from './messages.ts'
import type { Child } from 'hono/jsx'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { MenuGroup } from '../../web/components/side-menu.tsx'
import type { FormProblem } from '../../web/form.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'

type Name = keyof ReturnType<typeof ownMessages>['menu']

const GROUPS: readonly { heading: 'mine' | 'signIn' | 'account'; entries: readonly { name: Name; href: LocalPath }[] }[] = [
  { heading: 'mine', entries: [{ name: 'overview', href: '/me' }, { name: 'reports', href: '/me/reports' }] },
  {
    heading: 'signIn',
    entries: [{ name: 'signIns', href: '/me/sign-ins' }, { name: 'sessions', href: '/me/sessions' }],
  },
  {
    heading: 'account',
    entries: [
      { name: 'password', href: '/me/password' },
      { name: 'passkeys', href: '/me/passkeys' },
      { name: 'certificates', href: '/me/certificates' },
      { name: 'secondFactor', href: '/me/second-factor' },
      { name: 'email', href: '/me/email' },
      { name: 'display', href: '/me/display' },
    ],
  },
]

/** The menu beside the pages of 「我的專區」; entries appear as soon as their pages exist. */
export function ownMenu(request: FrameRequest): MenuGroup[] {
  const m = ownMessages(request.language)
  return GROUPS.map(({ heading, entries }) => ({
    heading: m.headings[heading], entries: entries.map(({ name, href }) => ({ label: m.menu[name], href })),
  }))
}

/** The way to a page of 「我的專區」 below its first. */
export const ownCrumbs = ({ language }: FrameRequest, crumbs: readonly Crumb[] = []): Crumb[] =>
  [{ label: messages(language).title, href: '/me' }, ...crumbs]

/** The frame of a page of 「我的專區」 below its first. */
export function OwnPage({ request, title, crumbs = [], problems = [], children }: {
  request: FrameRequest; title: string; crumbs?: readonly Crumb[]; problems?: readonly FormProblem[]; children?: Child
}) {
  return (
    <Page request={request} title={title} breadcrumbs={ownCrumbs(request, crumbs)} problems={problems} menu={ownMenu(request)}>
      {children}
    </Page>
  )
}
