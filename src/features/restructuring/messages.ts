import { counted, defineMessages } from '../../web/messages.ts'

const number = (count: number): string => count.toLocaleString('en-US')

/** What the centre reads on 「機關調整」. */
export const messages = defineMessages({
  'zh-TW': {
    title: '機關調整', called: (title: string, plan: string) => `${title}（第 ${plan} 號）`, agencies: '機關', tabs: '機關管理分頁', filter: '顯示',
    shown: { open: '進行中', draft: '草稿', sent: '待核定', approved: '已核定', over: '撤回或取消', all: '全部' },
    states: { draft: '草稿', sent: '待核定', approved: '已核定', withdrawn: '已撤回', undone: '已取消' },
    lead: '更名、整併、分拆、裁撤：由一位總處管理者擬定，另一位核定，於生效日自動生效。',
    none: '沒有機關調整', newPlan: '新增機關調整', next: '下一步', save: '儲存', saved: '已儲存', back: '返回',
    fields: { title: '名稱', day: '生效日', reason: '理由', note: '說明', source: '調整的機關', successors: '承接機關', code: '機關代碼', goes: '移至' },
    hints: {
      day: '新制的第一天，最早為今天', source: '機關代碼；多個以空白或換行分開', successors: '機關代碼；多個以空白或換行分開（分拆）；空白表示裁撤。尚不存在的代碼視為新設機關。',
    },
    columns: { plan: '機關調整', day: '生效日', what: '內容', state: '狀態', by: '擬定', agency: '機關', kind: '方式', successors: '承接機關', actions: '操作', application: '應用系統', side: '增減', people: '人數', whole: '完全失去或新得', unit: '單位', title: '職稱', posts: '職務數', person: '人員', goes: '移至', what2: '項目', whom: '對象', days: '期間', move: '移轉', end: '結束', covered: '承接機關已有', hr: '人事人員', hrSupervisor: '人事主管', right: '權限類別' },
    kinds: { renamed: '更名', merged: '整併', split: '分拆', abolished: '裁撤', changed: '變更', added: '新設' },
    kindCount: (kind: string, count: number) => `${kind} ${number(count)}`,
    edit: '編輯', editOf: (what: string) => `編輯「${what}」`, remove: '移除', removeOf: (what: string) => `移除「${what}」`,
    addAgency: '加入機關', addChange: '變更沿用代碼的機關', posts: '職務去向', postsOf: (what: string) => `「${what}」的職務去向`, decisions: '授權與委任去向', decisionsOf: (what: string) => `「${what}」的授權與委任去向`,
    problems: '送出前須處理', problem: {
      nothing: () => '尚未加入任何機關', dayPassed: () => '生效日已過，請改為今天或以後', notLiving: () => '這一天機關不存在，或當天才成立',
      inOtherPlan: () => '已在另一項核定的機關調整中', successorNotThere: (what: string) => `承接機關 ${what} 在生效日不存在`, codeTaken: () => '新機關的代碼已經用過',
      superiorNotThere: (what: string) => `上級機關 ${what} 在生效日不存在`, loop: () => '上級機關形成循環', tooDeep: () => '層級超過 16 層',
      confined: (what: string) => `應用系統 ${what} 限用於此機關及其所屬，請先於「應用系統管理」改設限用機關`, undecided: (what: string) => `尚有 ${what} 筆職務未指定去向`,
      withoutRest: () => '分拆須指定「其餘職務」的去向', colliding: (what: string) => `${what} 人有兩筆職務將成為同一筆，請將其中一筆設為結束`,
    },
    effect: '機關調整的影響', preview: '預覽影響', counted: (at: string) => `計算時間 ${at}。`, effectPeople: (people: number) => `${number(people)} 人的職務移轉或結束。`,
    noEffect: '沒有人的應用系統權限因此增減。', gained: '新增', lost: '失去', names: '名單', namesOf: (application: string, side: string) => `${application} ${side}的名單`, namesLead: '生效日當天與未調整時的差別。查看名單會留下紀錄。',
    managersGain: (people: number, names: string) => `${number(people)} 位管理者開始管理（${names}）`, managersLose: (people: number, names: string) => `${number(people)} 位管理者不再管理（${names}）`,
    officers: '承接機關的人事人員', rest: '其餘職務（含日後新進人員）', ends: '結束', usual: '依承接機關', undecided: '未指定', byTitle: '依職稱', byPerson: '逐人', byPersonOf: (what: string) => `逐人：${what}`, exceptions: (count: number) => `另有 ${number(count)} 筆個別指定`, noUnit: '（無單位）',
    things: { grant: '授權', duty: '兼辦', delegation: '管理權限授權', office: '人事機構', group: '權限群組' }, noThings: '沒有可指定的項目。',
    acts: { send: '送請核定', approve: '核定', return: '退回', withdraw: '撤回', undo: '取消調整' }, actOn: (act: string, plan: string) => `${act}：${plan}`,
    confirm: {
      send: '送出後由另一位總處管理者核定，核定前不能再修改。', approve: '核定後即依生效日寫入機關、職務、授權、兼辦及委任；到日自動生效。', return: '退回後可再修改。', withdraw: '撤回後不再處理。', undo: '生效日前取消：一切恢復為未調整。核定後另行變更的授權維持變更後的內容。',
    },
    consequence: (people: number, lost: number, gained: number) => `${number(people)} 人的職務移轉或結束；${number(lost)} 人次失去、${number(gained)} 人次新增應用系統權限。`,
    effective: (day: string) => `自${day}起生效`, already: (day: string) => `已於${day}生效`,
    refused: { wrongState: '這項調整的狀態已改變', ownPlan: '擬定或送出的人不能核定', dayCame: '生效日已到，不能取消', unknown: '沒有這項調整', changedMeanwhile: '剛被別人變更過，請再確認', hasProblems: '仍有須處理的問題', noteMissing: '請填寫說明' },
    wrong: { title: '請填寫名稱', code: '機關代碼須為 10 個英數字', source: '請填寫機關代碼' }, who: (name: string, at: string) => `${name}，${at}`, facts: { drafted: '擬定', sent: '送出', decided: '核定或退回', source: '來源' }, system: '系統（匯入機關檔）', todo: '機關調整待核定', all: '全部',
  },
  en: {
    title: 'Restructurings', called: (title, plan) => `${title} (no. ${plan})`, agencies: 'Agencies', tabs: 'Parts of agency management', filter: 'Shown',
    shown: { open: 'Under way', draft: 'Drafts', sent: 'To approve', approved: 'Approved', over: 'Withdrawn or undone', all: 'All' },
    states: { draft: 'Draft', sent: 'To approve', approved: 'Approved', withdrawn: 'Withdrawn', undone: 'Undone' },
    lead: 'Agencies renamed, merged, split, abolished: drafted by one central administrator, approved by another, in effect on its day by itself.',
    none: 'There are no restructurings', newPlan: 'New restructuring', next: 'Continue', save: 'Save', saved: 'Saved', back: 'Back',
    fields: { title: 'Title', day: 'Day', reason: 'Reason', note: 'Note', source: 'Agencies that end', successors: 'Who takes over', code: 'Code', goes: 'Goes to' },
    hints: {
      day: 'The first day of the new order, today at the earliest', source: 'Codes; several with blanks or lines between', successors: 'Codes; several to split it; left empty: abolished. A code that does not exist yet will be a new agency.',
    },
    columns: { plan: 'Restructuring', day: 'Day', what: 'What', state: 'State', by: 'Drafted by', agency: 'Agency', kind: 'What becomes of it', successors: 'Who takes over', actions: 'Actions', application: 'Application', side: 'Change', people: 'People', whole: 'Wholly', unit: 'Unit', title: 'Title', posts: 'Posts', person: 'Person', goes: 'Goes to', what2: 'What', whom: 'Whom', days: 'Period', move: 'Go on', end: 'End', covered: 'There already', hr: 'Personnel officers', hrSupervisor: 'Personnel supervisors', right: 'Category' },
    kinds: { renamed: 'Renamed', merged: 'Merged', split: 'Split', abolished: 'Abolished', changed: 'Changed', added: 'New' },
    kindCount: (kind, count) => `${kind} ${number(count)}`,
    edit: 'Edit', editOf: (what) => `Edit ${what}`, remove: 'Remove', removeOf: (what) => `Remove ${what}`,
    addAgency: 'Add an agency', addChange: 'Change one that keeps its code', posts: 'Posts', postsOf: (what) => `Where the posts of ${what} go`, decisions: 'Decisions', decisionsOf: (what) => `Where the decisions of ${what} go`,
    problems: 'To be settled before it can be sent', problem: {
      nothing: () => 'No agency has been added', dayPassed: () => 'The day is over: choose today or later', notLiving: () => 'The agency does not exist on that day, or begins with it',
      inOtherPlan: () => 'It is in another restructuring that is approved', successorNotThere: (what) => `${what} does not exist on that day`, codeTaken: () => 'The code has been used before',
      superiorNotThere: (what) => `The superior ${what} does not exist on that day`, loop: () => 'The line of superiors loops', tooDeep: () => 'More than 16 agencies deep',
      confined: (what) => `The application ${what} is confined to this agency: set another in the catalogue first`, undecided: (what) => `Nobody has said where ${what} posts go`,
      withoutRest: () => 'Of one that is split, say where all the rest goes', colliding: (what) => `Two posts each of ${what} people would become one: end one of them`,
    },
    effect: 'Effect', preview: 'See the effect', counted: (at) => `Counted ${at}.`, effectPeople: (people) => `Posts of ${counted(people, 'person', 'people')} move or end.`,
    noEffect: 'Nobody gains or loses an application.', gained: 'Gained', lost: 'Lost', names: 'Names', namesOf: (application, side) => `Names: ${application} ${side}`, namesLead: 'How the day differs from what it would be otherwise. Looking at names is recorded.',
    managersGain: (people, names) => `${counted(people, 'manager', 'managers')} will manage them (${names})`, managersLose: (people, names) => `${counted(people, 'manager', 'managers')} will no longer manage them (${names})`,
    officers: 'Personnel officers of who takes over', rest: 'All the rest, and whoever joins later', ends: 'Ends', usual: 'As usual', undecided: 'Not said', byTitle: 'By title', byPerson: 'By person', byPersonOf: (what) => `By person: ${what}`, exceptions: (count) => `and ${number(count)} of their own`, noUnit: '(no unit)',
    things: { grant: 'Grants', duty: 'Duties', delegation: 'Delegations', office: 'Personnel offices', group: 'Groups' }, noThings: 'There is nothing to map.',
    acts: { send: 'Send for approval', approve: 'Approve', return: 'Return', withdraw: 'Withdraw', undo: 'Undo' }, actOn: (act, plan) => `${act}: ${plan}`,
    confirm: {
      send: 'Another central administrator approves it; until then it cannot be changed.', approve: 'Agencies, posts, grants, duties and delegations are written with the day on which they hold; on the day nobody has to do anything.', return: 'It can be amended then.', withdraw: 'Nothing more is done with it.', undo: 'Everything is as it would be without it. What was decided since stays.',
    },
    consequence: (people, lost, gained) => `Posts of ${counted(people, 'person', 'people')} move or end; applications are lost ${counted(lost, 'time', 'times')} and gained ${counted(gained, 'time', 'times')}.`,
    effective: (day) => `In effect from ${day}`, already: (day) => `In effect since ${day}`,
    refused: { wrongState: 'It is not in that state any more', ownPlan: 'Whoever drafted or sent it cannot approve it', dayCame: 'Its day has come', unknown: 'There is no such restructuring', changedMeanwhile: 'Somebody else has just changed it: please look again', hasProblems: 'There are problems left', noteMissing: 'Say why' },
    wrong: { title: 'Enter a title', code: 'A code has 10 letters and digits', source: 'Enter a code' }, who: (name, at) => `${name}, ${at}`, facts: { drafted: 'Drafted', sent: 'Sent', decided: 'Decided', source: 'Found in' }, system: 'The system (agency file)', todo: 'A restructuring waits for approval', all: 'All',
  },
})
