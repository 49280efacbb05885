import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { isDay } from '../core/days.ts'
import { agencyFileRefusalMessage, agencyNoticeMessages } from '../features/agencies/agency-file-messages.ts'
import { readAgencyFile } from '../features/agencies/agency-file.ts'
import type { AgencyNotice } from '../features/agencies/agency-file.ts'
import { importAgencies as bringIn } from '../features/agencies/import-agencies.ts'
import type { AgencyImportReport } from '../features/agencies/import-agencies.ts'
import { readOrganisationOids } from '../features/agencies/organisation-oids.ts'
import { processOrigin } from '../store/change.ts'
import type { Language } from '../web/language.ts'
import { onlyFile, readArguments } from './arguments.ts'
import { UsageFault } from './command.ts'
import type { Command, Terminal } from './command.ts'
import { readNamedFile } from './read-file.ts'
import { terminalLanguage, withInstallation } from './with-installation.ts'

/** `ecpa import agencies`: brings the public agency file in (4.4). */
export const importAgencies: Command = {
  name: 'import agencies',
  takes: 'FILE [--as-of YYYY-MM-DD] [--dry-run] [--json]',
  says: 'brings the public agency file into the database; a later file makes new versions',
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      'dry-run': { type: 'boolean' }, json: { type: 'boolean' }, 'as-of': { type: 'string' },
    })
    const path = onlyFile(positionals)
    const asOf = values['as-of']
    if (asOf !== undefined && !isDay(asOf)) throw new UsageFault('--as-of takes a day such as 2026-01-31.')
    const bytes = readNamedFile(path)
    const file = readAgencyFile(bytes)
    const language = terminalLanguage()
    if ('refused' in file) {
      terminal.err(agencyFileRefusalMessage(file)[language])
      return 1
    }
    const report = await withInstallation(terminal, ({ database, today }) =>
      bringIn(database, processOrigin('ecpa import agencies'), {
        source: basename(path), sha256: createHash('sha256').update(bytes).digest('hex'), rows: file.agencies,
        oids: readOrganisationOids(readFileSync(new URL('../../data/oid_GDS_2019.csv', import.meta.url))),
        asOfDay: asOf ?? today, dryRun: values['dry-run'] === true,
      }))
    if (values.json === true) terminal.out(JSON.stringify({ ...report, notices: file.notices }))
    else tell(terminal, report, file.notices, language, values['dry-run'] === true)
    return 0
  },
}

// Of one kind of notice, the first few lines tell which; --json has all of them.
const FIRST_FEW = 3

function tell(
  { out, err }: Terminal, report: AgencyImportReport, notices: readonly AgencyNotice[], language: Language,
  dryRun: boolean,
): void {
  for (const [code, some] of Map.groupBy(notices, (notice) => notice.code)) {
    const places = some.slice(0, FIRST_FEW).map(({ line, detail }) => `${line} (${detail})`).join(', ')
    err(`${some.length} × ${agencyNoticeMessages[code][language]}: ${places}${some.length > FIRST_FEW ? ' …' : ''}`)
  }
  for (const line of reportLines(report, dryRun)[language]) out(line)
}

function reportLines(report: AgencyImportReport, dryRun: boolean): Record<Language, string[]> {
  const { rows, added, changed, ended, same, live, roots, superiorMissing, successors, withOid } = report
  const { doubledNames, notInFile, proposed } = report
  const nothing = added + changed + proposed.length === 0
  return {
    'zh-TW': [
      `檔案 ${rows} 列：新增 ${added}、變更 ${changed}（其中裁撤 ${ended}）、相同 ${same}`,
      `現存機關 ${live}，最上層 ${roots}，主管機關不明 ${superiorMissing.length}，有新機關 ${successors}，有 OID ${withOid}`,
      ...(doubledNames.length > 0 ? [`名稱重複：${doubledNames.join('、')}`] : []),
      ...(notInFile.length > 0 ? [`檔案中已無、資料庫仍現存（未更動）：${notInFile.join('、')}`] : []),
      ...proposed.map(({ day, agencies }) => `有人員在職而檔案裁撤或已無的機關，擬定機關調整草稿（${day}），請至「機關管理」辦理：${agencies.join('、')}`),
      nothing ? '沒有需要變更的內容。' : dryRun ? '試行，未寫入。' : '已匯入。',
    ],
    en: [
      `${rows} rows: ${added} new, ${changed} changed (${ended} of them abolished), ${same} the same`,
      `${live} live agencies, ${roots} roots, ${superiorMissing.length} with a missing superior, ${successors} successors, `
        + `${withOid} organisation OIDs`,
      ...(doubledNames.length > 0 ? [`names used twice: ${doubledNames.join(', ')}`] : []),
      ...(notInFile.length > 0 ? [`live here and not in the file, left as they are: ${notInFile.join(', ')}`] : []),
      ...proposed.map(({ day, agencies }) => `ended by the file or missing in it, with people there: a restructuring is drafted (${day}): ${agencies.join(', ')}`),
      nothing ? 'Nothing to change.' : dryRun ? 'Dry run: nothing was written.' : 'Imported.',
    ],
  }
}
