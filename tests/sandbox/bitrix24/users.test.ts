import { expect, test } from 'vitest'
import type { JsonObject } from '../../../src/ports/json.ts'
import { rows, startPortal, type TestPortal } from './portal-client.ts'

async function ids(portal: TestPortal, filter: JsonObject, method = 'user.get'): Promise<readonly number[]> {
  return rows(await portal.v2(method, { FILTER: filter })).map((row) => Number(row['ID']))
}

test('an exact e-mail finds one person whatever the letter case, with the types of the wire', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('user.get', { FILTER: { '=EMAIL': 'Anna.Petrova@ROMASHKA.example' } })
  expect(reply.body).toMatchObject({
    total: 1,
    result: [
      {
        ID: '15',
        ACTIVE: true,
        NAME: 'Анна',
        LAST_NAME: 'Петрова',
        EMAIL: 'anna.petrova@romashka.example',
        TIME_ZONE: 'Europe/Moscow',
        UF_DEPARTMENT: [5],
        USER_TYPE: 'employee',
        TIMESTAMP_X: {},
      },
    ],
  })
})

test('nobody found is an empty list with 200', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('user.get', { FILTER: { '=EMAIL': 'nobody@invalid.example' } })
  expect([reply.status, reply.result]).toEqual([200, []])
})

test('with user_brief an e-mail filter is dropped in silence and everybody comes', async () => {
  await using portal = await startPortal({ scopes: ['user_brief'] })
  const reply = await portal.v2('user.get', { FILTER: { '=EMAIL': 'anna.petrova@romashka.example' } })
  expect(rows(reply)[0]).toMatchObject({ ID: '1' })
  expect(rows(reply).length).toBeGreaterThan(10)
  expect(rows(reply)[0]).not.toHaveProperty('EMAIL')
})

test('without "=" the signs % and _ are wildcards; with it they are letters', async () => {
  await using portal = await startPortal()
  const other = portal.sandbox.addEmployee({
    name: 'Олег',
    lastName: 'Котовский',
    email: 'oleg.kotov@romashka.example',
  })
  expect(await ids(portal, { EMAIL: 'oleg_kotov@romashka.example' })).toEqual([33, other])
  expect(await ids(portal, { '=EMAIL': 'oleg_kotov@romashka.example' })).toEqual([33])
  expect(await ids(portal, { EMAIL: '%sokolova%' })).toEqual([16, 17])
  portal.sandbox.modes.userFilterDefault = 'exact'
  expect(await ids(portal, { EMAIL: 'oleg_kotov@romashka.example' })).toEqual([33])
})

test('two employees share one address', async () => {
  await using portal = await startPortal()
  expect(await ids(portal, { '=EMAIL': 'sklad@romashka.example' })).toEqual([35, 36])
})

test.each([
  [true, false],
  ['Y', false],
  ['false', false],
  [1, false],
  ['N', true],
  [false, true],
  ['', true],
])('ACTIVE: %j asks for the dismissed: %s', async (active, dismissed) => {
  await using portal = await startPortal()
  const found = await ids(portal, { ACTIVE: active })
  expect(found.includes(23)).toBe(dismissed)
  expect(found.includes(15)).toBe(!dismissed)
})

test.each<[string, unknown, readonly number[]]>([
  ['@ID', [15, 27], [15, 27]],
  ['ID', ['15', 31], [15, 31]],
  ['!@ID', [1, 2, 7, 9, 11, 15, 16, 17, 19, 20, 23], [27, 31, 33, 35, 36, 40]],
  ['>ID', 33, [35, 36, 40]],
  ['>=ID', 36, [36, 40]],
  ['<ID', 7, [1, 2]],
  ['<=ID', 7, [1, 2, 7]],
  ['%LAST_NAME', 'око', [16, 17]],
  ['=%NAME', 'Александр%', [19, 20]],
  ['%=NAME', 'Александр', [19]],
  ['!%EMAIL', '@romashka', [40]],
  ['!=%EMAIL', '%romashka%', [40]],
  ['!%=EMAIL', '%romashka%', [40]],
  ['!USER_TYPE', 'employee', [40]],
  ['!=USER_TYPE', 'employee', [40]],
  ['=UF_DEPARTMENT', 9, [11, 16]],
])('the prefix of %s works', async (key, operand, expected) => {
  await using portal = await startPortal()
  expect(await ids(portal, { [key]: operand } as JsonObject)).toEqual(expected)
})

test('bots and e-mail users never come, extranet ones do', async () => {
  await using portal = await startPortal()
  const all = await ids(portal, {})
  expect([90, 91].some((id) => all.includes(id))).toBe(false)
  expect(all).toContain(40)
  expect(await ids(portal, { USER_TYPE: 'employee' })).not.toContain(40)
})

test('select narrows the fields, skips unknown names and knows masks', async () => {
  await using portal = await startPortal()
  const reply = await portal.v2('user.get', {
    FILTER: { ID: 11 },
    select: ['ID', 'TIME_ZONE', 'SALARY', 'UF_*'],
  })
  expect(rows(reply)).toEqual([{ ID: '11', TIME_ZONE: '', UF_DEPARTMENT: [9], UF_EMPLOYMENT_DATE: '' }])
})

test('sorting needs both sort and order', async () => {
  await using portal = await startPortal()
  const first = async (params: JsonObject) => rows(await portal.v2('user.get', params))[0]?.['ID']
  expect(await first({ sort: 'LAST_NAME' })).toBe('1')
  expect(await first({ sort: 'ID', order: 'DESC' })).toBe('40')
})

test('FIND looks at names, positions and departments from the beginning of words', async () => {
  await using portal = await startPortal()
  expect(await ids(portal, { FIND: 'Петр Юрист' }, 'user.search')).toEqual([31])
  expect(await ids(portal, { FIND: 'алекс' }, 'user.search')).toEqual([19, 20, 31])
  expect(await ids(portal, { FIND: 'мария бухгалтерия' }, 'user.search')).toEqual([16])
  expect(await ids(portal, { FIND: 'етрова' }, 'user.search')).toEqual([])
  portal.sandbox.modes.searchFoldsYo = false
  expect(await ids(portal, { FIND: 'Петр Юрист' }, 'user.search')).toEqual([])
})

test('FIND excludes other keys, so the dismissed and the extranet are found beside it', async () => {
  await using portal = await startPortal()
  const filter = { FIND: 'Марк', USER_TYPE: 'employee', ACTIVE: true }
  expect(await ids(portal, filter, 'user.search')).toEqual([40])
  expect(await ids(portal, { FIND: 'Жуков', ACTIVE: true }, 'user.search')).toEqual([23])
  expect(await ids(portal, { LAST_NAME: 'Сокол', USER_TYPE: 'employee' }, 'user.search')).toEqual([16, 17])
  expect(await ids(portal, { UF_DEPARTMENT_NAME: 'Склад' }, 'user.search')).toEqual([35, 36])
})

test('departments come as a tree of strings', async () => {
  await using portal = await startPortal()
  expect((await portal.v2('department.get', { ID: [5, 14] })).body).toMatchObject({
    total: 2,
    result: [
      { ID: '5', NAME: 'Отдел продаж', SORT: 200, PARENT: '1', UF_HEAD: '7' },
      { ID: '14', NAME: 'Склад', SORT: 600, PARENT: '12' },
    ],
  })
})

test('a dismissed colleague turns inactive and may come back', async () => {
  await using portal = await startPortal()
  portal.sandbox.dismiss(15)
  expect(await ids(portal, { ID: 15, ACTIVE: true })).toEqual([])
  portal.sandbox.rehire(15)
  expect(await ids(portal, { ID: 15, ACTIVE: true })).toEqual([15])
})
