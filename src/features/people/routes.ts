import { accountRoutes } from './account-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { PeopleSlice } from './slice.ts'

/** 「員工管理」, and the part of it that managers use. */
export function peopleRoutes(slice: PeopleSlice): Route[] {
  return accountRoutes(slice)
}
