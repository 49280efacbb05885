// Generated from the migrations by test/write-generated.ts; do not edit.
import type { ColumnType } from 'kysely'
import type { Period, Recorded } from './periods.ts'

type Defaulted<T> = T extends ColumnType<infer Read, infer Written, infer Changed>
  ? ColumnType<Read, Written | undefined, Changed> : ColumnType<T, T | undefined, T>
type Numbered = ColumnType<string, never, never>
type WorkedOut<T> = ColumnType<T, never, never>
type Instant = ColumnType<Date, Date | string, Date | string>
type Days = ColumnType<Period, string, string>
type RecordedTime = ColumnType<Recorded, never, string>
type Json = ColumnType<unknown, string, string>

export type AccountState = 'pending' | 'active' | 'disabled'
export type DecisionState = 'proposed' | 'active' | 'suspended' | 'ended'
export type DutyRequestState = 'draft' | 'sent' | 'agreed' | 'declined' | 'returned' | 'decided' | 'withdrawn'
export type FeedKind = 'snapshot' | 'delta' | 'undo' | 'restructuring'
export type FeedState = 'receiving' | 'received' | 'ready' | 'held' | 'applied' | 'refused' | 'rejected' | 'interrupted'
export type PostKind = 'appointment' | 'concurrent'
export type RestructuringState = 'draft' | 'sent' | 'approved' | 'withdrawn' | 'undone'
export type ReviewedKind = 'delegation' | 'duty' | 'grant' | 'membership'
export type RightsSource = 'day' | 'agency' | 'application' | 'category' | 'post' | 'membership' | 'duty' | 'grant'
export type SignInMethod = 'password' | 'passkey' | 'personCertificate' | 'agencyCertificate'
export type Standing = 'employee' | 'hr' | 'hrSupervisor'

export type Tables = {
  account: {
    person_id: string
    state: Defaulted<AccountState>
    name: string | null
    password_hash: string | null
    password_changed_at: Instant | null
    email: string | null
    email_confirmed_at: Instant | null
    language: string | null
    last_sign_in_at: Instant | null
    password_barred_at: Instant | null
    password_barred: WorkedOut<boolean>
    display_size: Defaulted<string>
    idle_warned_at: Instant | null
  }
  account_state_version: {
    person_id: string
    state: AccountState
    recorded: RecordedTime
    event_id: string | null
  }
  agency: {
    code: string
  }
  agency_version: {
    id: Numbered
    agency_code: string
    name: string
    name_en: string | null
    superior_code: string | null
    superior_missing: string | null
    level: number | null
    zip: string | null
    address: string | null
    phone: string | null
    fax: string | null
    organisation_oid: string | null
    successor_code: string | null
    valid: Days
    recorded: RecordedTime
    event_id: string
  }
  alert: {
    code: string
    raised_at: Defaulted<Instant>
  }
  announcement: {
    id: Defaulted<string>
    agency_code: string | null
    event_id: string
  }
  announcement_acknowledgement: {
    announcement_id: string
    person_id: string
    version: number
    acknowledged_at: Defaulted<Instant>
    event_id: string
  }
  announcement_file: {
    id: Defaulted<string>
    announcement_id: string
    name: string
    kind: string
    bytes: number
    sha256: Buffer
    content: Buffer
    added_at: Defaulted<Instant>
    event_id: string
    removed_at: Instant | null
    removed_event_id: string | null
  }
  announcement_version: {
    announcement_id: string
    version: Defaulted<number>
    title: string
    body: string
    pinned: boolean
    must_acknowledge: boolean
    audience_agency: string | null
    audience_below: boolean
    audience_standing: Standing | null
    publish_at: Instant
    withdraw_at: Instant | null
    withdrawn: Defaulted<boolean>
    recorded: RecordedTime
    event_id: string
    folded: WorkedOut<string>
  }
  application: {
    code: string
  }
  application_todo: {
    id: Defaulted<string>
    application_code: string
    person_id: string
    title: string
    title_en: string | null
    link: string
    deadline: string | null
    idempotency_key: string
    request_sha256: Buffer
    added_at: Defaulted<Instant>
    withdrawn_at: Instant | null
  }
  application_version: {
    application_code: string
    version: Defaulted<number>
    name: string
    heading: string
    description: Defaulted<string>
    audience: Standing | null
    grantable: boolean
    requires_certificate: boolean
    passkey_allowed: boolean
    open_to_agency_card: boolean
    duty_allowed: boolean
    second_manager: boolean
    agency_root: string | null
    test: boolean
    in_service: Defaulted<boolean>
    launch_url: string | null
    remark: Defaulted<string>
    position: Defaulted<number>
    recorded: RecordedTime
    event_id: string
  }
  audit_event: {
    id: Numbered
    at: Defaulted<Instant>
    transaction: Defaulted<string>
    code: string
    outcome: string
    actor_person_id: string | null
    actor_standing: string | null
    actor_agency: string | null
    actor_process: string | null
    session_id: string | null
    agency: string | null
    person_id: string | null
    application: string | null
    detail: Defaulted<Json>
    address: string | null
    request_id: string | null
    actor_unverified: Defaulted<boolean>
  }
  card_awaiting: {
    browser: Buffer
    card: Buffer
    proved_at: Defaulted<Instant>
    expires_at: Instant
  }
  category: {
    application_code: string
    code: string
  }
  category_version: {
    application_code: string
    category_code: string
    version: Defaulted<number>
    name: string
    name_en: string
    derived_group: Standing | null
    hand_out: string
    recorded: RecordedTime
    event_id: string
  }
  central_role: {
    id: Defaulted<string>
    version: Defaulted<number>
    person_id: string
    role: string
    valid: Days
    state: Defaulted<DecisionState>
    reason: string
    recorded: RecordedTime
    event_id: string
    given_by: string | null
    confirmed_by: string | null
    by_operator: boolean | null
    ending_by: string | null
    ending_reason: string | null
    ended_by: string | null
  }
  certificate_answer: {
    authority: string
    serial: string
    answer: Buffer
    this_update: Instant
    next_update: Instant
    asked_at: Defaulted<Instant>
  }
  certificate_answer_try: {
    authority: string
    tried_at: Instant
    succeeded_at: Instant | null
    fault: string | null
    asked_until: string | null
    failed_since: Instant | null
  }
  certificate_authority: {
    code: string
    certificate: Buffer
    fingerprint: Buffer
    subject: string
    valid_until: Instant
    is_anchor: boolean
    issues: string | null
    policies: string[]
    list_url: string | null
    grace_seconds: Defaulted<number>
    in_use: Defaulted<boolean>
    event_id: string
    revocation: Defaulted<string>
    ocsp_url: string | null
    algorithms: string[] | null
  }
  certificate_list: {
    authority: string
    number: string
    this_update: Instant
    next_update: Instant
    entries: number
    kept: Buffer
    fetched_at: Defaulted<Instant>
  }
  certificate_list_try: {
    authority: string
    tried_at: Instant
    succeeded_at: Instant | null
    fault: string | null
  }
  challenge: {
    challenge_hash: Buffer
    means: string
    purpose: string
    browser_hash: Buffer
    person_id: string | null
    address_hash: Buffer
    asked_at: Defaulted<Instant>
    expires_at: Instant
  }
  concurrent_duty: {
    id: string
    application_code: string
    version: Defaulted<number>
    acting_code: string
    served_code: string
    valid: Days
    state: Defaulted<DecisionState>
    reason: string | null
    given_by: string | null
    recorded: RecordedTime
    event_id: string
  }
  delegation: {
    id: Defaulted<string>
    version: Defaulted<number>
    agency_code: string
    scope_code: string | null
    person_id: string
    post_id: string
    valid: Days
    state: Defaulted<DecisionState>
    reason: string | null
    given_by: string | null
    giver_post: string | null
    by_card: Defaulted<boolean>
    recorded: RecordedTime
    event_id: string
  }
  duty_request: {
    id: Defaulted<string>
    number: Numbered
    acting_code: string
    served_code: string
    drafted_for: string
    duty_id: Defaulted<string>
    amends: boolean
    state: Defaulted<DutyRequestState>
    round: Defaulted<number>
    step: Defaulted<number>
    content: Defaulted<number>
    touched_at: Defaulted<Instant>
    event_id: string
  }
  duty_request_content: {
    request_id: string
    content: number
    applications: string[]
    valid: Days
    reason: string | null
    written_by: string
    written_at: Defaulted<Instant>
    event_id: string
  }
  duty_request_expiry: {
    request_id: string
    round: number
    told_at: Defaulted<Instant>
    event_id: string
  }
  duty_request_step: {
    request_id: string
    step: number
    round: number
    kind: string
    content: number
    person_id: string
    way: string
    agency_code: string | null
    note: string | null
    at: Defaulted<Instant>
    event_id: string
  }
  email_change: {
    id: Defaulted<string>
    person_id: string
    email: string
    proposed_by: string
    consented: boolean
    proposed_at: Defaulted<Instant>
    not_before: Instant
    expires_at: Instant
    confirmed_at: Instant | null
    event_id: string
    state: Defaulted<string>
    closed_at: Instant | null
    closed_event_id: string | null
    is_first: Defaulted<boolean>
  }
  favourite_application: {
    person_id: string
    application_code: string
  }
  feed: {
    id: Numbered
    kind: FeedKind
    state: Defaulted<FeedState>
    source: string
    format: string | null
    bytes: Defaulted<string>
    sha256: Buffer | null
    as_of: string
    at_once: Defaulted<boolean>
    submitted_by: string | null
    submitted_via: string
    received_at: Defaulted<Instant>
    seen_at: Defaulted<Instant>
    stage: string | null
    done: Defaulted<string>
    total: string | null
    rows: Defaulted<number>
    rejected_rows: Defaulted<number>
    counts: Json | null
    refusal: Json | null
    held_for: Json | null
    base_id: string | null
    undoes_id: string | null
    decided_by: string | null
    decided_at: Instant | null
    note: string | null
    applied_at: Instant | null
    event_id: string | null
    trial: Defaulted<boolean>
    said_nothing: Defaulted<boolean>
    renewed_at: Instant | null
  }
  feed_access_effect: {
    feed_id: string
    day: string
    application_code: string
    side: string
    active: boolean
    people: number
    whole: number
    rights: number
  }
  feed_agency_effect: {
    feed_id: string
    day: string
    agency_code: string
    officer: boolean
    supervisor: boolean
    manager: boolean
    delegates: number
  }
  feed_consequence: {
    id: Numbered
    feed_id: string | null
    cause_id: string
    transaction: Defaulted<string>
    at: Defaulted<Instant>
    kind: string
    decision_id: string | null
    person_id: string | null
    agency_code: string | null
    change: string
    version_before: number | null
    version_written: number | null
    event_id: string
  }
  feed_effect: {
    feed_id: string
    day: string
    what: string
    count: number
  }
  feed_fault: {
    id: Numbered
    feed_id: string
    line: number
    field: string | null
    code: string
    detail: Defaulted<Json>
    row_sealed: Buffer | null
    national_id_index: Buffer | null
  }
  feed_manager: {
    cause_id: string
    person_id: string
    agency_code: string
    kind: string
    decisions: number
  }
  feed_officer_effect: {
    feed_id: string
    day: string
    agency_code: string
    person_id: string
    was: Standing | null
    becomes: Standing | null
  }
  feed_person: {
    feed_id: string
    person_id: string
    change: string
    national_id_sealed: Buffer | null
    national_id_index: Buffer | null
    name: string
    birth_date: string
    email: string | null
  }
  feed_post: {
    feed_id: string
    person_id: string
    post_id: string
    change: string
    ends: boolean
    agency_code: string
    kind: PostKind
    unit: string
    title: string
    starts: string
    staff_category: string
    supervisor_level: string
    rank: string
    job_series: string
    nature: string
    section: string
    valid: Days | null
  }
  feed_preview: {
    feed_id: string
    day: string
    counted_at: Defaulted<Instant>
  }
  feed_request: {
    client_id: string
    key: string
    feed_id: string | null
    begun_at: Defaulted<Instant>
  }
  feed_row: {
    feed_id: string
    line: number
    national_id_sealed: Buffer
    national_id_index: Buffer
    name: string
    birth_date: string
    email: string | null
    agency_code: string
    kind: PostKind
    unit: string
    title: string
    starts: string
    ends: string | null
    staff_category: string
    supervisor_level: string
    rank: string
    job_series: string
    nature: string
    section: string
  }
  followed_day: {
    only_one: Defaulted<boolean>
    day: string
  }
  grant_let_end: {
    grant_id: string
    version: number
    person_id: string
    let_at: Defaulted<Instant>
  }
  greeting: {
    id: Defaulted<string>
    sender_id: string
    picture: string | null
    words_sealed: Buffer | null
    deliver_on: string | null
    version: Defaulted<number>
    changed_at: Defaulted<Instant>
    sent_at: Instant | null
    sender_agency: string | null
    receivers: number | null
    due_at: Instant | null
    delivered_at: Instant | null
    missed: number | null
    taken_back_at: Instant | null
  }
  greeting_block: {
    id: Defaulted<string>
    person_id: string
    sender_id: string
    blocked_at: Defaulted<Instant>
  }
  greeting_receiver: {
    id: Defaulted<string>
    greeting_id: string
    place: number
    person_id: string
    agency_code: string
    outcome: string | null
    arrived_at: Instant | null
    read_at: Instant | null
    deleted_at: Instant | null
  }
  greeting_search: {
    id: Numbered
    person_id: string
    searched_at: Defaulted<Instant>
  }
  group_home: {
    id: Numbered
    group_code: string
    agency_code: string
    valid: Days
    recorded: RecordedTime
    event_id: string
  }
  group_member: {
    id: Defaulted<string>
    version: Defaulted<number>
    group_code: string
    person_id: string
    post_id: string
    valid: Days
    state: Defaulted<DecisionState>
    reason: string | null
    recorded: RecordedTime
    event_id: string
    given_by: string | null
  }
  handover_decision: {
    review_id: string
    kind: ReviewedKind
    subject_id: string
    decision: string
    decided_at: Defaulted<Instant>
    event_id: string
  }
  handover_flag: {
    review_id: string
    kind: ReviewedKind
    subject_id: string
    note: string
    flagged_at: Defaulted<Instant>
    event_id: string
  }
  handover_review: {
    id: Defaulted<string>
    person_id: string
    agency_code: string
    standing: Standing
    opens_on: string
    opened_at: Defaulted<Instant>
    feed_id: string | null
    put_off_until: string | null
    done_at: Instant | null
    event_id: string
  }
  known_browser: {
    person_id: string
    browser_hash: Buffer
    first_seen_at: Defaulted<Instant>
    last_seen_at: Defaulted<Instant>
  }
  last_use: {
    person_id: string
    agency_code: string
    application_code: string | null
    acting_code: string | null
    used_on: string
  }
  last_use_drawn: {
    only_one: Defaulted<boolean>
    up_to: string
    since: string
  }
  listed_certificate: {
    id: Defaulted<string>
    issuer: string
    serial: string
    agency_code: string | null
    valid: Days
    reason: string
    given_by: string | null
    event_id: string
    ended_at: Instant | null
    ended_event_id: string | null
  }
  mail: {
    id: Defaulted<string>
    recipient: string
    subject: string
    body_text: string
    body_html: string
    written_at: Defaulted<Instant>
    sent_at: Instant | null
    failure: string | null
    language: Defaulted<string>
    link_path: string | null
    link_label: string | null
    way_id: string | null
    attempts: Defaulted<number>
    leased_until: Instant | null
    given_up_at: Instant | null
  }
  maintenance: {
    only_one: Defaulted<boolean>
    starts: Instant
    ends: Instant
    note: string | null
    note_en: string | null
    event_id: string
  }
  notice: {
    person_id: string
    telling_id: string
    read_at: Instant | null
    letter_due: Defaulted<boolean>
  }
  notice_agreement: {
    person_id: string
    version: number
    method: string
    agreed_at: Defaulted<Instant>
    event_id: string
  }
  oidc_assertion: {
    id: string
    expires_at: Instant
  }
  oidc_client: {
    client_id: string
    application_code: string | null
    secret_sealed: Buffer | null
    redirect_uris: string[]
    post_logout_redirect_uris: Defaulted<string[]>
    backchannel_logout_uri: string | null
    token_endpoint_auth_method: string
    id_token_signed_response_alg: string
    require_pkce: Defaulted<boolean>
    scopes: string[]
    jwks: Json | null
    jwks_uri: string | null
    program_key: Defaulted<string>
  }
  oidc_grant: {
    id: string
    session_id: string
    client_id: string
    redirect_uri: string
    scope: string
    nonce: string | null
    code_challenge: string | null
    claims: Json | null
    code_used_at: Instant | null
    refresh_generation: Defaulted<number>
    revoked_at: Instant | null
    agency_code: string | null
  }
  oidc_interaction: {
    id: string
    payload: Json
    started_at: Defaulted<Instant>
    expires_at: Instant
    address_hash: Buffer | null
  }
  oidc_key: {
    id: Defaulted<string>
    use: string
    state: string
    sealed: Buffer
    made_at: Defaulted<Instant>
    retired_at: Instant | null
  }
  oidc_session_client: {
    session_id: string
    client_id: string
  }
  outage: {
    id: Defaulted<string>
    version: Defaulted<number>
    application_code: string
    valid: Days
    text_zh: string
    text_en: string
    state: Defaulted<DecisionState>
    recorded: RecordedTime
    event_id: string
  }
  passkey: {
    id: Defaulted<string>
    person_id: string
    place: number
    credential_id: Buffer
    public_key: Buffer
    counter: string
    transports: string[]
    name: string
    backup_eligible: boolean
    backed_up: boolean
    created_at: Defaulted<Instant>
    last_used_at: Instant | null
    event_id: string
    removed_at: Instant | null
    removed_event_id: string | null
  }
  passkey_holder: {
    person_id: string
    handle: Buffer
  }
  password_before: {
    person_id: string
    password_hash: string
    until: Defaulted<Instant>
  }
  permission_grant: {
    id: Defaulted<string>
    version: Defaulted<number>
    application_code: string
    category_code: string
    agency_code: string
    person_id: string | null
    post_id: string | null
    group_code: string | null
    derived_group: Standing | null
    valid: Days
    state: Defaulted<DecisionState>
    reason: string | null
    given_by: string | null
    recorded: RecordedTime
    event_id: string
    confirmed_by: string | null
  }
  permission_group: {
    code: string
    name: string
    agency_code: string
  }
  person: {
    id: Defaulted<string>
    key: Defaulted<string>
    national_id_sealed: Buffer
    national_id_index: Buffer
  }
  person_card: {
    id: Defaulted<string>
    person_id: string
    issuer: string
    subject_serial: string
    certificate_serial: string
    valid_until: Instant
    bound_at: Defaulted<Instant>
    event_id: string
    last_used_at: Instant | null
    ended_at: Instant | null
    ended_why: string | null
    ended_event_id: string | null
  }
  person_version: {
    person_id: string
    version: Defaulted<number>
    name: string
    birth_date: string
    email: string | null
    recorded: RecordedTime
    event_id: string
  }
  personnel_office: {
    id: Defaulted<string>
    version: Defaulted<number>
    office_code: string
    agency_code: string
    valid: Days
    state: Defaulted<DecisionState>
    recorded: RecordedTime
    event_id: string
  }
  poll: {
    id: Defaulted<string>
    agency_code: string | null
    question: string
    about: string
    most_choices: number
    audience_agency: string | null
    audience_below: boolean
    audience_standing: Standing | null
    opens_at: Instant
    closes_at: Instant
    event_id: string
  }
  poll_choice: {
    poll_id: string
    position: number
    label: string
    votes: Defaulted<number>
    event_id: string
  }
  poll_end: {
    poll_id: string
    ended_at: Defaulted<Instant>
    event_id: string
  }
  poll_voter: {
    poll_id: string
    person_id: string
    event_id: string
  }
  post: {
    id: Defaulted<string>
    person_id: string
    agency_code: string
    kind: PostKind
    unit: string
    title: string
    starts: string
  }
  post_version: {
    person_id: string
    post_id: string
    version: Defaulted<number>
    staff_category: Defaulted<string>
    supervisor_level: Defaulted<string>
    rank: Defaulted<string>
    job_series: Defaulted<string>
    nature: Defaulted<string>
    section: Defaulted<string>
    valid: Days
    recorded: RecordedTime
    event_id: string
  }
  record_report: {
    id: Defaulted<string>
    person_id: string
    post_id: string
    agency_code: string
    field: string
    says: string
    reported_at: Defaulted<Instant>
    event_id: string
    state: Defaulted<string>
    closed_by: string | null
    closed_at: Instant | null
    note: string | null
    closed_event_id: string | null
  }
  recovery_code: {
    person_id: string
    code_hash: Buffer
    used_at: Instant | null
    event_id: string
  }
  restructuring: {
    id: Defaulted<string>
    number: Numbered
    title: string
    reason: string | null
    day: string
    state: Defaulted<RestructuringState>
    version: Defaulted<number>
    source: string | null
    drafted_by: string | null
    drafted_at: Defaulted<Instant>
    sent_by: string | null
    sent_at: Instant | null
    decided_by: string | null
    decided_at: Instant | null
    note: string | null
    event_id: string | null
    feed_id: string | null
  }
  restructuring_agency: {
    restructuring_id: string
    agency_code: string
    role: string
    successors: Defaulted<string[]>
    fields: Defaulted<Json>
  }
  restructuring_decision: {
    restructuring_id: string
    kind: string
    decision_id: string
    application_code: Defaulted<string>
    part: number
    version: number
    was: Days
    remains: Days | null
    new_id: string | null
    agency_code: string | null
    other_code: string | null
    post_id: string | null
    giver_post: string | null
    new_valid: Days | null
    carried_at: Instant | null
  }
  restructuring_effect: {
    restructuring_id: string
    version: number
    counted_at: Defaulted<Instant>
    effect: Json
  }
  restructuring_period: {
    restructuring_id: string
    agency_code: string
    name: string
    name_en: string | null
    superior_code: string | null
    superior_missing: string | null
    level: number | null
    zip: string | null
    address: string | null
    phone: string | null
    fax: string | null
    organisation_oid: string | null
    successor_code: string | null
    valid: Days
  }
  restructuring_post: {
    restructuring_id: string
    person_id: string
    post_id: string
    was: Days
    remains: Days | null
    next_agency: string | null
    next_post: string | null
    next_valid: Days | null
    joins: Defaulted<boolean>
  }
  restructuring_rule: {
    restructuring_id: string
    agency_code: string
    thing: string
    key: string
    successors: string[]
  }
  review_campaign: {
    id: Defaulted<string>
    title: string
    agency_code: string | null
    below: Defaulted<boolean>
    application_code: string | null
    kinds: string[]
    due: string
    silence: string
    note: string | null
    started_by: string
    started_at: Defaulted<Instant>
    begun_told_at: Instant | null
    dated_at: Instant | null
    week_told_at: Instant | null
    day_told_at: Instant | null
    settled_at: Instant | null
    cancelled_at: Instant | null
    event_id: string
  }
  review_item: {
    campaign_id: string
    kind: ReviewedKind
    subject_id: string
    agency_code: string
    application_code: string | null
    person_id: string | null
    decision: string | null
    decided_by: string | null
    decided_at: Instant | null
    reason: string | null
    dated: Json | null
    outcome: string | null
    open: Defaulted<boolean>
  }
  rights_check: {
    id: Numbered
    source: RightsSource
    day: string
    known: Defaulted<Instant>
    after_person: Defaulted<string>
  }
  rights_day: {
    only_one: Defaulted<boolean>
    day: string
  }
  second_factor_asked: {
    person_id: string
    since: string
  }
  second_factor_wait: {
    browser_hash: Buffer
    person_id: string
    asked_at: Defaulted<Instant>
    expires_at: Instant
  }
  session: {
    id: Defaulted<string>
    token_hash: Buffer
    person_id: string | null
    card_agency: string | null
    method: SignInMethod
    signed_in_at: Defaulted<Instant>
    last_seen_at: Defaulted<Instant>
    expires_at: Instant
    chosen_agency: string | null
    chosen_standing: Standing | null
    address: string | null
    user_agent: string | null
    ended_at: Instant | null
    ended_why: string | null
    working_agency: string | null
    working_relation: string | null
    second_factor: string | null
    open_todos: Defaulted<number>
    todos_counted_at: Instant | null
    second_factor_by: string | null
    certificate_authority: string | null
    certificate_serial: string | null
    agreement_asked: Defaulted<boolean>
  }
  session_holder: {
    session_id: string
    card_agency: string
    person_id: string
    verified_by: SignInMethod | null
    named_at: Defaulted<Instant>
    event_id: string
  }
  session_opening: {
    session_id: string
    application_code: string
    agency_code: string
  }
  session_query: {
    id: Defaulted<string>
    session_id: string
    kind: string
    criteria: Json
    kept_at: Defaulted<Instant>
  }
  sign_in_failure: {
    kind: string
    subject: Buffer
    failures: number
    first_at: Instant
    locked_until: Instant | null
  }
  telling: {
    id: Numbered
    event_id: string
    kind: string
    content: Json
    told_at: Defaulted<Instant>
    group_code: string | null
    standing: Standing | null
    at_agency: string | null
  }
  totp: {
    person_id: string
    sealed_secret: Buffer
    last_step: string
    set_up_at: Defaulted<Instant>
    event_id: string
  }
  totp_offer: {
    session_id: string
    sealed_secret: Buffer
    offered_at: Defaulted<Instant>
  }
  unverified_act_told: {
    event_id: string
    told_at: Defaulted<Instant>
  }
  way_in: {
    id: Defaulted<string>
    person_id: string
    purpose: string
    medium: string
    secret_hash: Buffer
    email_change_id: string | null
    opened_by: string | null
    opened_at: Defaulted<Instant>
    expires_at: Instant
    event_id: string
    failures: Defaulted<number>
    state: Defaulted<string>
    closed_at: Instant | null
    closed_event_id: string | null
    card: Buffer | null
  }
}
