import { personRoutes } from './person-routes.tsx'
import { agencyPickerRoutes } from './agency-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { Means } from './search-people.ts'

/** The pickers of people and agencies, for whoever manages anything. */
export function pickerRoutes(means: Means): Route[] {
  return [...personRoutes(means), ...agencyPickerRoutes(means)]
}
