import type { Child } from 'hono/jsx'
import type { Language } from '../language.ts'
import { componentMessages } from './messages.ts'

export type BadgeKind = 'plain' | 'good' | 'warning' | 'danger' | 'certificate'

/** A word that marks a thing. */
export function Badge({ kind = 'plain', children }: { kind?: BadgeKind; children: Child }) {
  return <span class={`badge ${kind}`}>{children}</span>
}

/** 「須用憑證」: opens only to a session proved by a card. */
export function CertificateBadge({ language }: { language: Language }) {
  return <Badge kind="certificate">{componentMessages(language).needsCertificate}</Badge>
}
