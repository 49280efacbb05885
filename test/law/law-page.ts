// Prints docs/generated/law.md: the decision tables, and what the list of missing conditions is.
import { MISSING_ORDER } from '../../src/core/missing.ts'
import { reasonId } from '../../src/core/reasons.ts'
import { accountTable } from './account-table.ts'
import { decisionTable } from './decision-table.ts'
import { grantingTable } from './granting-table.ts'
import { roleTable } from './role-table.ts'
import type { ApplicationAnswer, Missing, Reason } from '../../src/core/reasons.ts'

const textOfReason = (reason: Reason): string =>
  `${reason.category} for ${reason.agency}: ${reasonId(reason)}${reason.until === null ? '' : ` until ${reason.until}`}`

function textOfMissing(missing: Missing): string {
  const parts: (string | null)[] = [`missing ${missing.missing}`]
  if ('state' in missing) parts.push(missing.state)
  if ('startsOn' in missing) parts.push(missing.startsOn === null ? null : `until ${missing.startsOn}`)
  if ('standing' in missing) parts.push(missing.standing)
  if ('decision' in missing) parts.push(`of ${missing.decision} ${missing.id}`)
  else if ('agency' in missing) parts.push(`at ${missing.agency}`)
  if ('day' in missing) parts.push(missing.day)
  if ('root' in missing) parts.push(`(${missing.root})`)
  if ('managers' in missing) parts.push(`(${missing.managers.join(', ')})`)
  return parts.filter((part) => part !== null).join(' ')
}

/** An answer as the decision table writes it: a line for each reason, or for each missing condition. */
export function linesOf({ reasons, missing }: ApplicationAnswer): string[] {
  return [...reasons.map(textOfReason), ...missing.map(textOfMissing)]
}

/** The page as a whole. */
export function lawPage(): string {
  const rows = decisionTable.map(({ rule, when, asked, answer }) => {
    const question = asked?.agency === undefined ? '' : ` (asked for ${asked.agency})`
    return `| ${rule} | ${when}${question} | ${answer.map((line) => `\`${line}\``).join('<br>')} |`
  })
  return `# The law, case by case

Printed from \`test/law/decision-table.ts\`, to which a test holds \`src/core/access.ts\`; do not edit.

Somebody holds one ordinary post at \`school\` (below \`ministry\`, whose personnel office is \`office\`; below \`root\`), unless
the case says otherwise; \`museum\` is another agency. The application is for personnel officers, may be granted by managers
and allows concurrent duties. The day is 2026-11-23.

A reason reads *category* for *agency on whose behalf*: what it rests on (the post \`1\`, the grant \`g\`, the membership \`m\`,
the duty \`d\`), and its last day where one is known. Missing conditions stand in the order of what has to be done for them:
${MISSING_ORDER.join(', ')}.

| rule | case | answer |
|---|---|---|
${rows.join('\n')}

# Granting, case by case

Printed from \`test/law/granting-table.ts\`, to which a test holds \`src/core/granting.ts\`.

The supervisor of \`office\` (person 2) acts on a grant of an application at \`school\` to person 1, who holds the post \`1\`
there, unless the case says otherwise. The day is 2026-11-23; a grant that stands is from 2026-01-01 to 2027-06-30 and was
given by person 3.
${grantingTable.map(({ title, cases }) => `
## ${title}

| rule | case | answer |
|---|---|---|
${cases.map(({ rule, when, answer }) => `| ${rule} | ${when} | \`${answer}\` |`).join('\n')}
`).join('')}
# Acts on accounts, case by case

Printed from \`test/law/account-table.ts\`, to which a test holds \`src/core/account-acts.ts\`.

The supervisor of \`office\` (person 2) acts on the account of person 1, which is active (disabled by a manager where it is to
be enabled) and whose holder has one post, at \`school\`, unless the case says otherwise.
${accountTable.map(({ title, cases }) => `
## ${title}

| rule | act | case | answer |
|---|---|---|---|
${cases.map(({ rule, act, when, answer }) => `| ${rule} | ${act} | ${when} | \`${answer}\` |`).join('\n')}
`).join('')}
# Roles at the centre, case by case

Printed from \`test/law/role-table.ts\`, to which a test holds \`src/core/central-roles.ts\`.

Central administrator 2 acts on a role of person 1, who has a post and an active account; what is proposed was proposed by
person 3 on 2026-11-20, unless the case says otherwise.

| rule | act | case | answer |
|---|---|---|---|
${roleTable.map(({ rule, act, when, answer }) => `| ${rule} | ${act} | ${when} | \`${answer}\` |`).join('\n')}
`
}
