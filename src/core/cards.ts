// Whether a card is that of a person of the record (R-CRT-2). Pure.

/** What a certificate says of its person. */
export type CardPerson = { name: string; idTail: string }

/** The record's: `nationalId` whole. */
export type RecordPerson = { name: string; nationalId: string }

// The same character in another form, and the dots and blanks between the parts of a name that is written by its sound.
const plainName = (name: string): string => name.normalize('NFKC').replaceAll(/[\s·・‧•．.]/g, '').toLowerCase()

/** Why the card is not theirs; null: it is. */
export function cardMismatch(card: CardPerson, record: RecordPerson): 'name' | 'nationalId' | null {
  if (plainName(card.name) !== plainName(record.name)) return 'name'
  return record.nationalId.slice(-4) === card.idTail ? null : 'nationalId'
}
