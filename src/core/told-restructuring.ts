// What people are told of a restructuring of agencies (R-JML-4): a part of the closed list of told.ts, with its sentences.
import { saying } from './told-saying.ts'
import type { Day } from './days.ts'
import type { AgencyCode } from './standing.ts'
import type { Leads, Of } from './told.ts'
import type { Saying } from './told-saying.ts'

/** `agency`: where the reader works; `successor`: where from the day on, null where their post ends the day before. */
type OfRestructuring = Leads & { agency: AgencyCode; successor: AgencyCode | null; day: Day; reason: string | null }

export type ToldOfRestructuring = Of<'restructuring.moved' | 'restructuring.ended' | 'restructuring.undone', OfRestructuring>

export const SAYINGS_OF_RESTRUCTURING: Readonly<Record<ToldOfRestructuring['kind'], Saying>> = {
  'restructuring.moved': saying('機關調整：您的職務將移轉', 'Your agency will be restructured',
    '{who}核定機關調整：自{day}起，您在「{agency}」的職務及授權移至「{successor}」，無須辦理任何手續。',
    '{who} approved a restructuring: from {day} on your post at {agency} and what rests on it go on at {successor}. You need do nothing.'),
  'restructuring.ended': saying('機關調整：您的職務將結束', 'Your agency will be abolished',
    '{who}核定機關調整：「{agency}」自{day}起裁撤，您在該機關的職務及授權於前一日結束。',
    '{who} approved a restructuring: {agency} is abolished on {day}, and your post there and what rests on it end the day before.'),
  'restructuring.undone': saying('機關調整已取消', 'The restructuring of your agency was undone',
    '{who}取消了原訂{day}生效的機關調整，您在「{agency}」的職務及授權維持不變。',
    '{who} undid the restructuring planned for {day}: your post at {agency} and what rests on it stay as they were.'),
}
