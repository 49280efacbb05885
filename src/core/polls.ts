// 「主題投票」: who may read a poll and vote, when its result is shown, and who may write one to whom.
import { decideWriting, isAddressed, mayWriteFor } from './notices.ts'
import type { Audience, Place, WritingFacts, WritingRefusal } from './notices.ts'

/** From when to when votes are taken, as far as it was not ended by hand before. */
export type Polling = { opensAt: Date; closesAt: Date; endedAt: Date | null }

export type PollState = 'planned' | 'open' | 'over' | 'never'

/** What becomes of it at that moment: votes are taken from `opensAt` until just before the end. `never`: it was ended before it opened. */
export function pollState({ opensAt, closesAt, endedAt }: Polling, now: Date): PollState {
  if (endedAt !== null) return endedAt <= opensAt ? 'never' : 'over'
  if (closesAt <= now) return 'over'
  return opensAt <= now ? 'open' : 'planned'
}

/** Whether a reader of these places may read the poll at that moment, once it is open and after it is over. */
export function mayReadPoll(poll: Polling & { audience: Audience }, places: readonly Place[], now: Date): boolean {
  const state = pollState(poll, now)
  return (state === 'open' || state === 'over') && isAddressed(poll.audience, places)
}

/** Why somebody cannot vote so. */
export type VotingRefusal = 'notFound' | 'notOpen' | 'votedAlready' | 'nothingChosen' | 'tooManyChosen' | 'noSuchChoice'

type Asked = Polling & { audience: Audience; mostChoices: number; choices: readonly { position: number }[] }

/** Whether somebody of these places can vote for these choices, by their positions. Of a poll for the public: whoever signs in. */
export function decideVoting(
  poll: Asked, { places, now, chosen, voted }: { places: readonly Place[]; now: Date; chosen: readonly number[]; voted: boolean },
): VotingRefusal | null {
  if (!mayReadPoll(poll, places, now)) return 'notFound'
  if (pollState(poll, now) !== 'open') return 'notOpen'
  if (voted) return 'votedAlready'
  if (chosen.length === 0) return 'nothingChosen'
  const known = chosen.every((one) => poll.choices.some(({ position }) => position === one))
  if (!known || new Set(chosen).size !== chosen.length) return 'noSuchChoice'
  return chosen.length > poll.mostChoices ? 'tooManyChosen' : null
}

/** A result of fewer people than this would tell what single ones chose. */
export const FEWEST_TOLD = 5

/** Whether the votes of each choice are told, once the poll is over (`poll_result`, 0070): only of enough people. */
export const resultTold = (voters: number): boolean => voters >= FEWEST_TOLD

/** The share of the people who voted, in tenths of a percent; of several choices a vote the shares come to more than the whole. */
export const shareOf = (votes: number, voters: number): number => (voters === 0 ? 0 : Math.round((votes * 1000) / voters))

export const MOST_CHOICES = 20

/** A poll as its writer wants it. `opensAt` null: at once. */
export type PollWish = {
  question: string
  about: string
  choices: readonly string[]
  mostChoices: number
  audience: Audience
  opensAt: Date | null
  closesAt: Date
}

/** Why a poll cannot be written so. */
export type PollRefusal = Exclude<WritingRefusal, 'publicSigns' | 'withdrawnAlready' | 'changedMeanwhile' | 'nothingChanged'>
  | 'fewChoices' | 'manyChoices' | 'sameChoices' | 'moreThanChoices' | 'endedAlready'

/** Whether it may be written so: to those to whom an announcement may be written, with choices of which there are enough. */
export function decidePoll(facts: WritingFacts, { choices, mostChoices, audience, opensAt, closesAt, ...wish }: PollWish): PollRefusal | null {
  const bar = decideWriting({ ...facts, before: null }, {
    title: wish.question, body: wish.about, pinned: false, mustAcknowledge: false, audience, publishAt: opensAt, withdrawAt: closesAt,
  })
  if (bar !== null) return bar as PollRefusal
  if (choices.length < 2) return 'fewChoices'
  if (choices.length > MOST_CHOICES) return 'manyChoices'
  if (new Set(choices).size !== choices.length) return 'sameChoices'
  return mostChoices > choices.length ? 'moreThanChoices' : null
}

/** Whether it may be ended before its time, for good: by whoever may write there. */
export function decideEnding({ authority, agency, tree, now }: WritingFacts, poll: Polling | null): PollRefusal | null {
  if (poll === null || !mayWriteFor(authority, agency, tree)) return 'notFound'
  const state = pollState(poll, now)
  return state === 'open' || state === 'planned' ? null : 'endedAlready'
}
