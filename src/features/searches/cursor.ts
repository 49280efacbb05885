// Where a page of a search goes on, bound to the search.
import { sealedPlaces } from '../../store/sealed-place.ts'

/** The longest place: an agency, a person, a category, a reason and a name of a hundred characters, sealed. */
export const LONGEST_CURSOR = 1_200

export const { text: cursorText, read: readCursor } = sealedPlaces('search cursor')
