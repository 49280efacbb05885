// 「使用手冊」 as a whole: its chapters in their order, and how one gets to a task.
import { isPerson } from '../../web/actor.ts'
import { agencyCard, delegateChapter } from './chapters/card-and-delegate.ts'
import { centre } from './chapters/centre.ts'
import { employee } from './chapters/employee.ts'
import { officer } from './chapters/officer.ts'
import { supervisor } from './chapters/supervisor.ts'
import type { Actor } from '../../web/actor.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { Chapter, Task } from './content.ts'

export const GUIDE_PATH: LocalPath = '/guide'
export const MANUAL_PATH: LocalPath = '/manual'

export const CHAPTERS: readonly Chapter[] = [employee, officer, supervisor, delegateChapter, agencyCard, centre]

/** A task with the chapter that it stands in. */
export type Placed = { chapter: Chapter; task: Task }

export const PLACED: readonly Placed[] = CHAPTERS.flatMap((chapter) => chapter.tasks.map((task) => ({ chapter, task })))

const placeOf = new Map(PLACED.map((one) => [one.task, one]))

/** The chapter of a task. Throws for a task that stands in none. */
export function placed(task: Task): Placed {
  const found = placeOf.get(task)
  if (found === undefined) throw new Error(`${task.slug} stands in no chapter`)
  return found
}

export const chapterPath = ({ slug }: Chapter): LocalPath => `${MANUAL_PATH}/${slug}`
export const printPath = (chapter: Chapter): LocalPath => `${chapterPath(chapter)}/print`

export function taskPath(task: Task): LocalPath {
  return `${chapterPath(placed(task).chapter)}/${task.slug}`
}

export const findChapter = (slug: string): Chapter | null => CHAPTERS.find((one) => one.slug === slug) ?? null

/** The chapters of whoever reads: of all their standings, not of that in use alone. */
export function chaptersOf(actor: Actor | null): Chapter[] {
  if (actor === null) return []
  const { standings, roles, authority, closedWays, card } = actor
  const ways = [...authority.ways, ...closedWays]
  const theirs: Record<string, boolean> = {
    'employee': isPerson(actor) && card === null,
    'personnel-officer': standings.some(({ standing }) => standing !== 'employee'),
    'personnel-supervisor': ways.some(({ way }) => way === 'hrSupervisor') && card === null,
    'delegate': ways.some(({ way }) => way === 'delegation'),
    'agency-card': card !== null,
    'central-administrator': roles.includes('central'),
  }
  return CHAPTERS.filter(({ slug }) => theirs[slug] === true)
}

// The longest address first; of two equally long the one that says more, without a part that may be anything.
const parts = (path: string): string[] => path.split('/')
const anything = (part: string): boolean => part.startsWith(':')
const helpPlaces = PLACED.flatMap(({ task }) => task.at.map((at) => ({ at: parts(at), task })))
  .toSorted((a, b) => b.at.length - a.at.length || a.at.filter(anything).length - b.at.filter(anything).length)

/** The page of the manual on what is done at that path: that of the nearest address; null where there is none. */
export function helpFor(path: string): LocalPath | null {
  const asked = parts(path)
  const found = helpPlaces.find(({ at }) => at.every((part, position) => anything(part) ? position < asked.length : part === asked[position]))
  return found === undefined ? null : taskPath(found.task)
}

/** Where a task is done, for a link there: the nearest of its addresses that is one page; undefined where there is none. */
export const placeToDo = ({ at }: Task, has: (path: LocalPath) => boolean): LocalPath | undefined =>
  at.find((path) => !parts(path).some(anything) && has(path))
