import { isPerson } from './actor.ts'
import { managementMessages } from './management-messages.ts'
import type { Actor } from './actor.ts'
import type { MenuGroup } from './components/side-menu.tsx'
import type { LocalPath } from './reply.ts'
import type { FrameRequest } from './route.ts'

type MenuWords = ReturnType<typeof managementMessages>['menu']
type Entry = { name: keyof MenuWords; href: LocalPath; central?: true; personal?: true }

/** The groups of the management side in their order; entries appear as soon as their pages exist. */
const GROUPS: readonly { heading: 'own' | 'functions' | 'search' | 'often'; entries: readonly Entry[] }[] = [
  {
    heading: 'own',
    entries: [{ name: 'me', href: '/me' }, { name: 'cards', href: '/cards' }, { name: 'todo', href: '/todo' }],
  },
  {
    heading: 'functions',
    entries: [
      { name: 'grants', href: '/manage/grants' },
      { name: 'duties', href: '/manage/duties' },
      { name: 'passwords', href: '/manage/passwords' },
      { name: 'emails', href: '/manage/emails' },
      { name: 'delegations', href: '/manage/delegations' },
      { name: 'reviews', href: '/manage/reviews' },
      { name: 'records', href: '/record-reports', personal: true },
      { name: 'people', href: '/manage/people', central: true },
      { name: 'agencies', href: '/manage/agencies', central: true },
      { name: 'certificates', href: '/manage/certificates', central: true },
      { name: 'applications', href: '/manage/applications', central: true },
      { name: 'feeds', href: '/manage/feeds', central: true },
      { name: 'content', href: '/manage/content' },
      { name: 'audit', href: '/audit' },
    ],
  },
  {
    heading: 'search',
    entries: [
      { name: 'searchAccounts', href: '/search/accounts' },
      { name: 'searchApplications', href: '/search/applications' },
      { name: 'searchDutyApplications', href: '/search/duty-applications' },
      { name: 'searchPermissions', href: '/search/permissions' },
      { name: 'searchDutyPermissions', href: '/search/duty-permissions' },
      { name: 'searchGroups', href: '/search/groups' },
      { name: 'searchCategories', href: '/search/categories' },
      { name: 'searchDifference', href: '/search/difference' },
    ],
  },
  { heading: 'often', entries: [{ name: 'launcher', href: '/applications' }] },
]

/** A group of the menu; `name`: which function each of its entries is. */
type ManagementGroup = Omit<MenuGroup, 'entries'> & { entries: { name: Entry['name']; label: string; href: LocalPath }[] }

/** The menu beside a management page. An entry of the centre's is shown to central administrators alone, one of people's not to a card. */
export function managementMenu({ actor, language }: FrameRequest & { actor: Actor }): ManagementGroup[] {
  const m = managementMessages(language)
  const central = actor.roles.includes('central')
  return GROUPS.filter(({ heading }) => heading !== 'own' || isPerson(actor)).map(({ heading, entries }) => ({
    heading: m.headings[heading],
    entries: entries.filter((entry) => (central || entry.central !== true) && (isPerson(actor) || entry.personal !== true))
      .map(({ name, href }) => ({ name, label: m.menu[name], href })),
  }))
}
