import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decideVoting, FEWEST_TOLD, mayReadPoll, pollState, resultTold, shareOf } from './polls.ts'
import type { VotingRefusal } from './polls.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 23, hour))
const poll = {
  opensAt: at(8), closesAt: at(12), endedAt: null as Date | null, audience: { agency: 'A', below: true, standing: 'hr' as const },
  mostChoices: 2, choices: [{ position: 1 }, { position: 2 }, { position: 3 }],
}
const places = [{ standing: 'hr' as const, line: ['B', 'A'] }]

describe('polls', () => {
  test('votes are taken from the opening until just before the end, or until it is ended by hand', () => {
    assert.deepEqual([7, 8, 11, 12].map((hour) => pollState(poll, at(hour))), ['planned', 'open', 'open', 'over'])
    assert.equal(pollState({ ...poll, endedAt: at(9) }, at(9)), 'over')
    for (const hour of [7, 9, 13]) assert.equal(pollState({ ...poll, endedAt: at(7) }, at(hour)), 'never')
  })

  test('it is read by those to whom it is written, from its opening on, and never if it did not open', () => {
    assert.deepEqual([7, 8, 13].map((hour) => mayReadPoll(poll, places, at(hour))), [false, true, true])
    assert.equal(mayReadPoll(poll, [], at(9)), false)
    assert.equal(mayReadPoll(poll, [{ standing: 'employee', line: ['B', 'A'] }], at(9)), false)
    assert.equal(mayReadPoll({ ...poll, endedAt: at(7) }, places, at(9)), false)
  })

  const votes: [string, Partial<Parameters<typeof decideVoting>[1]>, VotingRefusal | null][] = [
    ['one choice', { chosen: [1] }, null],
    ['as many as may be chosen', { chosen: [3, 1] }, null],
    ['more', { chosen: [1, 2, 3] }, 'tooManyChosen'],
    ['none', { chosen: [] }, 'nothingChosen'],
    ['one that there is not', { chosen: [4] }, 'noSuchChoice'],
    ['one twice', { chosen: [1, 1] }, 'noSuchChoice'],
    ['again', { voted: true }, 'votedAlready'],
    ['too late', { now: at(12) }, 'notOpen'],
    ['too early', { now: at(7) }, 'notFound'],
    ['from elsewhere', { places: [{ standing: 'hrSupervisor', line: ['C'] }] }, 'notFound'],
  ]
  for (const [what, more, expected] of votes) {
    test(`a vote: ${what}`, () => assert.equal(decideVoting(poll, { places, now: at(9), chosen: [1], voted: false, ...more }), expected))
  }

  test('the result is told of enough people', () => {
    assert.deepEqual([0, FEWEST_TOLD - 1, FEWEST_TOLD].map(resultTold), [false, false, true])
  })

  test('shares are of the people, and of nobody nothing', () => {
    assert.deepEqual([shareOf(1, 3), shareOf(5, 5), shareOf(0, 0)], [333, 1000, 0])
  })
})
