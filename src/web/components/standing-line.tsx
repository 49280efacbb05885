import type { Child } from 'hono/jsx'
import { isPerson, lacksHolder } from '../actor.ts'
import { showDay } from '../days.ts'
import { frameMessages } from '../frame-messages.ts'
import { liesUnder } from '../path.ts'
import { lacksSecondFactor, SECOND_FACTOR_PATH, setUpAddress } from '../second-factor.ts'
import type { Day } from '../../core/days.ts'
import type { Actor } from '../actor.ts'
import type { FrameRequest } from '../route.ts'

/** Where the holder of an agency's card says who they are. */
export const HOLDER_PATH = '/manage/holder'
/** Where they prove it by their own account, because an application asks for it. */
export const HOLDER_ACCOUNT_PATH = '/manage/holder/account'

type FactProps = {
  term: string
  code?: string | undefined
  /** It is clear without its term, which is left out where there is no room. */
  plain?: boolean
  children: Child
}

function Fact({ term, code, plain = false, children }: FactProps) {
  return (
    <div class={plain ? 'plain' : undefined}>
      <dt>{term}</dt>
      <dd>{children}{code === undefined ? null : <span class="code">{code}</span>}</dd>
    </div>
  )
}

function standingWords(actor: Actor, m: ReturnType<typeof frameMessages>['standing']): string | null {
  const roles = actor.roles.map((role) => m[role])
  if (!isPerson(actor)) return null
  const own = actor.chosen === null ? m.none : m.names[actor.chosen.standing]
  return m.together([own, ...roles])
}

/** Until when the second factor has to be set up, or that those days are over; nowhere on the way to it. */
function FactorReminder({ request, by }: { request: FrameRequest; by: Day | null }) {
  if (by === null || liesUnder(request.path, SECOND_FACTOR_PATH)) return null
  const { standing: m } = frameMessages(request.language)
  const isOver = lacksSecondFactor({ secondFactorBy: by }, request.today)
  return (
    <p>
      <strong>{isOver ? m.secondFactorOver : m.secondFactorBy(showDay(by, request.language))}</strong>{' '}
      <a href={setUpAddress(request.path)}>{m.setUpFactor}</a>
    </p>
  )
}

/**
 * Who is signed in, how, in which standing, for which agency. Work for a served agency is said in words and in colour.
 */
export function StandingLine({ request }: { request: FrameRequest }) {
  const { actor, language, site } = request
  if (actor === null) return null
  const m = frameMessages(language)
  const { standing } = m
  const { chosen, workingFor } = actor
  const served = workingFor?.relation === 'served'
  const elsewhere = workingFor !== null && workingFor.relation !== 'own'
  const words = standingWords(actor, standing)
  const home = chosen ?? (workingFor?.relation === 'own' ? workingFor : null)
  const holder = actor.card?.holder ?? null
  return (
    <section class={served ? 'standing served' : 'standing'} aria-label={m.regions.standing}>
      <div class="wrap">
        {served ? <p><strong>{standing.servedSentence}</strong></p> : null}
        <dl>
          <Fact term={standing.user} plain>{actor.name}</Fact>
          <Fact term={standing.method} plain>{standing.methods[actor.method]}</Fact>
          {holder === null ? null : <Fact term={standing.holder}>{holder.verified ? holder.name : standing.unverified(holder.name)}</Fact>}
          {words === null ? null : <Fact term={standing.as} plain>{words}</Fact>}
          {home === null ? null : <Fact term={standing.agency} code={home.agencyCode} plain={!elsewhere}>{home.agencyName}</Fact>}
          {!elsewhere ? null : (
            <Fact term={served ? standing.served : standing.managed} code={workingFor.agencyCode}>
              <b>{workingFor.agencyName}</b>
            </Fact>
          )}
        </dl>
        <FactorReminder request={request} by={actor.secondFactorBy} />
        {lacksHolder(actor) ? <p><strong>{standing.noHolder}</strong> <a href={HOLDER_PATH}>{standing.nameHolder}</a></p> : null}
        {site.has('/switch') ? <a href="/switch">{standing.switch}</a> : null}
      </div>
    </section>
  )
}
