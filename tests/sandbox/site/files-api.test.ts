import { afterAll, beforeAll, expect, test } from 'vitest'

import { samplePicture } from '../../../sandbox/telegram/samples.ts'
import { anna, igor, openSiteRig, type SiteRig } from './site-rig.ts'

let rig: SiteRig
beforeAll(async () => {
  rig = await openSiteRig()
})
afterAll(() => rig[Symbol.asyncDispose]())

function upload(
  query: Record<string, string>,
  content: Uint8Array<ArrayBuffer>,
  type = 'application/octet-stream',
) {
  const address = `${rig.url}/api/people/${anna}/file?${new URLSearchParams(query).toString()}`
  return fetch(address, { method: 'POST', headers: { 'content-type': type }, body: content })
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text))

async function lastFile() {
  return (await rig.state(anna)).chat?.messages.at(-1)?.file
}

test('a document keeps its name, and the chat gives it back to be saved', async () => {
  const sent = await upload(
    { kind: 'document', name: 'Смета.txt', type: 'text/plain', caption: 'Проверьте' },
    bytes('итого 120 000'),
  )
  expect(sent.status).toBe(200)
  const file = await lastFile()
  expect(file).toMatchObject({ name: 'Смета.txt', size: bytes('итого 120 000').length, edges: null })
  expect((await rig.state(anna)).people?.[0]?.lastText).toBe('Проверьте')
  const got = await fetch(rig.url + file!.url)
  expect(await got.text()).toBe('итого 120 000')
  expect(got.headers.get('content-disposition')).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('Смета.txt')}`,
  )
})

test('a picture is shown as what it is, by its content and not by its word', async () => {
  await upload({ kind: 'photo' }, new Uint8Array(samplePicture))
  const file = await lastFile()
  expect(file?.edges).toEqual({ width: 1, height: 1 })
  const got = await fetch(rig.url + file!.url)
  expect(got.headers.get('content-type')).toBe('image/png')
  expect((await upload({ kind: 'photo' }, bytes('%PDF'))).status).toBe(400)
})

test('a page among the files never runs as one of this site', async () => {
  await upload({ kind: 'document', name: 'x.html', type: 'text/html' }, bytes('<script>alert(1)</script>'))
  const got = await fetch(rig.url + (await lastFile())!.url)
  expect(got.headers.get('content-type')).toBe('application/octet-stream')
  expect(got.headers.get('x-content-type-options')).toBe('nosniff')
  expect(got.headers.get('content-disposition')).toMatch(/^attachment/)
})

test.each([
  ['no bytes', { kind: 'document' }, bytes(''), 'application/octet-stream', 400],
  ['an unknown kind', { kind: 'sticker' }, bytes('x'), 'application/octet-stream', 400],
  ['a form of another site', { kind: 'document' }, bytes('x'), 'text/plain', 415],
  ['JSON', { kind: 'document' }, bytes('{}'), 'application/json', 415],
])('an upload with %s is refused', async (_what, query, content, type, status) => {
  expect((await upload(query, content, type)).status).toBe(status)
})

test('more than the site takes is refused, and so are bytes where JSON is meant', async () => {
  expect((await upload({ kind: 'document' }, new Uint8Array(65 * 1024 * 1024))).status).toBe(413)
  const say = await fetch(`${rig.url}/api/people/${anna}/say`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: '{"text":"x"}',
  })
  expect(say.status).toBe(415)
})

test('nobody’s files are there under another’s chat or number', async () => {
  const file = await lastFile()
  for (const address of [
    file!.url.replace(String(anna), String(igor)),
    `/api/people/${anna}/files/1`,
    '/api/tasks/8001/files/1',
  ])
    expect((await fetch(rig.url + address)).status).toBe(404)
})

test('the files and the talk of a task are on its card', async () => {
  const fileContent = ['акт.txt', Buffer.from('акт').toString('base64')]
  await rig.portal('disk.storage.uploadfile', { id: 101, data: { NAME: 'акт.txt' }, fileContent })
  await rig.portal('tasks.task.files.attach', { taskId: 8001, fileId: 9001 })
  await rig.portal('task.commentitem.add', {
    TASKID: 8001,
    FIELDS: { POST_MESSAGE: 'Готово', AUTHOR_ID: 15 },
  })
  const task = (await rig.state()).portal?.tasks.find(({ id }) => id === 8001)
  expect(task).toMatchObject({
    files: [{ name: 'акт.txt', size: 6, url: '/api/tasks/8001/files/1001' }],
    comments: [{ author: 'Анна Петрова', body: ['Готово'] }],
  })
  expect(await (await fetch(`${rig.url}/api/tasks/8001/files/1001`)).text()).toBe('акт')
})
