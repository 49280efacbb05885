// Virtual cards whose keys lie in SoftHSM: made there, signing there after their PIN, and good in the validator's eyes.
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readSignedData, STANDARD_OPTIONS, verifySignedData } from '../../pki/index.ts'
import { tokenSoftware } from '../../../test/token-software.ts'
import { answerRequest } from '../card-desk/component.ts'
import { Drawer } from '../card-desk/drawer.ts'
import { cardsFolder, readVirtualCards, tokenStore } from './card-file.ts'
import { issueDemoCards } from './issue-cards.ts'
import { signInToken, TokenFault } from './token.ts'

const NOW = new Date('2026-11-26T08:30:15.000Z')
const holders = {
  wu: { name: '吳文傑', nationalId: 'E100000012' }, wang: { name: '王建宏', nationalId: 'E100000021' },
  agency: { code: '397210000A', name: '高雄市政府人事處', organisationOid: '2.16.886.101.90029.20002.20015' },
}

const software = tokenSoftware()

describe('cards in a token', { skip: 'missing' in software && software.missing }, () => {
  let folder: string
  let module: string
  const env = { PATH: process.env.PATH, LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH }
  before(async () => {
    if ('missing' in software) return
    module = software.module
    Object.assign(process.env, software.env)
    folder = await mkdtemp(join(tmpdir(), 'ecpa-token-cards-'))
    await issueDemoCards(folder, holders, NOW, module)
  })
  after(async () => {
    for (const [name, value] of Object.entries(env)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    await rm(folder, { recursive: true })
  })

  test('no key of theirs is a file', async () => {
    const ids = await readdir(cardsFolder(folder))
    assert.equal(ids.length, 8)
    for (const id of ids) assert.deepEqual((await readdir(join(cardsFolder(folder), id))).toSorted(), ['card.json', 'certificate.der', 'token'])
    assert.ok((await readVirtualCards(folder)).every(({ key }) => key === null))
  })

  test('the desk signs with them, and the message is that card\'s', async () => {
    const drawer = new Drawer(folder, () => readVirtualCards(folder))
    await drawer.act('insert', 'wu')
    const asked = { func: 'MakeSignature', tbs: 'a challenge', hashAlgorithm: 'SHA256', signatureType: 'PKCS7', pin: '123456', nonce: 'n', withCardSN: 'true', slotDescription: '' }
    const answer = await answerRequest(drawer, JSON.stringify(asked), NOW)
    assert.ok(answer.func === 'sign' && answer.ret_code === 0, JSON.stringify(answer))
    const message = readSignedData(Buffer.from(answer.signature, 'base64'))
    const card = (await readVirtualCards(folder)).find(({ id }) => id === 'wu')!
    assert.equal(verifySignedData(message, Buffer.from('a challenge'), STANDARD_OPTIONS.algorithms).ok, true)
    assert.deepEqual(Buffer.from(answer.certb64, 'base64'), card.certificate)
    const wrong = await answerRequest(drawer, JSON.stringify({ ...asked, pin: '654321' }), NOW)
    assert.ok(wrong.func === 'sign' && wrong.ret_code !== 0 && wrong.signature === '')
  })

  test('the token itself refuses another PIN, and each card has a key of its own', async () => {
    await assert.rejects(signInToken(tokenStore(folder, module), { id: 'wu', pin: '654321' }, Buffer.from('x')), TokenFault)
    const keys = (await readVirtualCards(folder)).map(({ certificate }) => new X509Certificate(certificate).publicKey.export({ format: 'jwk' }).n)
    assert.equal(new Set(keys).size, 8)
  })

  test('at the next start they are the same cards', async () => {
    const of = async () => Promise.all((await readdir(cardsFolder(folder))).map((id) => readFile(join(cardsFolder(folder), id, 'certificate.der'))))
    const first = await of()
    await issueDemoCards(folder, holders, NOW, module)
    assert.deepEqual(await of(), first)
  })

  test('a program that is missing or a module that is none is told in a sentence', async () => {
    const { PATH } = process.env
    const card = { id: 'wu', pin: '123456' }
    await assert.rejects(signInToken(tokenStore(folder, '/nowhere.so'), card, Buffer.from('x')), TokenFault)
    process.env.PATH = '/nowhere'
    try {
      await assert.rejects(signInToken(tokenStore(folder, module), card, Buffer.from('x')), /not installed: ECPA_CARD_TOKEN needs/)
    } finally {
      process.env.PATH = PATH
    }
  })
})
