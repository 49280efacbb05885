import { createHash } from 'node:crypto'
import { dayInTaipei } from '../core/days.ts'
import type { Day } from '../core/days.ts'
import type { Act } from './actor.ts'
import { addressOf } from './client-address.ts'
import { COOKIE, cookieValue, tokenCookie } from './cookies.ts'
import { bindingOf } from './csrf.ts'
import type { AppContext, Exchange } from './exchange.ts'
import type { Client, FrameRequest, PageRequest } from './route.ts'

// A day's string is made once a day, not once a request.
const HALF_HOUR = 1_800_000
let lastHalfHour = -1
let lastDay: Day = ''

export function todayAt(now: Date): Day {
  // No day begins in Taipei (UTC+8) but at a whole half hour.
  const halfHour = Math.floor(now.getTime() / HALF_HOUR)
  if (halfHour !== lastHalfHour) {
    lastDay = dayInTaipei(now)
    lastHalfHour = halfHour
  }
  return lastDay
}

/** What the frame of any page, also a problem page, is made from. */
export function frameRequest(exchange: Exchange, app: AppContext, csrfToken: () => string): FrameRequest {
  const { path, actor, language, now, requestId } = exchange
  return {
    path,
    actor,
    language,
    languageAddress: languageAddress(exchange),
    today: todayAt(now),
    now,
    maintenance: exchange.maintenance,
    requestId,
    csrfToken,
    site: app.site,
  }
}

/** What a handler is given; the steps before have filled the exchange. */
export function pageRequest(
  exchange: Exchange,
  app: AppContext,
  csrfToken: () => string,
): PageRequest<Act, Record<string, string>> {
  return {
    ...frameRequest(exchange, app, csrfToken),
    params: exchange.params,
    query: exchange.queryValues,
    form: undefined,
    client: clientOf(exchange, app.isTrustedProxy),
  }
}

function languageAddress({ incoming, ready, path, query, language }: Exchange): string {
  const other = language === 'en' ? 'zh-TW' : 'en'
  const reading = incoming.method === 'GET' || incoming.method === 'HEAD'
  if (path === '' || (!reading && ready?.readable !== true)) return `/?lang=${other}`
  return reading && query !== '' ? `${path}?${query}&lang=${other}` : `${path}?lang=${other}`
}

function clientOf(exchange: Exchange, isTrusted: (address: string) => boolean): Client {
  const { incoming } = exchange
  const binding = bindingOf(exchange)
  return {
    address: addressOf(incoming, isTrusted),
    userAgent: (incoming.headers['user-agent'] ?? '').slice(0, 300),
    browser: tokenCookie(incoming.headers.cookie, COOKIE.browser),
    way: tokenCookie(incoming.headers.cookie, COOKIE.way),
    left: cookieValue(incoming.headers.cookie, COOKIE.left) === 'yes',
    binding: binding === null ? null : createHash('sha256').update(binding).digest(),
  }
}
