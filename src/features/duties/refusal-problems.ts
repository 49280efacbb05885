// A refusal of the law as a problem of the form: the sentence, at the field that it speaks of.
import { messages } from './messages.ts'
import { requestMessages } from './request-messages.ts'
import type { DutyRefusal } from '../../core/duties.ts'
import type { DutyStepRefusal } from '../../core/duty-requests.ts'
import type { FormProblem } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { NoPerson } from './set-up-duty.ts'

type Refusal = DutyRefusal | DutyStepRefusal | NoPerson

const FIELDS: Partial<Record<Refusal['refused'], string>> = {
  sameAgency: 'served', actingNotLive: 'acting', servedNotLive: 'served', notYours: 'served', servedManagersOnly: 'served',
  standsForBoth: 'served', noApplication: 'application', unknownApplication: 'application', notAllowed: 'application',
  notForAgency: 'application', covered: 'application', startsBeforeToday: 'from', endsBeforeToday: 'to', endsBeforeStart: 'to',
  noteMissing: 'note',
}

function sentence(refusal: Refusal, language: Language): string {
  const m = messages(language).refusals
  const r = requestMessages(language).refusals
  switch (refusal.refused) {
    case 'unknownApplication': return m.unknownApplication(refusal.application)
    case 'notAllowed': return m.notAllowed(refusal.application)
    case 'notForAgency': return m.notForAgency(refusal.application)
    case 'covered': return m.coveredBy(refusal.application)
    case 'expired': case 'outOfTurn': case 'samePerson': case 'notCentral': case 'notOtherSide': case 'notDraftingSide':
    case 'withinOneLead': case 'noteMissing': return r[refusal.refused]
    default: return m[refusal.refused]
  }
}

/** The problems to show with the form: one sentence that names the rule and says what to do. */
export function problemsOf(refusal: Refusal, language: Language, fields: Partial<Record<string, string>> = FIELDS): FormProblem[] {
  return [{ field: fields[refusal.refused] ?? null, message: sentence(refusal, language) }]
}
