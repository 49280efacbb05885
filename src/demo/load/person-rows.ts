/** People, their posts and accounts as rows of their tables. */
import { setImmediate } from 'node:timers/promises'
import { periodText } from '../../store/periods.ts'
import type { Loader } from '../../store/copy.ts'
import type { Seal, SealedId } from '../../store/seal.ts'
import type { FeedPost } from '../nation/people.ts'

/** A person as the generator or the list of fixed people gives them. */
export type NewPerson = {
  nationalId: string
  name: string
  birthDate: string
  email: string
  accountName: string | null
  accountState: 'pending' | 'active' | 'disabled'
  posts: FeedPost[]
}

export type PreparedPerson = { person: NewPerson; sealed: SealedId }
export type NumberedPerson = PreparedPerson & { id: number; firstPost: number }

// So many at a time that what is being copied meanwhile never waits to be fed.
const AT_ONCE = 100

/** Takes the next people and seals their IDs, in small steps: the database goes on with the ones before. */
export async function prepare(people: Iterator<NewPerson>, count: number, seal: Seal): Promise<PreparedPerson[]> {
  const prepared: PreparedPerson[] = []
  while (prepared.length < count) {
    const next = people.next()
    if (next.done === true) break
    prepared.push({ person: next.value, sealed: seal.sealNationalId(next.value.nationalId) })
    if (prepared.length % AT_ONCE === 0) await setImmediate()
  }
  return prepared
}

type Written = { event: string; passwordHash: string; now: string }

/** Copies the people into their five tables. */
export async function copyIn(
  { copyIn: copy }: Loader, people: readonly NumberedPerson[], written: Written,
): Promise<void> {
  const { event, passwordHash, now } = written
  await copy('person', ['id', 'national_id_sealed', 'national_id_index'],
    mapped(people, ({ id, sealed }) => [id, sealed.sealed, sealed.index]))
  await copy('person_version', ['person_id', 'name', 'birth_date', 'email', 'event_id'],
    mapped(people, ({ id, person }) => [id, person.name, person.birthDate, person.email, event]))
  await copy('post', ['id', 'person_id', 'agency_code', 'kind', 'unit', 'title', 'starts'],
    postsOf(people, (post, id, person) => [id, person, post.agencyCode, post.postKind, post.unit, post.title,
      post.from]))
  await copy('post_version', ['person_id', 'post_id', 'staff_category', 'supervisor_level', 'rank', 'job_series',
    'nature', 'section', 'valid', 'event_id'],
  postsOf(people, (post, id, person) => [person, id, post.staffCategory, post.supervisorLevel, post.rank,
    post.jobSeries, post.nature, post.section, periodText(post), event]))
  await copy('account', ['person_id', 'state', 'name', 'password_hash', 'password_changed_at', 'email',
    'email_confirmed_at'],
    mapped(people, ({ id, person: { accountName, accountState, email } }) => accountName === null
      ? [id, accountState, null, null, null, null, null]
      : [id, accountState, accountName, passwordHash, now, email, now]))
}

type Row = Parameters<Loader['copyIn']>[2] extends Iterable<infer R> ? R : never

function* mapped(people: readonly NumberedPerson[], row: (person: NumberedPerson) => Row): Generator<Row> {
  for (const person of people) yield row(person)
}

function* postsOf(
  people: readonly NumberedPerson[], row: (post: FeedPost, id: number, person: number) => Row,
): Generator<Row> {
  for (const { id, firstPost, person } of people) {
    for (const [at, post] of person.posts.entries()) yield row(post, firstPost + at, id)
  }
}
