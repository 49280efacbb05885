import { activateRoutes } from './activate-routes.tsx'
import { confirmRoutes } from './confirm-routes.tsx'
import { passwordRoutes } from './password-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { ProvingMeans } from '../cards/sign-in-by-card.ts'
import type { WaysSlice } from './slice.ts'

/** 「忘記密碼」, and what takes in links and slips: `/new-password`, `/activate` and `/confirm-email`. */
export const wayRoutes = (slice: WaysSlice & ProvingMeans): Route[] => [...passwordRoutes(slice), ...activateRoutes(slice), ...confirmRoutes(slice)]
