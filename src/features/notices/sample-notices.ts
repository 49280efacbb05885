import type { AttachedFile } from './files.ts'
import type { Notice } from './notice-rows.ts'

const kaohsiung = { code: '397000000A', name: '高雄市政府', nameEn: 'Kaohsiung City Government' }
const office = { code: '397210000A', name: '高雄市政府人事處', nameEn: 'Personnel Department, Kaohsiung City Government' }

const BODY = `各機關人事人員請於**本月 30 日前**完成年度資料檢核。

## 作業方式

1. 登入[人事資料報送平臺](https://example.gov.tw/report)。
2. 逐項檢視，如有疑義請洽承辦人 <ask@example.gov.tw>。

> 逾期未報送者，視同無異動。

| 場次 | 地點 |
|---|---|
| 12 月 1 日上午 | 第一會議室 |
| 12 月 2 日下午 | 視訊 |
`

const officers: Notice = {
  id: '00000000-0000-4000-8000-0000000000a1', version: 1, agency: office, title: '年度人事資料檢核作業', body: BODY, pinned: false,
  mustAcknowledge: true, audience: { agency: kaohsiung.code, below: true, standing: 'hr' }, audienceAgency: kaohsiung, edited: null,
  publishAt: new Date('2026-11-20T01:00:00Z'), withdrawAt: new Date('2026-12-31T16:00:00Z'), withdrawn: false,
}

/** Announcements for the gallery: of an agency, of the centre, and one that is still to come. */
export const SAMPLE_NOTICES: readonly [Notice, Notice, Notice] = [
  officers,
  {
    ...officers, id: '00000000-0000-4000-8000-0000000000a2', version: 2, agency: null, title: '人事服務網十二月份停機維護公告', pinned: true,
    mustAcknowledge: false, audience: { agency: null, below: true, standing: null }, audienceAgency: null,
    edited: new Date('2026-11-21T02:30:00Z'), withdrawAt: null,
  },
  {
    ...officers, id: '00000000-0000-4000-8000-0000000000a3', agency: null, title: '全國人事主管會議資料', mustAcknowledge: true,
    audience: { agency: null, below: true, standing: 'hrSupervisor' }, audienceAgency: null, publishAt: new Date('2026-11-02T00:00:00Z'),
  },
]

/** Files of theirs. */
export const SAMPLE_FILES: readonly AttachedFile[] = [
  { id: '00000000-0000-4000-8000-0000000000f1', name: '檢核作業說明.pdf', kind: 'pdf', bytes: 830_412, addedAt: new Date('2026-11-20T01:10:00Z') },
  { id: '00000000-0000-4000-8000-0000000000f2', name: '各機關聯絡窗口.ods', kind: 'ods', bytes: 1_402_000, addedAt: new Date('2026-11-20T01:12:00Z') },
]
