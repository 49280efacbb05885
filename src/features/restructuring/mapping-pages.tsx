import { addressOf } from '../../web/address.ts'
import { nameIn } from '../../web/agency-names.ts'
import { Button, ButtonLink } from '../../web/components/button.tsx'
import { Actions, Form } from '../../web/components/form.tsx'
import { ManagePage } from '../../web/components/manage-page.tsx'
import { Notice } from '../../web/components/notice.tsx'
import { Paging } from '../../web/components/paging.tsx'
import { Empty, Tabs } from '../../web/components/panel.tsx'
import { Table } from '../../web/components/table.tsx'
import { showDayShort } from '../../web/days.ts'
import type { Language } from '../../web/language.ts'
import type { LocalPath } from '../../web/reply.ts'
import { DECIDED } from './mapping.ts'
import type { DecidedThing, MappedDecision, MappedPost, PostGroup, Rule } from './mapping.ts'
import { messages } from './messages.ts'
import { crumbsOf, named, planPath } from './parts.tsx'
import type { CentralRequest, Names } from './parts.tsx'
import type { StoredPlan } from './plan-rows.ts'

export type MappingOf = { plan: StoredPlan; agency: string; successors: readonly string[]; names: Names }

/** A rule as the value of a choice; and read back. What is usual is no successors at all said. */
export const ruleText = (thing: Rule['thing'], key: string, goes: string): string => [thing, encodeURIComponent(key), goes].join('|')
export function readRule(text: string): Rule | null {
  const [thing, key, goes] = text.split('|')
  if (thing === undefined || key === undefined || goes === undefined || /%(?![0-9A-F]{2})/.test(key)) return null
  return { thing: thing as Rule['thing'], key: decodeURIComponent(key), successors: goes === 'usual' ? null : goes === 'ends' ? [] : [goes] }
}

/** 「移至」 of one line: the successors, to end, or what is usual. */
function Choose({ of: { successors, names }, language, label, thing, rule, goes, ruled }: {
  of: MappingOf; language: Language; label: string; thing: Rule['thing']; rule: string; goes: readonly string[] | null; ruled: boolean
}) {
  const m = messages(language)
  const now = !ruled ? 'usual' : goes === null ? 'usual' : goes.length === 0 ? 'ends' : goes[0]!
  const option = (value: string, words: string) => <option value={ruleText(thing, rule, value)} selected={value === now}>{words}</option>
  return (
    <select name="rule" aria-label={label}>
      {option('usual', goesText({ goes: ruled ? null : goes, names, language, usual: true }))}
      {successors.map((code) => option(code, `${nameIn(named(names, code), language)} ${code}`))}
      {option('ends', m.ends)}
    </select>
  )
}

function goesText({ goes, names, language, usual = false }: { goes: readonly string[] | null; names: Names; language: Language; usual?: boolean }): string {
  const m = messages(language)
  const said = goes === null ? (usual ? '' : m.undecided) : goes.length === 0 ? m.ends
    : goes.map((code) => nameIn(named(names, code), language)).join(language === 'en' ? ', ' : '、')
  return usual ? (said === '' ? m.usual : `${m.usual}（${said}）`) : said
}

type Props = { request: CentralRequest; of: MappingOf; saved: boolean }
const base = ({ plan, agency }: MappingOf): LocalPath => `${planPath(plan.id)}/agencies/${agency}`

function MappingPage({ request, of, saved, title, action, editable, children }: Props & {
  title: string; action: LocalPath; editable: boolean; children: ReturnType<typeof Table>
}) {
  const { language } = request
  const m = messages(language)
  return (
    <ManagePage request={request} title={title} crumbs={crumbsOf(language, of.plan)}>
      {saved ? <Notice kind="done" title={m.saved} /> : null}
      {editable ? (
        <Form request={request} action={action} hidden={{ version: String(of.plan.version) }}>
          {children}
          <Actions><Button>{m.save}</Button><ButtonLink href={planPath(of.plan.id)} kind="secondary">{m.back}</ButtonLink></Actions>
        </Form>
      ) : <>{children}<Actions><ButtonLink href={planPath(of.plan.id)} kind="secondary">{m.back}</ButtonLink></Actions></>}
    </ManagePage>
  )
}

/** Where posts go, by unit; or by title within one unit. */
export function PostsPage(props: Props & { unit: string | null; groups: readonly PostGroup[]; next: string | null; rest: readonly string[] | null }) {
  const { request, of, unit, groups, next, rest } = props
  const { language } = request
  const m = messages(language)
  const editable = of.plan.state === 'draft'
  const path: LocalPath = `${base(of)}/posts`
  const here: LocalPath = unit === null ? path : `${path}?${new URLSearchParams({ unit, titles: 'yes' })}`
  const nameOf = (group: PostGroup) => (unit === null ? group.unit || m.noUnit : group.title ?? '')
  const choice = (group: PostGroup) => (
    <Choose
      of={of} language={language} label={m.editOf(nameOf(group))} thing={unit === null ? 'unit' : 'title'}
      rule={unit === null ? group.unit : `${group.unit}\t${group.title}`} goes={group.goes} ruled={group.ruled}
    />
  )
  return (
    <MappingPage {...props} title={m.postsOf(nameIn(named(of.names, of.agency), language))} action={here} editable={editable}>
      <>
        {unit !== null || !editable ? null : (
          <p><b>{m.rest}</b> <Choose of={of} language={language} label={m.rest} thing="rest" rule="" goes={rest} ruled={rest !== null} /></p>
        )}
        <Table
          language={language} caption={unit === null ? m.posts : `${m.posts} ${unit || m.noUnit}`} rows={groups}
          columns={[
            { label: unit === null ? m.columns.unit : m.columns.title, heading: true, cell: nameOf },
            { label: m.columns.posts, numeric: true, cell: ({ posts }) => posts.toLocaleString('en-US') },
            {
              label: m.columns.goes,
              cell: (group) => (
                <>
                  {editable ? choice(group) : goesText({ goes: group.goes, names: of.names, language })}
                  {group.exceptions === 0 ? null : <div class="soft">{m.exceptions(group.exceptions)}</div>}
                </>
              ),
            },
            {
              label: m.columns.actions, actions: true,
              cell: (group) => (unit === null
                ? <ButtonLink href={`${path}?${new URLSearchParams({ unit: group.unit, titles: 'yes' })}`} kind="quiet" label={`${m.byTitle} ${nameOf(group)}`}>{m.byTitle}</ButtonLink>
                : <ButtonLink href={`${base(of)}/persons?${new URLSearchParams({ unit, title: group.title ?? '' })}`} kind="quiet" label={m.byPersonOf(nameOf(group))}>{m.byPerson}</ButtonLink>),
            },
          ]}
        />
        <Paging language={language} previous={null} next={next === null ? null : `${here}${unit === null ? '?' : '&'}${new URLSearchParams({ after: next })}`} />
      </>
    </MappingPage>
  )
}

/** Where the posts of one unit and title go, person by person. */
export function PersonsPage(props: Props & { unit: string; title: string; posts: readonly MappedPost[]; next: string | null }) {
  const { request, of, unit, title, posts, next } = props
  const { language } = request
  const m = messages(language)
  const editable = of.plan.state === 'draft'
  const path: LocalPath = `${base(of)}/persons?${new URLSearchParams({ unit, title })}`
  return (
    <MappingPage {...props} title={m.byPersonOf(`${unit} ${title}`.trim())} action={path} editable={editable}>
      <>
        <Table
          language={language} caption={m.columns.person} rows={posts}
          columns={[
            { label: m.columns.person, heading: true, cell: ({ name }) => name },
            {
              label: m.columns.goes,
              cell: ({ post, name, goes, ruled }) => (editable
                ? <Choose of={of} language={language} label={m.editOf(name)} thing="post" rule={post} goes={goes} ruled={ruled} />
                : goesText({ goes, names: of.names, language })),
            },
          ]}
        />
        <Paging language={language} previous={null} next={next === null ? null : `${path}&after=${next}`} />
      </>
    </MappingPage>
  )
}

/** Where decisions go, those of one kind. */
export function DecisionsPage(props: Props & {
  thing: DecidedThing; counts: Record<DecidedThing, number>; decisions: readonly MappedDecision[]; next: string | null
}) {
  const { request, of, thing, counts, decisions, next } = props
  const { language } = request
  const m = messages(language)
  const editable = of.plan.state === 'draft'
  const path: LocalPath = `${base(of)}/decisions`
  const days = ({ from, to }: MappedDecision) => `${from === null ? '' : showDayShort(from, language)}–${to === null ? '' : showDayShort(to, language)}`
  return (
    <MappingPage {...props} title={m.decisionsOf(nameIn(named(of.names, of.agency), language))} action={addressOf(path, { thing })} editable={editable && decisions.length > 0}>
      <>
        <Tabs label={m.decisions} tabs={DECIDED.map((one) => ({ label: m.things[one], href: addressOf(path, { thing: one }), current: one === thing, count: counts[one] }))} />
        {decisions.length === 0 ? <Empty title={m.noThings} /> : (
          <Table
            language={language} caption={m.things[thing]} rows={decisions}
            columns={[
              { label: m.columns.what2, heading: true, cell: ({ what }) => what },
              { label: m.columns.whom, cell: ({ whom }) => whom },
              { label: m.columns.days, cell: days },
              {
                label: m.columns.goes,
                cell: ({ key, what, goes, ruled }) => (editable
                  ? <Choose of={of} language={language} label={m.editOf(what)} thing={thing} rule={key} goes={goes} ruled={ruled} />
                  : goesText({ goes, names: of.names, language })),
              },
            ]}
          />
        )}
        <Paging language={language} previous={null} next={next === null ? null : addressOf(path, { thing, after: next })} />
      </>
    </MappingPage>
  )
}
