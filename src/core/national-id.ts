/**
 * 身分證號 `nationalId`: a letter, a digit that tells the kind and sex, seven digits and a check digit.
 *
 * Citizens have 1 (male) or 2 (female) after the letter (內政部戶政司「國民身分證統一編號」); residents have 8 or 9 and
 * the same check since 2021-01-02 (內政部移民署「新式外來人口統一證號」). The letter stands for two digits, 10 to 35, in an
 * order of its own. Those two and the eight digits after them, weighted 1 9 8 7 6 5 4 3 2 1, plus the check digit make
 * a multiple of ten. Two letters at the head are the resident numbers of before 2021, which are not taken (spec 4.5).
 *
 * The check does not catch every slip: the even weights let a digit that is off by five pass, and weight 5 any even
 * difference.
 */

// In the order of their numbers 10 to 35.
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 1]
const ID_SHAPE = /^[A-Z][1289]\d{8}$/
// Room for an ID typed with blanks between all its characters and at both ends; anything longer is no slip of the hand.
const LONGEST_TYPED_ID = 64

/** Why a text is no national ID: blank, not of the form, a resident number of before 2021, a wrong check digit. */
export type NationalIdFault = 'empty' | 'shape' | 'oldResident' | 'checksum'
export type CheckedNationalId = { ok: true; id: string } | { ok: false; code: NationalIdFault }

/** The check digit for a letter and the eight digits after it; both must be of the right form. */
function checkDigit(letter: string, digits8: string): number {
  const number = LETTERS.indexOf(letter) + 10
  let sum = Math.floor(number / 10) + (number % 10) * 9
  for (let position = 0; position < 8; position += 1) sum += (digits8.charCodeAt(position) - 48) * WEIGHTS[position]!
  return (10 - (sum % 10)) % 10
}

// By hand instead of NFKC and toUpperCase: those also turn ① into 1 and the Turkish ı into I.
const normalised = (text: string): string =>
  text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/\s/g, '')
    .replace(/[a-z]/g, (small) => String.fromCharCode(small.charCodeAt(0) - 32))

/** Checks what someone typed or a file brought (full-width, lower case and blanks are let pass); gives the plain ID. */
export function checkNationalId(text: string): CheckedNationalId {
  if (text.length > LONGEST_TYPED_ID) return { ok: false, code: 'shape' }
  const id = normalised(text)
  if (id === '') return { ok: false, code: 'empty' }
  if (/^[A-Z][A-D]\d{8}$/.test(id)) return { ok: false, code: 'oldResident' }
  if (!ID_SHAPE.test(id)) return { ok: false, code: 'shape' }
  const right = checkDigit(id.charAt(0), id.slice(1, 9)) === id.charCodeAt(9) - 48
  return right ? { ok: true, id } : { ok: false, code: 'checksum' }
}

/** `A123456789` → `A12****789`: how an ID is shown (spec 5.2). What is too short to hide anything becomes all stars. */
export function maskNationalId(id: string): string {
  return id.length === 10 ? `${id.slice(0, 3)}****${id.slice(7)}` : '**********'
}

// In half or full width, apart from other letters and digits of either (a Chinese character may stand next to it).
const WRITTEN_ID = new RegExp('(?<![0-9A-Za-z０-９Ａ-Ｚａ-ｚ])[A-Za-zＡ-Ｚａ-ｚ][1289A-Da-d１２８９Ａ-Ｄａ-ｄ][0-9０-９]{8}'
  + '(?![0-9０-９])', 'g')

/** Free text with every national ID in it masked: people write them where none belongs. What merely looks alike stays. */
export function maskNationalIdsIn(text: string): string {
  return text.replaceAll(WRITTEN_ID, (found) => {
    const checked = checkNationalId(found)
    return checked.ok || checked.code === 'oldResident' ? maskNationalId(normalised(found)) : found
  })
}

/**
 * Completes an ID from its letter and the eight digits after it (the first one 1, 2, 8 or 9) with the check digit.
 * Throws a RangeError when they are not of that form: only generators and tests call this.
 */
export function nationalIdFrom(letter: string, digits8: string): string {
  if (!/^[A-Z]$/.test(letter) || !/^[1289]\d{7}$/.test(digits8)) throw new RangeError('not the head of a national ID')
  return `${letter}${digits8}${checkDigit(letter, digits8)}`
}
