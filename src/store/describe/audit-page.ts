import { auditCatalogue } from '../../core/audit.ts'
import type { AuditCode } from '../../core/audit.ts'

/** `docs/generated/audit-events.md`. */
export function auditPage(): string {
  const codes = (Object.keys(auditCatalogue) as AuditCode[]).toSorted()
  const rows = codes.map((code) => {
    const entry = auditCatalogue[code]
    const details = Object.entries(entry.details as Record<string, string>).map(([name, kind]) => `${name}: ${kind}`)
    const outcome = 'always' in entry ? entry.always : 'done or refused'
    return `| \`${code}\` | ${entry.subjects.join(', ')} | ${details.join(', ')} | ${entry.sensitivity} | ${outcome} | ` +
      `${entry.sentence['zh-TW']} | ${entry.sentence.en} |`
  })
  return `# Audit events

<!-- Generated from src/core/audit.ts by test/write-generated.ts; do not edit. -->

Everything that the program records has one of these codes. Each event also says when, who acted in which standing from
which agency (or which job or command), in which session, from which address, and by which request; a refusal says why in
\`refusal\`. Other subjects than the required ones are named where they are known.

| code | must name | details | sensitivity | outcome | in Chinese | in English |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`
}
