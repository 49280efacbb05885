// What several pages of 「兼辦管理」 show alike: agencies, periods, applications, states.
import { periodHolds } from '../../core/days.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Badge } from '../../web/components/badge.tsx'
import { Disclosure } from '../../web/components/panel.tsx'
import { WithDays } from '../../web/components/table.tsx'
import { showPeriod } from '../../web/days.ts'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { BadgeKind } from '../../web/components/badge.tsx'
import type { Language } from '../../web/language.ts'
import type { NamedAgency } from './duty-form-view.ts'
import type { ListedLine } from './list-duties.ts'

export function AgencyName({ agency, language }: { agency: NamedAgency; language: Language }) {
  return <>{nameIn(agency, language)} <span class="code soft">{agency.code}</span></>
}

type LineState = keyof ReturnType<typeof messages>['lineStates']
const KIND: Record<LineState, BadgeKind> = { inForce: 'good', coming: 'plain', suspended: 'warning', ended: 'plain', over: 'plain' }

/** How the line stands on the day. */
export function lineState({ from, to, state }: Pick<ListedLine, 'from' | 'to' | 'state'>, day: Day): LineState {
  if (state === 'ended') return 'ended'
  if (to !== null && to < day) return 'over'
  if (state === 'suspended') return 'suspended'
  return periodHolds({ from, to }, day) ? 'inForce' : 'coming'
}

export function StateBadges({ lines, day, language }: { lines: readonly ListedLine[]; day: Day; language: Language }) {
  const states = [...new Set(lines.map((line) => lineState(line, day)))]
  const m = messages(language).lineStates
  return <>{states.map((state) => <span class="period"><Badge kind={KIND[state]}>{m[state]}</Badge> </span>)}</>
}

// More than these wait behind a heading, so that a list stays a list.
const FEW = 3

/** Applications by code and name; many of them behind their number. */
export function ApplicationNames({ language, applications }: {
  language: Language; applications: readonly { application: string; name: string | null }[]
}) {
  const list = (
    <ul class="plain tight">
      {applications.map(({ application, name }) => <li><span class="code">{application}</span> {name ?? ''}</li>)}
    </ul>
  )
  if (applications.length <= FEW) return list
  return <Disclosure summary={messages(language).applicationsCount(applications.length)}>{list}</Disclosure>
}

/** The periods of the lines: one where they are alike, else the applications of each. */
export function Periods({ lines, language }: { lines: readonly ListedLine[]; language: Language }) {
  const periods = Map.groupBy(lines, (line) => showPeriod(line, language))
  if (periods.size === 1) return <span class="period"><WithDays text={[...periods.keys()][0]!} /></span>
  return (
    <ul class="plain tight">
      {[...periods].map(([period, some]) => (
        <li>
          <span class="period"><WithDays text={period} /></span>{' '}
          <span class="soft code">{some.map(({ application }) => application).join(' ')}</span>
        </li>
      ))}
    </ul>
  )
}
