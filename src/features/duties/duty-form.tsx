// The form of a duty: 「兼辦機關」「被兼辦機關」「已兼辦系統」「應用系統」「有效日期」. It works by buttons that send it and draw it anew with
// nothing lost; with script (public/duties.js) the applications are filtered and chosen at once.
import { foldedText } from '../../core/search-text.ts'
import { Button } from '../../web/components/button.tsx'
import { CancelLink } from '../../web/components/dialog.tsx'
import { fieldId } from '../../web/components/error-summary.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { componentMessages } from '../../web/components/messages.ts'
import { Disclosure } from '../../web/components/panel.tsx'
import { PeriodFields } from '../../web/components/period-fields.tsx'
import { AgencyField } from '../../web/components/pickers.tsx'
import { showDay, showPeriod } from '../../web/days.ts'
import { problemWith, typedIn } from '../../web/form.ts'
import { AgencyName } from './duty-parts.tsx'
import { messages } from './messages.ts'
import type { Day } from '../../core/days.ts'
import type { FormState } from '../../web/form.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import type { FrameRequest } from '../../web/route.ts'
import type { DutyChoice, FormView } from './duty-form-view.ts'

type Shown = { language: Language; form: FormState; view: FormView }

// What an address may hold (see isLocalPath), with room for the picker's own.
const LONGEST_BACK = 1200

/** Where 「瀏覽」 leads back to without script: this form with what was in it, but the reason, which may name somebody. */
function backTo({ typed }: FormState): LocalPath {
  const kept = new URLSearchParams()
  for (const name of ['acting', 'served', 'from', 'to', 'permanent', 'application']) {
    for (const value of typed[name] ?? []) if (value !== '') kept.append(name, value)
  }
  const asked = kept.toString()
  return asked === '' || asked.length > LONGEST_BACK ? '/manage/duties/new' : `/manage/duties/new?${asked}`
}

/** The two agencies, typed or (of a duty that exists) as they are. */
function Pair({ request, language, form, view, fixed }: Shown & { request: FrameRequest; fixed: boolean }) {
  const m = messages(language)
  return (
    <>
      {(['acting', 'served'] as const).map((side) => {
        const agency = view[side]
        if (fixed) {
          const called = agency === null ? typedIn(form, side) : <AgencyName agency={agency} language={language} />
          return <p class="field"><b>{m[side]}</b><br />{called}</p>
        }
        return (
          <AgencyField
            request={request} language={language} form={form} name={side} label={m[side]} to={backTo(form)} as={side} within="all"
            known={agency}
          />
        )
      })}
    </>
  )
}

/** 「已兼辦系統」 with 「重新檢查」. */
function Covered({ language, view }: Pick<Shown, 'language' | 'view'>) {
  const m = messages(language)
  const { covered, changes = false } = view
  return (
    <section class="field covered" aria-labelledby="covered">
      <h2 id="covered">{m.covered}</h2>
      {covered === null ? <p class="soft">{m.coveredUnknown}</p> : covered.length === 0 ? <p class="soft">{changes ? m.coveredNoneElse : m.coveredNone}</p> : (
        <>
          <p class="hint">{m.coveredHint}</p>
          <ul>
            {covered.map((one) => (
              <li><span class="code">{one.application}</span> {one.name} <span class="soft">{showPeriod(one, language)}</span></li>
            ))}
          </ul>
        </>
      )}
      <Button kind="secondary" name="press" value="recheck">{m.recheck}</Button>
    </section>
  )
}

/** Whether the words of the filter are part of the application's code or name. */
export function isFound({ code, name }: Pick<DutyChoice, 'code' | 'name'>, find: string): boolean {
  const text = foldedText(`${code} ${name}`)
  return foldedText(find).split(/\s+/).every((word) => text.includes(word))
}

/** All that may be chosen; what the filter does not find is there, hidden, for the script to show again. */
function Choices({ language, choices, chosen, find }: {
  language: Language; choices: readonly DutyChoice[]; chosen: readonly string[]; find: string
}) {
  const shown = (choice: DutyChoice): boolean => isFound(choice, find) || chosen.includes(choice.code)
  const first = choices.find(shown)?.code
  return (
    <>
      {first === undefined ? <p class="soft">{messages(language).foundNone}</p> : null}
      {[...Map.groupBy(choices, ({ heading }) => heading)].map(([heading, some]) => (
        <div class="choice-group" data-choice-group hidden={!some.some(shown)}>
          <h3>{heading}</h3>
          <div class="choices two">
            {some.map((choice) => {
              const { code, name } = choice
              const id = code === first ? fieldId('application') : `application-${code}`
              return (
                <div class="choice" data-choice={foldedText(`${code} ${name}`)} hidden={!shown(choice)}>
                  <input type="checkbox" id={id} name="application" value={code} checked={chosen.includes(code)} />
                  <label for={id}><span class="code">{code}</span> {name}</label>
                </div>
              )
            })}
          </div>
        </div>
      ))}
    </>
  )
}

/** 「應用系統」: choose several, of those that the filter finds; what is chosen stays in sight. */
function Applications({ language, form, view }: Shown) {
  const m = messages(language)
  const chosen = form.typed['application'] ?? []
  const find = typedIn(form, 'find')
  const open = view.choices.filter(({ why }) => why === null)
  const closed = view.choices.filter(({ why }) => why !== null)
  const problem = problemWith(form, 'application')
  return (
    <fieldset
      class={problem === null ? 'field wide' : 'field wide wrong'}
      aria-describedby={problem === null ? undefined : 'application-error'}
    >
      <legend>{m.choose}<span class="soft" aria-hidden="true">{m.chooseHint}</span></legend>
      {problem === null ? null : (
        <p class="error" id="application-error"><span class="unseen">{componentMessages(language).error}</span>{problem}</p>
      )}
      <div class="choose-row">
        <label for="find">{m.find}</label>
        <input id="find" name="find" type="search" value={find} maxlength={100} autocomplete="off" data-choice-find />
        <Button kind="secondary" name="press" value="find">{m.findButton}</Button>
        <Button kind="secondary" name="press" value="all">{m.selectAll}</Button>
        <Button kind="secondary" name="press" value="none">{m.selectNone}</Button>
        <span class="soft" role="status" data-chosen={m.chosenCount(0)}>{m.chosenCount(chosen.length)}</span>
      </div>
      <Choices language={language} choices={open} chosen={chosen} find={find} />
      {closed.length === 0 ? null : (
        <Disclosure summary={m.cannot}>
          <ul class="plain tight">
            {closed.map(({ code, name, why }) => (
              <li><span class="code">{code}</span> {name} <span class="soft">（{m.why[why!]}）</span></li>
            ))}
          </ul>
        </Disclosure>
      )}
    </fieldset>
  )
}

/** The whole form. `fixed`: the agencies stay; `begun`: the first day, where it has passed. */
export function DutyForm(props: {
  request: FrameRequest
  action: LocalPath
  cancel: LocalPath
  form: FormState
  view: FormView
  fixed?: boolean
  begun?: Day | null
}) {
  const { request, action, cancel, form, view, fixed = false, begun = null } = props
  const { language } = request
  const m = messages(language)
  const shown = { language, form, view }
  const routes = fixed ? m.editRoute : m.route
  return (
    <Form
      request={request} action={action}
      hidden={fixed ? { acting: typedIn(form, 'acting'), served: typedIn(form, 'served') } : {}}
    >
      <Pair {...shown} request={request} fixed={fixed} />
      <Covered language={language} view={view} />
      <Applications {...shown} />
      <fieldset class="field">
        <legend>{m.period}</legend>
        {begun === null ? null : <p class="hint">{m.begun(showDay(begun, language))}</p>}
        <PeriodFields language={language} form={form} begun={begun !== null} />
      </fieldset>
      {view.route === null ? null : <p class={`route ${view.route}`}>{routes[view.route]}</p>}
      <Actions>
        <Button name="press" value="save">{m.save}</Button>
        <CancelLink language={language} href={cancel} />
      </Actions>
      <script type="module" src={request.site.asset('duties.js')} />
    </Form>
  )
}
