import { accountRoutes } from './account-routes.tsx'
import { decisionsRoutes } from './decisions-routes.tsx'
import { eventsRoutes } from './events-routes.tsx'
import { listRoutes } from './list-routes.tsx'
import { recordRoutes } from './record-routes.tsx'
import { reportRoutes } from './report-routes.tsx'
import { rightsRoutes } from './rights-routes.tsx'
import { roleRoutes } from './role-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { PeopleSlice } from './slice.ts'

/** 「員工管理」, and the part of it that managers use. */
export function peopleRoutes(slice: PeopleSlice): Route[] {
  return [
    ...listRoutes(slice), ...recordRoutes(slice), ...accountRoutes(slice), ...rightsRoutes(slice), ...decisionsRoutes(slice),
    ...eventsRoutes(slice), ...roleRoutes(slice), ...reportRoutes(slice),
  ]
}
