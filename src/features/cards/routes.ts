import { cardSignInRoutes } from './card-routes.tsx'
import { holderRoutes } from './holder-routes.tsx'
import { ownCardRoutes } from './own-card-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { CardsSlice } from './slice.ts'

/** What is done by card, and with whom it is. */
export function cardRoutes(slice: CardsSlice): Route[] {
  return [...cardSignInRoutes(slice), ...ownCardRoutes(slice), ...holderRoutes(slice)]
}
