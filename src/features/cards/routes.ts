import { holderRoutes } from './holder-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { CardsSlice } from './slice.ts'

/** What is done by card, and with whom it is. */
export function cardRoutes(slice: CardsSlice): Route[] {
  return [...holderRoutes(slice)]
}
