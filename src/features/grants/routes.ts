import { grantActRoutes } from './act-routes.tsx'
import { expiringRoutes } from './expiring-routes.tsx'
import { giveRoutes } from './give-routes.tsx'
import { grantListRoutes } from './list-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { GrantsSlice } from './give-routes.tsx'

/** 「應用系統授權設定」: the grants of an application at an agency, and every act on them. */
export function grantRoutes(slice: GrantsSlice): Route[] {
  return [...grantListRoutes(slice.database), ...expiringRoutes(slice.database), ...giveRoutes(slice), ...grantActRoutes(slice)]
}
