// What the pages of grants share: addresses, and how a receiver, a post, a period and a state are shown.
import { DERIVED_GROUP_NAMES } from '../../core/access-messages.ts'
import { lastDayToDecide } from '../../core/granting.ts'
import { addressOf } from '../../web/address.ts'
import { Badge } from '../../web/components/badge.tsx'
import { showDayShort } from '../../web/days.ts'
import { messages } from './messages.ts'
import type { GrantCondition } from '../../core/granting.ts'
import type { Category } from '../../core/catalogue.ts'
import type { Actor } from '../../web/actor.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Crumb } from '../../web/components/breadcrumbs.tsx'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { ListedGrant, ListedReceiver, NamedPost } from './list-grants.ts'

/** The request of a page of management. */
export type ManageRequest = FrameRequest & { actor: Actor }

/** The list of an application's grants at an agency. */
export const listPath = (agency: string, application: string | null, more: Record<string, string> = {}): LocalPath =>
  addressOf('/manage/grants', { agency, application, ...more })

/** An act's page on one grant. */
export const actPath = (id: string, act: 'edit' | 'end' | 'confirm' | 'decide'): LocalPath => `/manage/grants/${id}/${act}`

/** 「即將到期的授權」. */
export const EXPIRING_PATH = '/manage/grants/expiring'

/** How a form names one of many grants, as of the version that was shown. */
export const grantRef = ({ id, version }: Pick<ListedGrant, 'id' | 'version'>): string => `${id}.${version}`

/** The way to a page below the list: the choice of an application, and the list of the one that was chosen. */
export function crumbsTo(agency: string, application: string | null, language: Language): Crumb[] {
  const own = { label: messages(language).title, href: listPath(agency, null) }
  return application === null ? [own] : [own, { label: application, href: listPath(agency, application) }]
}

/** The category's name in the language of the page. */
export function categoryName(categories: readonly Category[], code: string, language: Language): string {
  const found = categories.find((one) => one.code === code)
  return (language === 'en' ? found?.nameEn : found?.name) ?? code
}

/** The receiver in a word: a person's name, a group's, or what a standing is called as a group. */
export function receiverName(receiver: ListedReceiver, language: Language): string {
  return receiver.to === 'standing' ? DERIVED_GROUP_NAMES[receiver.standing][language] : receiver.name
}

/** A post in a line, with its agency where that is not the page's. */
export function postText({ agency, agencyName, unit, title }: NamedPost, at: string | null): string {
  return `${agency === at ? '' : agencyName}${unit}${title}`
}

const KINDS: Record<GrantCondition, BadgeKind> = {
  active: 'good', endsSoon: 'warning', notBegun: 'plain', suspended: 'warning', proposed: 'warning', lapsed: 'plain', over: 'plain',
  ended: 'plain',
}

/** What the grant is on the day, and until when it can be decided. */
export function Condition({ grant, language }: { grant: ListedGrant; language: Language }) {
  const m = messages(language)
  const waits = grant.condition === 'suspended' || grant.condition === 'proposed'
  return (
    <>
      <span class="whole"><Badge kind={KINDS[grant.condition]}>{m.conditions[grant.condition]}</Badge></span>
      {waits ? <span class="below whole">{m.until(showDayShort(lastDayToDecide(grant.since), language))}</span> : null}
    </>
  )
}

/** Who receives, for a table: a group leads to its members, a person stands with the post that the grant rests on. */
export function Receiver({ grant, language, linked = true }: { grant: ListedGrant; language: Language; linked?: boolean }) {
  const m = messages(language).list
  const { receiver, agency, application } = grant
  const name = receiverName(receiver, language)
  if (receiver.to === 'person') {
    return (
      <>
        {name}
        <span class="below">{postText(receiver.post, agency)}</span>
        {receiver.post.held ? null : <Badge kind="warning">{m.postOver}</Badge>}
      </>
    )
  }
  // Who is in a group is no matter of the agency's any more when what it gave is over.
  const leads = linked && !(receiver.to === 'group' && (grant.condition === 'over' || grant.condition === 'ended'))
  const members = receiver.to === 'group'
    ? addressOf('/manage/grants/members', { agency, application, group: receiver.group })
    : addressOf('/manage/grants/members', { agency, application, standing: receiver.standing })
  return (
    <>
      {leads ? <a href={members} title={m.membersOf(name)}>{name}</a> : name}
      <span class="below">{m.group}{receiver.to === 'group' ? <span class="code"> {receiver.group}</span> : null}</span>
    </>
  )
}
