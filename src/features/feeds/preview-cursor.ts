// Where a list of a preview goes on, bound to the list and its feed.
import { sealedPlaces } from '../../store/sealed-place.ts'

/** The longest place, sealed. */
export const LONGEST_PLACE = 400

export const { text: placeText, read: readPlace } = sealedPlaces('feed preview place')
