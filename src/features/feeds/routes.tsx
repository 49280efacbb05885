// 「人事資料匯入」: all of it is the centre's.
import { feedActRoutes } from './act-routes.tsx'
import { FEED_ACTS } from './feed-acts.ts'
import { feedRoutes } from './feed-routes.tsx'
import { feedListRoutes } from './list-routes.tsx'
import { previewRoutes } from './preview-routes.tsx'
import { uploadRoutes } from './upload-routes.tsx'
import type { Route } from '../../web/route.ts'
import type { FeedSlice } from './bring-feed.ts'

export const feedsRoutes = (slice: FeedSlice): Route[] => [
  ...feedListRoutes(slice.database), ...uploadRoutes(slice), ...feedRoutes(slice), ...previewRoutes(slice),
  ...feedActRoutes(slice, FEED_ACTS),
]
