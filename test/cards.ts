// Virtual cards in a world for tests: authorities that the portal believes, cards that they issued, and what a browser with the
// signing component does with one.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyPairOf } from '../src/demo/certificates/issue.ts'
import { signMessage } from '../src/demo/certificates/sign-message.ts'
import { readVirtualCards } from '../src/demo/cards/card-file.ts'
import { demoList, POLICY } from '../src/demo/cards/authorities.ts'
import { issueDemoCards, revokedBy } from '../src/demo/cards/issue-cards.ts'
import { indexList } from '../src/features/certificates/index-list.ts'
import { tokenIn } from './http.ts'
import { ORIGIN } from './world.ts'
import type { Answer, Visitor } from './http.ts'
import type { World } from './world.ts'
import type { VirtualCard } from '../src/demo/cards/card-file.ts'
import type { Authorities } from '../src/demo/cards/authorities.ts'
import type { CardHolders } from '../src/demo/cards/issue-cards.ts'

export type WorldCards = {
  cards: ReadonlyMap<string, VirtualCard>
  /** The data folder that they lie in, with their authorities. */
  folder: string
  authorities: Authorities
  /** A challenge for that purpose, as the form on page `from` asks for it. */
  challengeFor: (visitor: Visitor, purpose: string, from?: string) => Promise<string>
  /** What the card with that id answers to the challenge. */
  signed: (id: string, challenge: string) => string
  /** Proves the card with the form at `path`. */
  send: (visitor: Visitor, id: string, purpose: string, path: string, fields?: Record<string, string>) => Promise<Answer>
  remove: () => Promise<void>
}

const ISSUES = { grca: null, 'moica-g2': 'person', 'moica-g3': 'person', 'gca-g2': 'agency' } as const

/** Issues the demonstration's cards to those, and has their authorities believed with a fresh list each. */
export async function arrangeCards(world: World, holders: CardHolders): Promise<WorldCards> {
  const folder = await mkdtemp(join(tmpdir(), 'ecpa-world-cards-'))
  const now = new Date()
  const authorities = await issueDemoCards(folder, holders, now)
  const cards = new Map((await readVirtualCards(folder)).map((card) => [card.id, card]))
  for (const { code, certificate, subject } of Object.values(authorities)) {
    await world.arrange(`insert into certificate_authority (code, certificate, fingerprint, subject, valid_until, is_anchor, issues, policies, list_url, event_id)
      values ($1, $2, sha256($2), $3, now() + interval '1 year', $4, $5, $6, 'http://localhost/', (select max(id) from audit_event))`,
    [code, certificate, JSON.stringify(subject), code === 'grca', ISSUES[code], code === 'grca' ? [] : [POLICY]])
    const list = demoList(authorities[code], revokedBy(code, now), now)
    const indexed = await indexList({ list, authority: certificate, algorithms: null, now })
    if ('fault' in indexed) assert.fail(indexed.fault)
    await world.sql('insert into certificate_list (authority, number, this_update, next_update, entries, kept) values ($1, $2, $3, $4, $5, $6)',
      [code, indexed.number, indexed.thisUpdate, indexed.nextUpdate, indexed.entries, Buffer.from(indexed.kept)])
  }
  const challengeFor: WorldCards['challengeFor'] = async (visitor, purpose, from = '/sign-in/card') => {
    const body = new URLSearchParams({ csrf: tokenIn(await visitor.ask(from)), purpose })
    const answer = await visitor.ask('/sign-in/card/challenge', { method: 'POST', body, headers: { origin: ORIGIN, 'sec-fetch-site': 'same-origin' } })
    assert.equal(answer.status, 200, answer.body)
    return (JSON.parse(answer.body) as { challenge: string }).challenge
  }
  const signed: WorldCards['signed'] = (id, challenge) => {
    const { key, certificate } = cards.get(id)!
    return signMessage({ content: Buffer.from(challenge), key: keyPairOf('rsa', key!), certificate, signingTime: new Date() }).toString('base64')
  }
  return {
    cards, folder, authorities, challengeFor, signed,
    send: async (visitor, id, purpose, path, fields = {}) => {
      const challenge = await challengeFor(visitor, purpose, path)
      return visitor.submit(path, { challenge, signature: signed(id, challenge), ...fields }, path)
    },
    remove: () => rm(folder, { recursive: true }),
  }
}
