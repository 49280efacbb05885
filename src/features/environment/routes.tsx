import { z } from 'zod'
import { readBrowser } from '../../core/browsers.ts'
import { FOR_CARDS } from '../../web/components/card-form.tsx'
import { json, page } from '../../web/reply.ts'
import { route } from '../../web/route.ts'
import { ENVIRONMENT_PATH, EnvironmentPage, seenByServer, TIME_PATH } from './environment-page.tsx'
import type { Route } from '../../web/route.ts'

/** 「環境檢測」. `cardComponent`: where browsers find the signing component; its picture tells whether it is there. */
export function environmentRoutes({ cardComponent }: { cardComponent: string }): Route[] {
  return [
    route({
      method: 'GET', path: ENVIRONMENT_PATH, act: 'anyone', loosened: { ...FOR_CARDS, images: [cardComponent] },
      query: z.object({ again: z.literal('yes').optional() }),
      handle: (request) => {
        const { client, query } = request
        // Gives a browser that has none a cookie, which the next request is to bring.
        request.csrfToken()
        const found = seenByServer({ cookies: client.binding !== null, again: query.again === 'yes' })
        return page(<EnvironmentPage request={request} browser={readBrowser(client.userAgent)} found={found} />)
      },
    }),
    route({
      method: 'GET', path: TIME_PATH, act: 'anyone', handle: ({ client, now }) => json({ now: now.getTime(), cookies: client.binding !== null }),
    }),
  ]
}
