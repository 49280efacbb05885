// What a feed does in terms of access, in a few lines: for the page that asks once before it is done.
import { shownCount } from './feed-parts.tsx'
import { previewMessages } from './preview-messages.ts'
import type { Language } from '../../web/language.ts'
import type { FeedPreview } from './preview-feed.ts'

const OFFICERS = ['officersGained', 'officersLost', 'supervisorsGained', 'supervisorsLost'] as const

type Side = { application: string; gained: number; lost: number }

/** People who gain and lose on the first day, by application: those whose account is active, and the others with them. */
function sidesOf({ day, access }: FeedPreview): Side[] {
  const sides = new Map<string, Side>()
  for (const { application, side, people } of access.filter((one) => one.day === day)) {
    const one = sides.get(application) ?? { application, gained: 0, lost: 0 }
    one[side] += people
    sides.set(application, one)
  }
  return [...sides.values()]
}

/** What is counted of the first day. */
export function EffectLines({ preview, language }: { preview: FeedPreview; language: Language }) {
  const m = previewMessages(language)
  const { day, effects, officers } = preview
  const colon = language === 'en' ? ': ' : '：'
  const office = officers.find((one) => one.day === day)
  const counted = [
    ...effects.filter((one) => one.day === day).map(({ what, count }) => ({ term: m.effects[what], count })),
    ...OFFICERS.map((which) => ({ term: m.officers[which], count: office?.[which] ?? 0 })).filter(({ count }) => count > 0),
  ]
  const applications = sidesOf(preview).map(({ application, gained, lost }) => `${application} +${shownCount(gained)} −${shownCount(lost)}`)
  if (counted.length === 0 && applications.length === 0) return null
  return (
    <ul>
      {counted.map(({ term, count }) => <li>{`${term}${colon}${shownCount(count)}`}</li>)}
      {applications.length === 0 ? null : <li>{`${m.application}${colon}${applications.join(' · ')}`}</li>}
    </ul>
  )
}
