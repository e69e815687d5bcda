import { expect, test } from 'vitest'

import { createDirectory } from '../../../src/adapters/bitrix24/users.ts'
import { toPortalUserId } from '../../../src/ports/identity.ts'
import type { PortalUserId } from '../../../src/ports/identity.ts'
import { good, startScriptedPortal } from './scripted-portal.ts'
import { connectTo, startTestPortal } from './sandbox-portal.ts'
import type { TestPortal } from './sandbox-portal.ts'

function directoryOf(portal: TestPortal) {
  return createDirectory({ client: portal.connect(), clock: portal.clock })
}

const nobody = { ok: true, value: null }

test('a person is found by the address they sign in with, in any case of letters', async () => {
  await using portal = await startTestPortal()
  const directory = directoryOf(portal)
  for (const typed of ['anna.petrova@romashka.example', ' Anna.Petrova@ROMASHKA.example ']) {
    expect(await directory.findByEmail(typed)).toEqual({
      ok: true,
      value: {
        id: 15,
        name: 'Анна Петрова',
        firstName: 'Анна',
        position: 'Менеджер по продажам',
        email: 'anna.petrova@romashka.example',
        zone: 'Europe/Moscow',
      },
    })
  }
})

test('a person without a time zone has none', async () => {
  await using portal = await startTestPortal()
  expect(await directoryOf(portal).findByEmail('tatyana.orlova@romashka.example')).toMatchObject({
    value: { firstName: 'Татьяна', zone: null },
  })
})

test.each([
  ['nobody has it', 'net.takogo@romashka.example'],
  ['two people share it', 'sklad@romashka.example'],
  ['it belongs to somebody dismissed', 'dmitry.zhukov@romashka.example'],
  ['it belongs to a partner in the extranet', 'e.markova@partner.example'],
  ['it belongs to somebody who only writes e-mails', 'klient@mail.example'],
  ['_ is not a wildcard', 'anna_petrova@romashka.example'],
])('an address finds nobody when %s', async (_, email) => {
  await using portal = await startTestPortal()
  for (const userFilterDefault of ['like', 'exact'] as const) {
    portal.sandbox.modes.userFilterDefault = userFilterDefault
    expect(await directoryOf(portal).findByEmail(email)).toEqual(nobody)
  }
})

test('the only row that comes back is still compared with what was typed', async () => {
  const row = {
    ID: '1',
    ACTIVE: true,
    EMAIL: 'assistant@romashka.example',
    NAME: 'Помощник',
    USER_TYPE: 'employee',
  }
  await using portal = await startScriptedPortal(good([row]))
  const directory = createDirectory(connectTo(portal.webhook))
  expect(await directory.findByEmail('anna@romashka.example')).toEqual(nobody)
})

test('_ in a real address is just a letter', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.addEmployee({ name: 'Олег', lastName: 'Котов', email: 'olegxkotov@romashka.example' })
  expect(await directoryOf(portal).findByEmail('oleg_kotov@romashka.example')).toMatchObject({
    value: { id: 33 },
  })
})

test.each([
  '',
  ' ',
  '@',
  '%',
  'anna%@romashka.example',
  '*@romashka.example',
  'anna',
  'anna@petrova@romashka.example',
  'anna petrova@romashka.example',
  'anna@romashka.example\u0000',
  `${'a'.repeat(250)}@romashka.example`,
])('%j is no address and is never sent', async (typed) => {
  await using portal = await startTestPortal()
  expect(await directoryOf(portal).findByEmail(typed)).toEqual(nobody)
  expect(portal.sandbox.requests).toHaveLength(0)
})

test('a webhook that may not see addresses links nobody, least of all the administrator', async () => {
  await using portal = await startTestPortal({ scopes: ['user_brief', 'im', 'task'] })
  for (const email of ['anna.petrova@romashka.example', 'net.takogo@romashka.example']) {
    expect(await directoryOf(portal).findByEmail(email)).toMatchObject({ ok: false, reason: 'config' })
  }
})

test('where the portal hides the kind of user, an employee is who belongs to a department', async () => {
  const row = { ID: '15', ACTIVE: true, EMAIL: 'anna@romashka.example', NAME: 'Анна', LAST_NAME: null }
  await using portal = await startScriptedPortal(
    good([{ ...row, UF_DEPARTMENT: [5] }]),
    good([{ ...row, UF_DEPARTMENT: false }]),
  )
  const directory = createDirectory(connectTo(portal.webhook))
  expect(await directory.findByEmail('anna@romashka.example')).toMatchObject({ value: { name: 'Анна' } })
  expect(await directory.findByEmail('anna@romashka.example')).toEqual(nobody)
})

test.each(['Y', 'true', 1, undefined])('only a plain true makes a person active, not %j', async (ACTIVE) => {
  const row = { ID: 15, ACTIVE, EMAIL: 'anna@romashka.example', NAME: 'Анна', USER_TYPE: 'employee' }
  await using portal = await startScriptedPortal(good([row]))
  expect(await createDirectory(connectTo(portal.webhook)).findByEmail('anna@romashka.example')).toEqual(
    nobody,
  )
})

test('a portal that is down is temporary, for the link as for the search', async () => {
  await using portal = await startTestPortal()
  portal.sandbox.fault({ kind: 'html' })
  const directory = directoryOf(portal)
  const temporary = { ok: false, reason: 'temporary' }
  expect(await directory.findByEmail('anna.petrova@romashka.example')).toMatchObject(temporary)
  expect(await directory.search('Анна')).toMatchObject(temporary)
  expect(await directory.active([toPortalUserId(15)])).toMatchObject(temporary)
})

test.each([
  ['Соколова', [16, 17]],
  ['волков', [19, 20]],
  ['Петр Иванов', [31]],
  ['Мария из снабжения', []],
  ['Мария снабжения', [17]],
  ['Жуков', []],
  ['Маркова', []],
  ['Марта', []],
  ['%%Ким__', [27]],
  ['_им', []],
])('«%s» finds %j', async (typed, ids) => {
  await using portal = await startTestPortal()
  const outcome = await directoryOf(portal).search(typed)
  expect(outcome).toMatchObject({ ok: true, value: ids.map((id) => ({ id })) })
})

test('a search shows at most eight people, also from behind pages of dismissed ones', async () => {
  await using portal = await startTestPortal()
  for (let number = 0; number < 70; number++) {
    const email = `ivan.${number}@romashka.example`
    portal.sandbox.addEmployee({ name: 'Иван', lastName: 'Смирнов', email, active: number >= 58 })
  }
  const outcome = await directoryOf(portal).search('Смирнов')
  expect(outcome.ok && outcome.value).toHaveLength(8)
  expect(portal.sandbox.requests).toHaveLength(2)
})

test('a colleague is shown by name and position, without address and phone', async () => {
  await using portal = await startTestPortal()
  expect(await directoryOf(portal).search('Игорь Ким')).toEqual({
    ok: true,
    value: [{ id: 27, name: 'Игорь Ким', position: 'Инженер-сметчик' }],
  })
})

test.each(['', 'я', '%%', '._-', 'anna.petrova@romashka.example'])(
  '%j is no search and is never sent',
  async (typed) => {
    await using portal = await startTestPortal()
    expect(await directoryOf(portal).search(typed)).toEqual({ ok: true, value: [] })
    expect(portal.sandbox.requests).toHaveLength(0)
  },
)

test('who is active is asked in pages of fifty, each person once, and answered in the order of the question', async () => {
  await using portal = await startTestPortal()
  const strangers = Array.from({ length: 60 }, (_, index) => toPortalUserId(1000 + index))
  const asked = [27, 23, 40, 15, 15].map(toPortalUserId)
  expect(await directoryOf(portal).active([...asked, ...strangers])).toEqual({
    ok: true,
    value: [27, 15, 15],
  })
  expect(portal.sandbox.requests).toHaveLength(2)
})

test('somebody dismissed in the meantime is no longer active', async () => {
  await using portal = await startTestPortal()
  const directory = directoryOf(portal)
  const asked = [15, 27].map(toPortalUserId)
  expect(await directory.active(asked)).toEqual({ ok: true, value: [15, 27] })
  portal.sandbox.dismiss(27)
  expect(await directory.active(asked)).toEqual({ ok: true, value: [15] })
})

test('a hundred questions at once stay within the portal’s limit', async () => {
  await using portal = await startTestPortal({ limits: true })
  const directory = directoryOf(portal)
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => directory.search('Анна')))
  expect(outcomes.every(({ ok }) => ok)).toBe(true)
  expect(portal.sandbox.requests.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 200))
})

test('about nobody the portal is not asked', async () => {
  await using portal = await startTestPortal()
  const none: PortalUserId[] = []
  expect(await directoryOf(portal).active(none)).toEqual({ ok: true, value: [] })
  expect(portal.sandbox.requests).toHaveLength(0)
})

test('a portal that ignores the filter by ids does not get people declared dismissed', async () => {
  await using portal = await startScriptedPortal(good([{ ID: '1', ACTIVE: true, USER_TYPE: 'employee' }]))
  const directory = createDirectory(connectTo(portal.webhook))
  expect(await directory.active([toPortalUserId(15)])).toMatchObject({ ok: false, reason: 'config' })
})

test('names come without control characters and changes of direction', async () => {
  const row = { ID: '15', ACTIVE: true, NAME: ' Ан\u202Eна\n', LAST_NAME: '', USER_TYPE: 'employee' }
  await using portal = await startScriptedPortal(good([row, { ...row, ID: 16, NAME: '' }]))
  expect(await createDirectory(connectTo(portal.webhook)).search('Анна')).toEqual({
    ok: true,
    value: [
      { id: 15, name: 'Анна', position: '' },
      { id: 16, name: '#16', position: '' },
    ],
  })
})
