import assert from 'node:assert/strict'
import { test } from 'node:test'
import { unusualIn, USUAL_RULE } from './unusual-sign-in.ts'
import type { EarlierSignIns, Unusual } from './unusual-sign-in.ts'

const usual: EarlierSignIns = {
  none: false, browserKnown: true, alike: true, times: 40, networks: 1, fromThisNetwork: 40, aroundThisHour: 30,
}
const CASES: readonly [says: string, facts: Partial<EarlierSignIns>, unusual: Unusual[]][] = [
  ['as always', {}, []],
  ['the first sign-in ever', { none: true, browserKnown: false, alike: false, times: 0, fromThisNetwork: 0, aroundThisHour: 0 }, []],
  ['another browser', { browserKnown: false, alike: false }, ['browser']],
  ['the known one, its cookie forgotten', { browserKnown: false }, []],
  ['a known one that was updated or carried about', { alike: false }, []],
  ['another network', { fromThisNetwork: 0 }, ['place']],
  ['another network of somebody on the way', { fromThisNetwork: 0, networks: USUAL_RULE.networks + 1 }, []],
  ['in the middle of the night', { aroundThisHour: 0 }, ['hour']],
  ['after a few sign-ins', { times: USUAL_RULE.fewest - 1, fromThisNetwork: 0, aroundThisHour: 0 }, []],
  ['after enough of them', { times: USUAL_RULE.fewest, fromThisNetwork: 0, aroundThisHour: 0 }, ['place', 'hour']],
  ['all at once', { browserKnown: false, alike: false, fromThisNetwork: 0, aroundThisHour: 0 }, ['browser', 'place', 'hour']],
]

for (const [says, facts, unusual] of CASES) test(says, () => assert.deepEqual(unusualIn(USUAL_RULE, { ...usual, ...facts }), unusual))
