/** `npm run dialogs -- check` and `test`, as they are typed. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDialogs } from '../../src/authoring/commands.ts'
import { knownServices } from '../../src/authoring/known-services.ts'

let folder = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialogs-'))
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function typed(...args: readonly string[]) {
  let [out, err] = ['', '']
  const code = await runDialogs(
    args,
    { out: (text) => void (out += text), err: (text) => void (err += text) },
    {},
  )
  return { code, out, err }
}

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return relative('', path)
}

const note = `dialog: note
version: 1
title: { ru: Заметка, en: Note }
start: { command: note }
steps:
  - ask: words
    type: text
    length: [2, 100]
    prompt: ask_words
    invalid: bad_words
  - ask: day
    type: date_time
    when: { words: filled }
    prompt: ask_day
    unsure: ask_day
    invalid: bad_words
  - say: noted
texts:
  ask_words: { ru: "Что записать?", en: "What?" }
  bad_words: { ru: "Не понял.", en: "I do not understand." }
  ask_day: { ru: "На какой день?", en: "For which day?" }
  noted: { ru: "Записал: {words}.", en: "Noted: {words}." }
`

const faulty = note
  .replace('prompt: ask_words', 'prompt: ask_wrds')
  .replace('type: date_time', 'type: date_tme')
  .replace('length: [2, 100]', 'length: [200, 100]')
  .replace('when: { words: filled }', 'when: { word: filled }')
  .replace('Записал: {words}.', 'Записал: {werds}.')
  .replace('title: { ru: Заметка, en: Note }', 'title: { ru: Заметка }')

/** Nothing in it can be shortened so far that it fits. */
const endless = note.replace(
  '"Записал: {words}."',
  `"${'Записал всё как есть. '.repeat(185)}{words} {words}"`,
)

interface Told {
  readonly line: number
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly meant?: string
}

describe('a sound file', () => {
  test('has nothing wrong, and it is said how much of it was walked', async () => {
    const { code, out } = await typed('check', await file('note.yaml', note))
    expect(out).toMatch(
      /^note: состояний \d+, переходов \d+; самое длинное сообщение \d+ из 4096\nОшибок: 0, предупреждений: 0\. Пройдено состояний/,
    )
    expect(code).toBe(0)
  })

  test('is said to be sound in English to whoever asks for English', async () => {
    const { out } = await typed('check', '--lang', 'en', await file('note.yaml', note))
    expect(out).toContain('Errors: 0, warnings: 0. Explored ')
  })
})

describe('a file with six faults', () => {
  test('is told six things, each with its place, and a name that was meant where there is one', async () => {
    const { code, out } = await typed('check', '--json', '--no-paths', await file('faulty.yaml', faulty))
    const { problems } = JSON.parse(out) as { readonly problems: readonly Told[] }
    expect(problems.map(({ line, code: what, meant }) => [line, what, meant])).toEqual([
      [3, 'missing-key', undefined],
      [8, 'reversed-bounds', undefined],
      [9, 'unknown-text', 'ask_words'],
      [12, 'unknown-type', 'date_time'],
      [13, 'unknown-value', 'words'],
      [22, 'unknown-value', '{words}'],
    ])
    expect(code).toBe(1)
  })

  test('is annotated for GitHub, a line each', async () => {
    const path = await file('faulty.yaml', faulty)
    const { out } = await typed('check', '--format', 'github', await file('faulty.yaml', faulty))
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(6)
    expect(lines[2]).toMatch(
      new RegExp(
        `^::error file=${path.replaceAll('.', '\\.')},line=9,endLine=9,col=13,endColumn=21,title=unknown-text::нет текста`,
      ),
    )
  })
})

test('a message that no shortening makes fit is told at its text, and on the path that shows it', async () => {
  const { out } = await typed('check', '--json', await file('endless.yaml', endless))
  const { problems } = JSON.parse(out) as { readonly problems: readonly Told[] }
  expect(problems.map(({ code, severity }) => [code, severity])).toEqual([
    ['may-be-cut', 'warning'],
    ['path-over-limit', 'error'],
  ])
  expect(problems[1]?.message).toMatch(/^сообщение: 4\d{3}, Telegram берёт до 4096$/)
})

test('a dialog that keeps no promise is told with the conversation that shows it, ready to be kept as a test', async () => {
  const unconfirmed = `dialog: hasty
version: 1
title: { ru: Спешка, en: Haste }
start: { command: hasty }
steps:
  - ask: title
    type: text
    length: [3, 50]
    label: label
    prompt: ask
    invalid: ask
  - ask: sure
    type: yes_no
    prompt: ask
    invalid: ask
  - review: card
    when: { sure: false }
    text: card
    edit: [title]
    edit_prompt: ask
    confirm: label
  - call: create
    service: bitrix.tasks.add
    with: { title: title }
    once: true
    waiting: ask
    cancel: late
    on_error: { otherwise: { say: card, end: failed } }
texts:
  label: { ru: Название, en: Title }
  ask: { ru: "Что?", en: "What?" }
  late: { ru: "Поздно.", en: "Too late." }
  card: { ru: "{title}", en: "{title}" }
`
  const { code, out } = await typed('check', await file('hasty.yaml', unconfirmed))
  expect(code).toBe(1)
  expect(out).toContain('hasty.yaml:22:11 ошибка: «create» делается без подтверждения')
  expect(out).toMatch(
    /Как к этому прийти:\n {4}👤 \/hasty[^]*👤 \[?(?:Да|да)\]?[^]*То же как тест:\n {4}- name: /,
  )
})

function talk(expected: string): string {
  return `${note}tests:
  - name: запись на день
    talk:
      - user: /note Купить бумагу
      - user: Купить бумагу
      - bot: ask_day
      - user: завтра
      - bot: noted
        shows: ${expected}
        end: done
`
}

describe('the talks of a file', () => {
  test('go as they are written, with the lines they leave out', async () => {
    const { code, out } = await typed('test', await file('talk.yaml', talk('Купить бумагу')))
    expect(out).toContain('note: шагов 3/3, развилок 0/0\n  ✓ запись на день\n')
    expect(out).toContain('Разговоров: 1, все идут как написано.')
    expect(code).toBe(0)
  })

  test('are shown beside what was seen where they go otherwise', async () => {
    const { code, out } = await typed('test', await file('talk.yaml', talk('Купить клей')))
    expect(code).toBe(1)
    expect(out).toContain('talk.yaml:30:9 ошибка: на экране нет слов «Купить клей»')
    expect(out).toContain('• Записал: Купить бумагу.')
  })

  test('may stand in a file beside the dialog, whose faults are told like those of the dialog', async () => {
    const path = await file(
      'beside.yaml',
      note.replace('dialog: note', 'dialog: beside').replace('note }', 'beside }'),
    )
    await file(
      'beside.tests.yaml',
      'tests:\n  - name: так\n    services: { bitrix.users.serch: [[]] }\n    talk: [{ usr: да }]\n',
    )
    const { code, out } = await typed('check', '--no-paths', path)
    expect(code).toBe(1)
    expect(out).toMatch(/beside\.tests\.yaml:4:\d+ ошибка/)
  })
})

async function typedWith(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
  let said = ''
  const write = (text: string): void => void (said += text)
  return { code: await runDialogs(args, { out: write, err: write }, env), said }
}

async function ownFolder(yaml: string): Promise<string> {
  const own = await mkdtemp(join(folder, 'own-'))
  await writeFile(join(own, 'dialog.yaml'), yaml)
  return own
}

describe('the folder of the company’s own dialogs', () => {
  test('is looked at without naming any file, beside what the assistant has', async () => {
    const env = { DIALOGS_FOLDER: await ownFolder(note.replace('prompt: ask_words', 'prompt: ask_wrds')) }
    const { code, said } = await typedWith(env, 'check', '--no-paths')
    expect(said).toMatch(/dialog\.yaml:9:13 ошибка: нет текста «ask_wrds»/)
    expect(code).toBe(1)
    const other = await typedWith({ DIALOGS_FOLDER: await ownFolder(talk('Купить бумагу')) }, 'test')
    expect(other.said).toContain('✓ запись на день')
    expect(other.code).toBe(0)
  }, 60_000)

  test('may have dialogs that lead to each other, whichever of them is named', async () => {
    const own = await ownFolder(
      note.replace('- say: noted', '- say: noted\n    buttons: [{ label: ask_day, start: second }]'),
    )
    await mkdir(join(own, 'second'))
    const second = note.replace('dialog: note', 'dialog: second').replace('command: note', 'command: second')
    await writeFile(join(own, 'second', 'dialog.yaml'), second)
    expect((await typedWith({}, 'check', '--no-paths', own)).said).toContain('Ошибок: 0')
    const env = { DIALOGS_FOLDER: own }
    const named = await typedWith(env, 'check', '--no-paths', join(own, 'dialog.yaml'))
    expect(named.said).toContain('Ошибок: 0')
  })

  test('may not take a command that is taken, as the assistant would not start with it', async () => {
    const own = await ownFolder(note.replace('command: note', 'command: tasks'))
    const { code, said } = await typedWith({}, 'check', '--no-paths', own)
    expect(said).toMatch(
      /dialog\.yaml:4:19 ошибка: команда \/tasks уже занята: src\/dialogs\/tasks\/dialog\.yaml/,
    )
    expect(code).toBe(1)
  })

  test('that is not there, or holds no dialog, is said by its name', async () => {
    const missing = await typedWith({ DIALOGS_FOLDER: join(folder, 'nowhere') }, 'check')
    expect(missing).toMatchObject({ code: 66, said: expect.stringContaining('nowhere') as string })
    const empty = await mkdtemp(join(folder, 'empty-'))
    const none = await typedWith({}, 'check', empty)
    expect(none).toMatchObject({ code: 66, said: expect.stringContaining('dialog.yaml') as string })
  })

  test('is spoken of in English where DIALOGS_LANG says so', async () => {
    const { said } = await typedWith({ DIALOGS_LANG: 'en' }, 'check', await file('faulty.yaml', faulty))
    expect(said).toContain('error: there is no text “ask_wrds”')
    expect((await typedWith({ DIALOGS_LANG: 'en' }, 'help')).said).toContain('Commands for those who write')
  })
})

test('what is not understood, and what is not there, is said with an exit code of its own', async () => {
  expect((await typed('check', '--fast')).code).toBe(64)
  expect((await typed('test', '--lang', 'de')).code).toBe(64)
  const missing = await typed('check', 'no-such-dialog.yaml')
  expect(missing).toEqual({ code: 66, out: '', err: 'Нет такого файла: no-such-dialog.yaml\n' })
  expect((await typed('fly')).code).toBe(64)
})

test('the services authors may name are those of the assistant, with what they refuse', () => {
  const services = knownServices()
  expect(services.size).toBeGreaterThan(20)
  const search = services.get('bitrix.users.search')
  expect(search?.type === 'remote' && search.reasons).toContain('too_many_searches')
})
