import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'

const read = (name: string): Buffer => readFileSync(new URL(`../../../data/${name}`, import.meta.url))
const readCsv = (name: string): Record<string, string>[] => parse(read(name), { bom: true, columns: true })

export type WeightedNames = readonly (readonly [string, number])[]

/** Surnames and given names with their frequency. */
export function readNames(): { surnames: WeightedNames; male: WeightedNames; female: WeightedNames } {
  const names = JSON.parse(read('names_zh_TW_faker.json').toString()) as Record<string, Record<string, number>>
  const weights = (key: string): WeightedNames => Object.entries(names[key] ?? {})
  return {
    surnames: weights('last_names_weight'), male: weights('first_names_male'), female: weights('first_names_female'),
  }
}

const NUMERALS = '一二三四五六七八九十'
const grade = (numeral: string): number =>
  numeral.length === 1 ? NUMERALS.indexOf(numeral) + 1 : NUMERALS.indexOf(numeral.charAt(1)) + 11

// What the parser of the laws took for titles: 「其中」, 「副局長一人或」.
const JUNK_TITLE = /^(其中|其餘|前項|每|各|另|並|得|由|左列|或)|[一二三四五六七八九十]人|或$/
const GRADE_RANGE = /第([一二三四五六七八九十]+)職等(?:至(?:委任|薦任|簡任)?第([一二三四五六七八九十]+)職等)?/

export type LawfulOffices = {
  /** From title to the lowest and highest 職等 (1–14) that an organic law gives it. */
  grades: Map<string, readonly [number, number]>
  /** Units that at least two laws name. */
  units: string[]
}

/** Titles with their grades, and the common units, from the organic laws; the parser's junk left out. */
export function readLawfulOffices(): LawfulOffices {
  const laws = JSON.parse(read('titles_units_from_organic_laws.json').toString()) as {
    titles: { title: string; appointment: string[] }[]
    units: { name: string; count: number }[]
  }
  const grades = new Map<string, readonly [number, number]>()
  for (const { title, appointment } of laws.titles) {
    if (!/^\p{Script=Han}{2,7}$/u.test(title) || JUNK_TITLE.test(title)) continue
    const range = GRADE_RANGE.exec(appointment.join('；'))
    if (range !== null) grades.set(title, [grade(range[1]!), grade(range[2] ?? range[1]!)])
  }
  return { grades, units: laws.units.filter(({ count }) => count >= 2).map(({ name }) => name) }
}

/** 職系: code to name. */
export function readJobSeries(): Map<string, string> {
  return new Map(readCsv('job_series_dgpa_202606.csv').map((row) => [row['code']!, row['name']!]))
}

export type GrantableCategory = { application: string; category: string; derivedGroup: string }

/**
 * What generated decisions may name, of applications that are no tests and open to every agency, and of categories that
 * are not everyone's anyway. `grantable`: what a manager may hand out (R-GRT-2). `dutiable`: the applications that a
 * duty may cover (R-DUTY-2, R-USE-3).
 */
export function readCatalogue(): { grantable: GrantableCategory[]; dutiable: string[] } {
  const applications = new Map(readCsv('applications.csv').map((row) => [row['code']!, row]))
  const categories = readCsv('categories.csv').filter((row) => {
    const application = applications.get(row['application']!)
    const open = application?.['test'] === 'no' && application['agency_root'] === ''
    return open && row['derived_group'] !== 'employee'
  })
  const says = (row: Record<string, string>, column: string): boolean =>
    applications.get(row['application']!)?.[column] === 'yes'
  return {
    grantable: categories.filter((row) => says(row, 'grantable') && row['hand_out'] === 'manager').map((row) => ({
      application: row['application']!, category: row['code']!, derivedGroup: row['derived_group']!,
    })),
    dutiable: [...new Set(categories.filter((row) => says(row, 'duty_allowed')).map((row) => row['application']!))],
  }
}
