import { wayText } from '../../core/scope.ts'
import type { Authority } from '../../core/scope.ts'
import type { Database } from '../../store/database.ts'
import type { Seal } from '../../store/seal.ts'
import type { Actor } from '../../web/actor.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { PageRequest } from '../../web/route.ts'

/** What 「員工管理」 works with. */
export type PeopleSlice = { database: Database; seal: Seal }

/** A request of somebody who manages. */
export type Managing = PageRequest & { actor: Actor }

export const PEOPLE_PATH: LocalPath = '/manage/people'

export const ROLES_PATH: LocalPath = '/manage/people/roles'

/** The address of one role at the centre. */
export const rolePath = (id: string): LocalPath => `/manage/people/roles/${id}`

/** Where somebody tells what is wrong in their own record, and reads the answers. */
export const OWN_REPORTS_PATH: LocalPath = '/me/reports'

export const REPORTS_PATH: LocalPath = '/record-reports'

/** The address of one report, for whoever answers. */
export const reportPath = (id: string): LocalPath => `/record-reports/${id}`

/** The pages of one person, by what stands behind the key in the address. */
export type Part = 'record' | 'account' | 'rights' | 'decisions' | 'events'

/** What of a person somebody looked at, as events name it. */
export type Seen = Part | 'report'

/** The address of a page of one person. */
export const partPath = (key: string, part: Part): LocalPath =>
  (part === 'record' ? `/manage/people/${key}` : `/manage/people/${key}/${part}`)

export const isCentral = ({ roles }: Pick<Actor, 'roles'>): boolean => roles.includes('central')

/** The way by which somebody looks, as events name it: the centre's where there is one. */
export function lookingWay({ ways }: Authority): string {
  const way = ways.find((one) => one.way === 'central') ?? ways[0]
  return way === undefined ? '' : wayText(way)
}
