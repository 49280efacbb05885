// What WebHR asks of the portal by itself: who somebody is (SCIM), what a holder may do on their own account (AuthZEN), and the personnel
// feed that brings what was checked in. An access token is kept until shortly before its end: the portal counts them.
import * as oidc from 'openid-client'
import { z } from 'zod'
import { REPORTING, WEBHR } from './clients.ts'
import type { Log } from '../local-program/listen.ts'
import type { Portal } from '../sample-applications/portal.ts'

const ECPA = 'urn:ecpa:params:scim:schemas:extension:1.0:User'
const TIMEOUT_MS = 10_000
const EARLIER_MS = 30_000
// A person has a handful of posts; a body beyond these is no answer of the portal's.
const MOST_POSTS = 100
const MOST_AGENCIES = 500

const both = z.object({ 'zh-TW': z.string().max(2000), en: z.string().max(2000) })
const day = z.iso.date()
const post = z.object({
  agency: z.string().max(10), unit: z.string().max(100).default(''), title: z.string().max(100), kind: z.string().max(20),
  from: day, to: day.optional(),
})
const users = z.object({
  Resources: z.array(z.object({
    displayName: z.string().min(1).max(100), emails: z.array(z.object({ value: z.string().max(254) })).max(5).default([]),
    [ECPA]: z.object({ posts: z.array(post).max(MOST_POSTS) }),
  })).max(1).default([]),
})
const feed = z.object({
  id: z.string().max(20), state: z.enum(['received', 'ready', 'held', 'applied', 'refused', 'rejected', 'interrupted']),
  rejectedRows: z.number().nullable(), heldFor: z.array(z.object({ sentence: both })).max(20),
  refusal: z.object({ sentence: both }).nullable(), note: z.string().max(2000).nullable(),
})
const faults = z.object({ faults: z.array(z.object({ line: z.number(), sentence: both })).max(500) })
const resources = z.object({ results: z.array(z.object({ properties: z.object({ agency: z.string().max(10) }) })).max(MOST_AGENCIES) })
const problem = z.object({ detail: z.string().max(2000).optional() })

export type FoundPost = z.output<typeof post>
/** Somebody of the personnel record, with the posts that are not over. */
export type FoundPerson = { name: string, email: string | null, posts: FoundPost[] }
/** What became of a feed, as the portal tells it. */
export type FeedTold = z.output<typeof feed>
export type RowFault = z.output<typeof faults>['faults'][number]

/** `unreachable`: nobody knows whether it arrived. `refused`: the portal said no, with its status and sentence. */
export type Failed = { failed: 'unreachable' } | { failed: 'refused', status: number, detail: string }
export type Answered<T> = { got: T } | Failed

type Call = { as: 'webhr' | 'reporting', scope: string, path: string, method?: 'GET' | 'POST', body?: string, headers?: Record<string, string> }
export type Reporting = ReturnType<typeof reportingBy>

/** The calls, by the tokens of WebHR's two clients at that portal. */
export function reportingBy(portal: Pick<Portal, 'client' | 'issuer'>, log: Log) {
  const tokens = new Map<string, { token: string, until: number }>()

  async function tokenFor({ as, scope }: Call): Promise<string> {
    const present = tokens.get(scope)
    if (present && present.until > Date.now()) return present.token
    const client = portal.client(as === 'webhr' ? WEBHR : REPORTING)
    if (!client) throw new TypeError('fetch failed')
    const granted = await oidc.clientCredentialsGrant(client, { scope })
    tokens.set(scope, { token: granted.access_token, until: Date.now() + (granted.expires_in ?? 0) * 1000 - EARLIER_MS })
    return granted.access_token
  }

  async function ask<T>(call: Call, shape: z.ZodType<T>): Promise<Answered<T>> {
    const { scope, path, method = 'GET', body, headers = {} } = call
    try {
      const response = await fetch(portal.issuer + path, {
        method, signal: AbortSignal.timeout(TIMEOUT_MS), ...(body === undefined ? {} : { body }),
        headers: { authorization: `Bearer ${await tokenFor(call)}`, ...headers },
      })
      if (response.status === 401) tokens.delete(scope)
      const said: unknown = await response.json()
      if (response.ok) return { got: shape.parse(said) }
      log.warn({ path, status: response.status }, 'the portal said no')
      return { failed: 'refused', status: response.status, detail: problem.safeParse(said).data?.detail ?? '' }
    } catch (error) {
      // Not what was sent or came: it may speak of people.
      log.warn({ path, reason: error instanceof Error ? error.name : 'thrown' }, 'the portal gave no answer')
      return { failed: 'unreachable' }
    }
  }

  return {
    /** The person with that checked national ID; null where the record has nobody. The ID goes in the body, which no log has. */
    async find(nationalId: string): Promise<Answered<FoundPerson | null>> {
      const answer = await ask({
        as: 'reporting', scope: 'scim', path: '/scim/v2/Users/.search', method: 'POST', headers: { 'content-type': 'application/scim+json' },
        body: JSON.stringify({ schemas: ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'], filter: `${ECPA}:nationalId eq "${nationalId}"` }),
      }, users)
      if (!('got' in answer)) return answer
      const [found] = answer.got.Resources
      return { got: found === undefined ? null : { name: found.displayName, email: found.emails[0]?.value ?? null, posts: found[ECPA].posts } }
    },

    /** The agencies for which whoever has that `sub` may use WebHR on their own account. */
    async agenciesOf(sub: string): Promise<Answered<string[]>> {
      const answer = await ask({
        as: 'webhr', scope: 'authzen', path: '/access/v1/search/resource', method: 'POST', headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          subject: { type: 'person', id: sub }, action: { name: 'use' }, resource: { type: 'application' }, page: { limit: MOST_AGENCIES },
        }),
      }, resources)
      return 'got' in answer ? { got: answer.got.results.map(({ properties: { agency } }) => agency) } : answer
    },

    /** Brings a delta. Sent again under the same key it is the same feed. */
    send: (key: string, csv: string): Promise<Answered<FeedTold>> => ask({
      as: 'reporting', scope: 'feed', path: '/api/v1/feeds?kind=delta', method: 'POST', body: csv,
      headers: { 'content-type': 'text/csv', 'idempotency-key': key },
    }, feed),

    feed: (id: string): Promise<Answered<FeedTold>> => ask({ as: 'reporting', scope: 'feed', path: `/api/v1/feeds/${id}` }, feed),

    /** What was wrong with rows that were rejected alone; the heading is line 1. */
    async faults(id: string): Promise<Answered<RowFault[]>> {
      const answer = await ask({ as: 'reporting', scope: 'feed', path: `/api/v1/feeds/${id}/faults?limit=500` }, faults)
      return 'got' in answer ? { got: answer.got.faults } : answer
    },
  }
}
