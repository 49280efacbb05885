import { nearestSentence } from '../../core/access-messages.ts'
import { MISSING_ORDER } from '../../core/missing.ts'
import { ApplicationName, Marks } from './application-card.tsx'
import { messages } from './messages.ts'
import type { Naming } from '../../core/access-messages.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { OtherApplication } from './my-applications.ts'

type Props = { request: FrameRequest; others: readonly OtherApplication[]; naming: Naming }

/** How far off the application is: the law's order, but what nobody can do anything about comes last. */
function distance({ missing: [nearest] }: OtherApplication): number {
  const { missing } = nearest!
  return missing === 'outsideAgencyRoot' ? MISSING_ORDER.length : MISSING_ORDER.indexOf(missing)
}

/** Those for which the very same would have to be done stand together, the nearest first. */
function byCondition({ request, others, naming }: Props): [string, OtherApplication[]][] {
  return [...Map.groupBy(others.toSorted((a, b) => distance(a) - distance(b)),
    ({ application, missing }) => nearestSentence(missing, application.code, naming)[request.language])]
}

function Row({ request, other, sentence }: { request: FrameRequest; other: OtherApplication; sentence: string }) {
  const { language } = request
  const { whyNot } = messages(language)
  const { application } = other
  return (
    <li data-find={application.description}>
      <span>
        <ApplicationName application={application} />
        <Marks application={application} language={language} />
      </span>
      <span class="unseen">{sentence}</span>
      <a href={`/applications/${application.code}/why-not`} aria-label={`${whyNot} ${application.name}`}>{whyNot}</a>
    </li>
  )
}

/**
 * 「其他應用系統」: what is not mine, under the nearest missing condition. The condition is written once for the eye, and
 * each application has it for whoever hears or copies its line alone.
 */
export function OtherApplications(props: Props) {
  const { request, others } = props
  const m = messages(request.language)
  if (others.length === 0) return null
  return (
    <section class="applications others" aria-labelledby="others" data-group>
      <h2 id="others">{m.others}<span class="count">{others.length}</span></h2>
      <p class="soft">{m.othersLead}</p>
      {byCondition(props).map(([sentence, group]) => (
        <div class="condition" data-group>
          <p>{sentence}{group.length === 1 ? null : <span class="count">{m.othersTogether(group.length)}</span>}</p>
          <ul>{group.map((other) => <Row request={request} other={other} sentence={sentence} />)}</ul>
        </div>
      ))}
    </section>
  )
}
