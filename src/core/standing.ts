// 身分種類: what a person is at an agency, derived from the posts of the feed and never stored (R-STD-1…5).
import { compareEnds, periodHolds } from './days.ts'
import type { Day } from './days.ts'

/** An agency's ten letters and digits 機關代碼. */
export type AgencyCode = string

export type Standing = 'employee' | 'hr' | 'hrSupervisor'

/** In order of power: hrSupervisor ⊃ hr ⊃ employee (R-USE-1). */
const POWER: Record<Standing, number> = { employee: 1, hr: 2, hrSupervisor: 3 }

/** One post as the feed has it, 現職 (`appointment`) or 兼職 (`concurrent`). Both days are inclusive; null is open. */
export type Post = {
  id: string
  agency: AgencyCode
  kind: 'appointment' | 'concurrent'
  unit: string
  title: string
  staffCategory: string
  supervisorLevel: string
  nature: string
  from: Day
  to: Day | null
}

/** The field of the post that makes the standing, the strongest first (R-STD-1 a, b, c; R-STD-3). */
export type StandingMark = 'staffCategory' | 'unit' | 'nature' | 'appointment'

/** A standing at an agency, with the very post and all the fields of it that made it (R-STD-4). */
export type HeldStanding = { agency: AgencyCode; standing: Standing; marks: StandingMark[]; post: Post }

/** Whether who has `held` has also what asks for `needed`. */
export function satisfies(held: Standing, needed: Standing): boolean {
  return POWER[held] >= POWER[needed]
}

// The same blanks as in src/store/standing.ts.
const BLANK = /^[ \t\u3000]*$/

function personnelMarks(post: Post): StandingMark[] {
  if (post.kind === 'concurrent') return post.nature === '5' ? ['nature'] : []
  const marks: StandingMark[] = []
  if (post.staffCategory === '08') marks.push('staffCategory')
  if (post.unit.includes('人事')) marks.push('unit')
  return marks
}

/** What a post makes of its holder while it is held, or null: a concurrent post that is not 兼辦人事 makes nothing. */
export function standingOfPost(post: Post): HeldStanding | null {
  const marks = personnelMarks(post)
  const { agency } = post
  if (marks.length > 0) {
    return { agency, standing: BLANK.test(post.supervisorLevel) ? 'hr' : 'hrSupervisor', marks, post }
  }
  return post.kind === 'appointment' ? { agency, standing: 'employee', marks: ['appointment'], post } : null
}

/** The posts held on that day, in the order given. */
export function currentPosts(posts: readonly Post[], day: Day): Post[] {
  return posts.filter((post) => periodHolds(post, day))
}

/**
 * The standings that these posts give on that day, one for each post that gives any: all reasons, the strongest first,
 * and among equals the one that lasts longest. A post that makes its holder `hr` has no second entry for `employee`.
 */
export function standingsOn(posts: readonly Post[], day: Day): HeldStanding[] {
  return currentPosts(posts, day)
    .map(standingOfPost)
    .filter((held) => held !== null)
    .toSorted((a, b) => POWER[b.standing] - POWER[a.standing]
      || compareEnds(b.post.to, a.post.to) || Number(a.post.id) - Number(b.post.id))
}

/** Those of the standings that are held at the agency and satisfy `needed`, in the order given. */
export function standingsAt(held: readonly HeldStanding[], agency: AgencyCode, needed: Standing): HeldStanding[] {
  return held.filter((one) => one.agency === agency && satisfies(one.standing, needed))
}
