import type { AgencyRow } from '../../features/agencies/agency-file.ts'

export type PersonnelOffice = { office: string; agency: string }

/**
 * The personnel offices that the agency file shows: a live 「‹name>人事處」 whose superior is ‹name> itself (R-SCP-1),
 * e.g. 397210000A 高雄市政府人事處 of 397000000A 高雄市政府. In a real installation the centre sets them.
 */
export function personnelOfficesIn(rows: readonly AgencyRow[]): PersonnelOffice[] {
  const live = new Map(rows.filter((row) => row.live).map((row) => [row.code, row]))
  return [...live.values()].flatMap(({ code, name, superiorCode }) => {
    const superior = superiorCode === null ? undefined : live.get(superiorCode)
    return superior !== undefined && name === `${superior.name}人事處` ? [{ office: code, agency: superior.code }] : []
  })
}
