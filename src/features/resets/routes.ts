import { emailRoutes } from './email-routes.tsx'
import { passwordRoutes } from './password-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { ResetsSlice } from './slice.ts'

/** 「重設員工密碼」 and 「校正員工Email」. */
export function resetRoutes(slice: ResetsSlice): Route[] {
  return [...passwordRoutes(slice), ...emailRoutes(slice)]
}
