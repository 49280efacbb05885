/** What the lead of an agency depends on; an `AgencyRow` is one. `superiorMissing` set: no parent, and yet no root. */
export type AgencyInLine = { code: string; superiorCode: string | null; superiorMissing?: string }

const isRoot = (agency: AgencyInLine): boolean => agency.superiorCode === null && agency.superiorMissing === undefined

/**
 * Each agency's lead (`leadAgency` in the glossary): the ancestor-or-self right below a root. A root, and an agency
 * whose parent is missing, leads itself; below the latter it leads the whole line. The lines must be free of loops, as
 * `readAgencyFile` makes them; a parent that is not among the rows counts as missing.
 */
export function leadAgencies(rows: Iterable<AgencyInLine>): Map<string, string> {
  const agencies = new Map<string, AgencyInLine>()
  for (const row of rows) agencies.set(row.code, row)
  const leads = new Map<string, string>()
  for (const start of agencies.values()) {
    const way: string[] = []
    let agency = start
    let lead = leads.get(agency.code)
    while (lead === undefined) {
      way.push(agency.code)
      if (way.length > agencies.size) throw new Error(`the line of superiors loops at ${agency.code}`)
      const superior = agency.superiorCode === null ? undefined : agencies.get(agency.superiorCode)
      if (superior === undefined || isRoot(superior)) lead = agency.code
      else lead = leads.get((agency = superior).code)
    }
    for (const code of way) leads.set(code, lead)
  }
  return leads
}
