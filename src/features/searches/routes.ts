import { accountRoutes } from './account-routes.tsx'
import { differenceRoutes } from './difference-routes.tsx'
import { groupRoutes } from './group-routes.tsx'
import { listRoutes } from './list-routes.tsx'
import { personRoutes } from './person-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { SearchSlice } from './slice.ts'

/** 進階搜尋: for whoever manages agencies, within what they manage. */
export function searchRoutes(slice: SearchSlice): Route[] {
  return [
    ...accountRoutes(slice), ...personRoutes(slice), ...listRoutes(slice), ...groupRoutes(slice), ...differenceRoutes(slice),
  ]
}
