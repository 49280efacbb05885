// How OpenAPI describes the feed API.
import { FEED_COLUMNS } from '../../core/feed-columns.ts'
import { answered, describedOperation, describedProblem } from '../../web/openapi.ts'
import { API_PATH } from './api-feed.ts'
import type { ApiDescription } from '../../web/openapi.ts'

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const day = { type: 'string', format: 'date' }
const moment = { type: 'string', format: 'date-time' }
const orNull = (schema: { type: string }) => ({ ...schema, type: [schema.type, 'null'] })
const sentence = { type: 'object', properties: { 'zh-TW': text, en: text }, required: ['zh-TW', 'en'] }
const reason = { type: 'object', properties: { code: text, sentence }, required: ['code', 'sentence'], additionalProperties: true }

const COUNTS = ['newPersons', 'changedPersons', 'joins', 'changes', 'ends']

const schemas = {
  Feed: {
    type: 'object',
    required: ['id', 'href', 'kind', 'asOf', 'state', 'done', 'receivedAt', 'rows', 'rejectedRows', 'heldFor', 'faults'],
    properties: {
      id: text, href: text, kind: { enum: ['snapshot', 'delta'] }, asOf: day,
      state: {
        enum: ['receiving', 'received', 'ready', 'held', 'applied', 'refused', 'rejected', 'interrupted'],
        description: 'received: at work · ready: applied in a moment · held: a central administrator decides · rejected: they turned it down',
      },
      stage: { ...orNull(text), enum: ['receive', 'compare', 'preview', 'apply', null], description: 'What is being done now.' },
      done: { type: 'boolean', description: 'Nothing more becomes of it.' },
      receivedAt: moment, appliedAt: orNull(moment), format: { ...orNull(text), enum: ['csv', 'ndjson', null] }, bytes: count,
      sha256: { ...orNull(text), description: 'Of the bytes as they came, in hex.' }, rows: count, rejectedRows: count,
      counts: {
        type: ['object', 'null'], properties: Object.fromEntries(COUNTS.map((name) => [name, count])), required: COUNTS,
        description: 'How it differs from what was known: people that are new and changed, posts that begin, change and end.',
      },
      heldFor: { type: 'array', items: reason, description: 'Why it is held, with the figures.' },
      refusal: { anyOf: [reason, { type: 'null' }], description: 'Why the file as a whole was not taken.' },
      note: { ...orNull(text), description: 'Why it was turned down.' },
      faults: {
        type: 'array', items: { type: 'object', properties: { code: text, column: orNull(text), rows: count } },
        description: 'How many rows were rejected alone for what.',
      },
      faultsHref: orNull(text),
    },
  },
  FeedFaults: {
    type: 'object', required: ['total', 'faults', 'next'],
    properties: {
      total: count,
      faults: {
        type: 'array',
        items: {
          type: 'object', required: ['line', 'column', 'code', 'sentence'],
          properties: { line: count, column: orNull(text), code: text, detail: { type: 'object' }, sentence },
        },
      },
      next: { ...orNull(text), description: 'What `after` of the next page is; null at the end.' },
    },
  },
}

const ID = { name: 'id', in: 'path', required: true, schema: text }
const unknown = { 404: describedProblem('There is no such feed, or another program brought it.') }
const file = { schema: { type: 'string', format: 'binary' } }

export const FEED_API_DESCRIPTION: ApiDescription = {
  schemas,
  paths: {
    [API_PATH]: {
      post: describedOperation({
        scope: 'feed',
        summary: 'Brings a personnel feed: a snapshot of all posts, or a delta. It is applied by itself unless it is held.',
        parameters: [
          { name: 'kind', in: 'query', required: true, schema: { enum: ['snapshot', 'delta'] } },
          { name: 'asOf', in: 'query', required: false, schema: day, description: 'The day that it speaks of; today unless given.' },
          {
            name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 200 },
            description: 'The same file under the same key is taken once and answered alike; another file is refused.',
          },
          { name: 'Content-Encoding', in: 'header', required: false, schema: { enum: ['gzip'] } },
        ],
        requestBody: {
          required: true, description: `One row a post, with the columns ${FEED_COLUMNS.join(', ')}; UTF-8, plain or gzip.`,
          content: { 'text/csv': file, 'application/x-ndjson': file },
        },
        responses: {
          202: answered('It was received and is at work; Location is where to ask.', 'Feed'),
          408: describedProblem('The file stopped coming, and nothing of it was kept.'),
          409: describedProblem('A file under this Idempotency-Key is being sent now.'),
          415: describedProblem('The body is neither text/csv nor application/x-ndjson in UTF-8.'),
          422: describedProblem('The file is no feed (`refusal` says why), or its Idempotency-Key was used for another.'),
        },
      }),
    },
    [`${API_PATH}/{id}`]: {
      get: describedOperation({
        scope: 'feed', summary: 'What became of a feed that the program brought.', parameters: [ID],
        responses: { 200: answered('The feed.', 'Feed'), ...unknown },
      }),
    },
    [`${API_PATH}/{id}/faults`]: {
      get: describedOperation({
        scope: 'feed', summary: 'What is wrong with the rows that were rejected alone, by line.',
        parameters: [
          ID, { name: 'after', in: 'query', required: false, schema: text },
          { name: 'limit', in: 'query', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 100 } },
        ],
        responses: { 200: answered('A page of them.', 'FeedFaults'), ...unknown },
      }),
    },
  },
}
