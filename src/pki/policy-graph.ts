// Certificate policies (RFC 5280, 6.1) by the graph of RFC 9618. The tree of RFC 5280 grows exponentially with the mappings of
// each certificate; the graph has one node a policy and depth.
import { OID } from './extensions.ts'
import type { PolicyMapping } from './extensions.ts'

const ANY = OID.anyPolicy

/** A node: the policy is valid at its depth, and its parents are how one got there. */
type Node = { policy: string; expected: ReadonlySet<string>; parents: Node[]; anyParent: boolean }
type Level = { nodes: Map<string, Node>; hasAny: boolean }

/** What of a certificate concerns its policies. `policies` null: it says nothing of them. */
export type PolicyCertificate = {
  policies: readonly string[] | null
  mappings: readonly PolicyMapping[]
  requireExplicit: number | null
  inhibitMapping: number | null
  inhibitAny: number | null
  selfIssued: boolean
}

/** What the caller asks of policies (6.1.1 c, e, f, g). */
export type PolicyInputs = {
  /** Null: any policy will do. */
  acceptable: readonly string[] | null
  explicit: boolean
  inhibitMapping: boolean
  inhibitAny: boolean
  /** What the anchor's own certificate says (RFC 5937). Its mappings, of which that says nothing, are heard as any authority's are. */
  anchor?: PolicyCertificate
}

export type PolicyResult =
  | { ok: true; policies: ReadonlySet<string> | 'any' }
  | { ok: false; code: 'noValidPolicy' | 'policyMappingToAny' | 'policiesTooMany'; at: number }

// All nodes of all depths: real paths have a handful.
const MOST_NODES = 4096

type State = {
  /** Null once no policy is valid any more. */
  current: Level | null
  explicit: number
  mapping: number
  any: number
  nodes: number
}

/** Walks the path, from the certificate below the anchor to the end entity. */
export function walkPolicies(path: readonly PolicyCertificate[], inputs: PolicyInputs): PolicyResult {
  const last = path.length - 1
  const never = path.length + 1
  const root: Level = { nodes: new Map(), hasAny: true }
  const state: State = {
    current: root, nodes: 0, explicit: inputs.explicit ? 0 : never, mapping: inputs.inhibitMapping ? 0 : never, any: inputs.inhibitAny ? 0 : never,
  }
  if (inputs.anchor !== undefined) {
    const { anchor } = inputs
    // One that names no policy is for all of them.
    if (anchor.policies !== null) takePolicies(state, { ...anchor, selfIssued: true }, true)
    if (mapsAny(anchor)) return { ok: false, code: 'policyMappingToAny', at: -1 }
    mapPolicies(state, anchor.mappings)
    takeLimits(state, anchor)
  }
  for (const [at, certificate] of path.entries()) {
    takePolicies(state, certificate, at < last)
    if (state.nodes > MOST_NODES) return { ok: false, code: 'policiesTooMany', at }
    if (state.explicit === 0 && state.current === null) return { ok: false, code: 'noValidPolicy', at }
    if (at === last) break
    if (mapsAny(certificate)) return { ok: false, code: 'policyMappingToAny', at }
    mapPolicies(state, certificate.mappings)
    countDown(state, certificate)
    takeLimits(state, certificate)
  }
  return wrapUp(state, path[last]!, inputs, last)
}

/** 6.1.4 (a): anyPolicy is called nothing else, and nothing else is called so. */
const mapsAny = ({ mappings }: PolicyCertificate): boolean => mappings.some(({ issuer, subject }) => issuer === ANY || subject === ANY)

/** 6.1.3 (d), (e): the policies that are valid at this depth. */
function takePolicies(state: State, { policies, selfIssued }: PolicyCertificate, isIntermediate: boolean): void {
  const before = state.current
  if (before === null || policies === null) {
    state.current = null
    return
  }
  const level: Level = { nodes: new Map(), hasAny: false }
  const anyCounts = policies.includes(ANY) && (state.any > 0 || (isIntermediate && selfIssued))
  for (const policy of policies) {
    if (policy === ANY) continue
    const parents = [...before.nodes.values()].filter(({ expected }) => expected.has(policy))
    if (parents.length > 0 || before.hasAny) {
      level.nodes.set(policy, { policy, expected: new Set([policy]), parents, anyParent: parents.length === 0 })
    }
  }
  if (anyCounts) {
    level.hasAny = before.hasAny
    for (const parent of before.nodes.values()) {
      for (const policy of parent.expected) {
        const there = level.nodes.get(policy)
        if (there === undefined) {
          level.nodes.set(policy, { policy, expected: new Set([policy]), parents: [parent], anyParent: false })
        } else if (!there.parents.includes(parent) && !policies.includes(policy)) there.parents.push(parent)
      }
    }
  }
  state.nodes += level.nodes.size
  state.current = level.nodes.size === 0 && !level.hasAny ? null : level
}

/** 6.1.4 (b): what a policy of the issuer's domain is called below. */
function mapPolicies(state: State, mappings: readonly PolicyMapping[]): void {
  const level = state.current
  if (level === null || mappings.length === 0) return
  const bySource = Map.groupBy(mappings, ({ issuer }) => issuer)
  if (state.mapping > 0) {
    for (const [policy, own] of bySource) {
      const expected = new Set(own.map(({ subject }) => subject))
      const node = level.nodes.get(policy)
      if (node !== undefined) level.nodes.set(policy, Object.assign(node, { expected }))
      else if (level.hasAny) {
        level.nodes.set(policy, { policy, expected, parents: [], anyParent: true })
        state.nodes += 1
      }
    }
    return
  }
  for (const policy of bySource.keys()) level.nodes.delete(policy)
  if (level.nodes.size === 0 && !level.hasAny) state.current = null
}

/** 6.1.4 (h). */
function countDown(state: State, { selfIssued }: PolicyCertificate): void {
  if (selfIssued) return
  state.explicit = Math.max(0, state.explicit - 1)
  state.mapping = Math.max(0, state.mapping - 1)
  state.any = Math.max(0, state.any - 1)
}

/** 6.1.4 (i), (j). */
function takeLimits(state: State, { requireExplicit, inhibitMapping, inhibitAny }: PolicyCertificate): void {
  if (requireExplicit !== null) state.explicit = Math.min(state.explicit, requireExplicit)
  if (inhibitMapping !== null) state.mapping = Math.min(state.mapping, inhibitMapping)
  if (inhibitAny !== null) state.any = Math.min(state.any, inhibitAny)
}

/** 6.1.5 (a), (b), (g). */
function wrapUp(
  state: State, end: PolicyCertificate, { acceptable }: PolicyInputs, at: number,
): PolicyResult {
  if (state.explicit > 0) state.explicit -= 1
  if (end.requireExplicit === 0) state.explicit = 0
  const valid = validPolicies(state)
  const wanted = acceptable === null || acceptable.includes(ANY) ? null : acceptable
  const policies = valid === 'any' ? (wanted === null ? 'any' : new Set(wanted))
    : wanted === null ? valid : new Set([...valid].filter((policy) => wanted.includes(policy)))
  const none = policies !== 'any' && policies.size === 0
  return state.explicit === 0 && none ? { ok: false, code: 'noValidPolicy', at } : { ok: true, policies }
}

/**
 * The policies of the anchor's domain by which the end entity's are valid (the valid_policy_node_set of 6.1.5 g): those
 * nodes that stand right below an anyPolicy, and that a chain of nodes joins to the last depth.
 */
function validPolicies({ current }: State): ReadonlySet<string> | 'any' {
  if (current === null) return new Set()
  const found = new Set<string>()
  const seen = new Set<Node>(current.nodes.values())
  const waiting = [...seen]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.anyParent) found.add(node.policy)
    for (const parent of node.parents) {
      if (seen.has(parent)) continue
      seen.add(parent)
      waiting.push(parent)
    }
  }
  return current.hasAny ? 'any' : found
}
