/**
 * The codes of the generated posts. 人員區分 `08` and 兼職性質 `5` are the government's own (R-STD-1); no public source
 * gives the others, so they are ours, and nothing in the program depends on them: any non-blank 主管級別 makes a
 * supervisor, and any 人員區分 other than 08 does not make personnel staff.
 */

/** 人員區分 `staffCategory`. */
export const STAFF_CATEGORIES = {
  political: '01', administrative: '02', technical: '03', teaching: '04', police: '05', medical: '06', judicial: '07',
  personnel: '08', accounting: '09', ethics: '10', fire: '11', enterprise: '12', contract: '13', worker: '14',
} as const
export type StaffCategory = keyof typeof STAFF_CATEGORIES

/** 主管級別 `supervisorLevel`; blank for everyone else. */
export const SUPERVISOR_LEVELS = {
  /** 機關首長 */ head: '1',
  /** 機關副首長 */ deputyHead: '2',
  /** 幕僚長 */ chiefOfStaff: '3',
  /** 一級單位主管 */ unitHead: '4',
  /** 二級單位主管 */ sectionHead: '6',
} as const

/** 兼職性質 `nature` of a concurrent post; blank for an appointment. */
export const NATURES = {
  /** 兼任他機關職務 */ otherAgency: '1',
  /** 兼任本機關職務 */ sameAgency: '2',
  /** 兼任教學 */ teaching: '3',
  /** 兼辦人事 */ personnel: '5',
  /** 兼辦主計 */ accounting: '6',
} as const
