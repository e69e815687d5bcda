/** A conversation of the sandbox saved as a test: what is written, and that the button hands it out. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { AnswerView, ChatView, MessageView } from '../../../sandbox/site/wire.ts'
import { knownServices } from '../../../src/authoring/known-services.ts'
import { readTalks } from '../../../src/authoring/talk/read-talks.ts'
import { openBrowser } from '../../support/browser.ts'
import { anna, openSiteRig } from './site-rig.ts'

interface Recorder {
  see(chat: ChatView, nowMs: number): void
  press(person: number, label: string, nowMs: number): void
  entries(person: number): readonly unknown[]
}

interface PageModule {
  createTalkRecorder(): Recorder
  talkFile(entries: readonly unknown[], answers: readonly AnswerView[]): string | null
}

/** Pages are plain JavaScript, with types of their own. */
const address = new URL('../../../sandbox/pages/talk-file.js', import.meta.url).href
const { createTalkRecorder, talkFile } = (await import(address)) as PageModule

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'talk-'))))
afterEach(async () => rm(folder, { recursive: true }))

const noon = Date.parse('2026-11-23T12:00:00+03:00')

function message(id: number, from: 'person' | 'bot', text: string, atMs: number): MessageView {
  return {
    id,
    from,
    atMs,
    text,
    edited: false,
    silent: false,
    kind: 'text',
    body: [text],
    replyTo: null,
    forwardedFrom: null,
    file: null,
    rows: [],
  }
}

function chat(...messages: readonly MessageView[]): ChatView {
  return {
    personId: anna,
    messages,
    typing: false,
    draft: null,
    blocked: false,
    commands: [],
    replyKeyboard: [],
  }
}

async function read(text: string | null) {
  const file = join(folder, 'dialog.yaml')
  await writeFile(file, 'dialog: any\n')
  await writeFile(join(folder, 'dialog.tests.yaml'), text ?? '')
  return readTalks(file, knownServices())
}

test('what was said, pressed, corrected and sent stands there in its order, and the file can be read', async () => {
  const recorder = createTalkRecorder()
  const asked = message(2, 'bot', 'Что нужно сделать?\n\n«Смета», например: да', noon + 1_000)
  recorder.see(chat(message(1, 'person', '/task', noon), asked), noon + 1_000)
  recorder.press(anna, '✕ Отмена: "всё"', noon + 5_000)
  const edited = { ...asked, text: 'Отменил.' }
  recorder.see(chat(message(1, 'person', '/task', noon), edited), noon + 6_000)
  recorder.see(chat(message(1, 'person', '/tasks', noon), edited), noon + 8_000)
  const photo = {
    ...message(3, 'person', 'на завтра', noon + 120_000),
    kind: 'document',
    file: { name: 'меню.pdf', size: 3, url: '/', edges: null },
  }
  recorder.see(chat(edited, photo), noon + 120_000)
  const { talks, problems } = await read(talkFile(recorder.entries(anna), []))
  expect(problems).toEqual([])
  expect(talks.map(({ talk }) => talk)).toMatchObject([
    {
      now: '2026-11-23T09:00:00Z',
      talk: [
        { user: '/task' },
        { shows: ['Что нужно сделать?', '«Смета», например: да'] },
        { press: '✕ Отмена: "всё"' },
        { shows: ['Отменил.'] },
        { edit: '/tasks' },
        { wait: '112s' },
        { file: 'меню.pdf', caption: 'на завтра' },
      ],
    },
  ])
})

test('of several messages in a row the last one is looked for, the others are told', async () => {
  const recorder = createTalkRecorder()
  const said = message(1, 'person', '/start', noon)
  const greeting = message(2, 'bot', 'Здравствуйте. #1', noon + 1_000)
  recorder.see(chat(said, greeting, message(3, 'bot', 'Ищу…', noon + 1_000)), noon + 1_000)
  recorder.see(chat(said, greeting, message(3, 'bot', 'Напишите почту.', noon + 1_000)), noon + 2_000)
  recorder.see(chat(said, { ...greeting, text: 'Здравствуйте.' }), noon + 3_000)
  const text = talkFile(recorder.entries(anna), [])
  expect(text).toContain('# Здравствуйте. #1')
  const { talks } = await read(text)
  expect(talks[0]?.talk.talk).toEqual([{ user: '/start' }, { shows: ['Напишите почту.'] }])
})

test('what services answered stands there, with what failed, and with the moment the chat was connected', async () => {
  const recorder = createTalkRecorder()
  recorder.see(chat(message(1, 'person', '123456', noon)), noon)
  const answers: readonly AnswerView[] = [
    { service: 'link.confirm', linked: false, outcome: { ok: false, reason: 'wrong', data: { left: 4 } } },
    { service: 'link.confirm', linked: false, outcome: { ok: true, value: { name: 'Анна' } } },
    { service: 'bitrix.tasks.add', linked: true, outcome: { ok: false, reason: 'temporary' } },
    {
      service: 'bitrix.tasks.add',
      linked: true,
      outcome: { ok: false, reason: 'limited', retryAfterMs: 59_001 },
    },
    { service: 'bitrix.tasks.add', linked: true, outcome: { ok: true, value: { id: 42 } } },
  ]
  const { talks, problems } = await read(talkFile(recorder.entries(anna), answers))
  expect(problems).toEqual([])
  expect(talks[0]?.talk).toMatchObject({
    facts: { linked: false },
    services: {
      'link.confirm': [
        { error: 'wrong', data: { left: 4 } },
        { answer: { name: 'Анна' }, facts: { linked: true } },
      ],
      'bitrix.tasks.add': ['temporary', { error: 'limited', retry_after: '60s' }, { answer: { id: 42 } }],
    },
  })
})

test('of services nobody asked it says how they are written; nothing is saved of a chat in which nobody spoke', () => {
  const recorder = createTalkRecorder()
  expect(talkFile(recorder.entries(anna), [])).toBeNull()
  recorder.see(chat(message(1, 'bot', 'Здравствуйте', noon)), noon)
  expect(talkFile(recorder.entries(anna), [])).toBeNull()
  recorder.see(chat(message(2, 'person', 'Привет', noon)), noon)
  expect(talkFile(recorder.entries(anna), [])).toContain('# Служб никто не спрашивал')
})

test('the menu of the chat hands the file out', async () => {
  await using rig = await openSiteRig()
  await using browser = await openBrowser()
  const page = await browser.newPage()
  await page.goto(rig.url)
  await page.getByRole('heading', { name: 'Помощник Битрикс24', exact: true }).waitFor()
  await page.getByRole('button', { name: 'Старт' }).click()
  await page.getByLabel('Сообщения').getByText('/start').waitFor()
  await page.getByRole('button', { name: 'Действия' }).click()
  const coming = page.waitForEvent('download')
  await page.getByText('Сохранить разговор как тест').click()
  const download = await coming
  expect(download.suggestedFilename()).toBe('dialog.tests.yaml')
  const { talks, problems } = await read(await readFile(await download.path(), 'utf8'))
  expect(problems).toEqual([])
  expect(talks[0]?.talk.talk[0]).toEqual({ user: '/start' })
}, 60_000)
