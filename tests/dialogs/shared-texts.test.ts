import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadDialogs, type LoadedDialogs } from '../../src/dialogs/load.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'texts-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const greet = `
dialog: greet
version: 1
title: { ru: Привет, en: Hello }
steps:
  - ask: who
    type: text
    prompt: ask_who
    invalid: ask_who
  - say: hello
texts:
  hello: { ru: "Привет, {who}.", en: "Hello, {who}." }
`

const part = greet
  .replace('dialog: greet', 'dialog: part')
  .replace('- say: hello', '- say: bye')
  .replace(/ {2}hello: .*\n/, '')
const askWho = 'ask_who: { ru: "Кто вы?", en: "Who are you?" }'

async function load(files: Readonly<Record<string, string>>): Promise<LoadedDialogs> {
  for (const [name, text] of Object.entries(files)) {
    if (name === 'texts') await writeFile(join(folder, 'texts.yaml'), text)
    else {
      await mkdir(join(folder, name))
      await writeFile(join(folder, name, 'dialog.yaml'), text)
    }
  }
  return await loadDialogs(folder)
}

function told({ problems }: LoadedDialogs): readonly string[] {
  return problems.map(({ file, line, severity, code, message }) => {
    const name = file
      .split('/')
      .slice(-2)
      .join('/')
      .replace(/^texts-[^/]*\//, '')
    return `${name}:${line} ${severity} ${code} ${message.ru}`
  })
}

test('a text that several dialogs say is written once', async () => {
  const loaded = await load({
    texts: `texts:\n  ${askWho}\n  bye: { ru: "До встречи, {who}.", en: "Bye, {who}." }\n`,
    greet,
    part: part.replace('texts:\n', 'texts: {}\n'),
  })
  expect(told(loaded)).toEqual([])
  expect(Object.keys(loaded.definitions.get('greet')?.definition.texts ?? {}).sort()).toEqual([
    'ask_who',
    'hello',
  ])
  expect(Object.keys(loaded.definitions.get('part')?.definition.texts ?? {}).sort()).toEqual([
    'ask_who',
    'bye',
  ])
})

test('a dialog with a text of that name says its own', async () => {
  const loaded = await load({
    texts: `texts:\n  ${askWho}\n`,
    greet: greet.replace(
      'texts:\n',
      'texts:\n  ask_who: { ru: "Как вас зовут?", en: "What is your name?" }\n',
    ),
  })
  expect(loaded.definitions.get('greet')?.definition.texts['ask_who']).toMatchObject({ ru: 'Как вас зовут?' })
  expect(told(loaded)).toEqual(['texts.yaml:2 warning unused-text текст «ask_who» не говорит ни один диалог'])
})

test('another wording of a shared text is another definition of each dialog that says it, and of no other', async () => {
  const alone = part
    .replace('dialog: part', 'dialog: alone')
    .replace('texts:\n', `texts:\n  ${askWho}\n  bye: { ru: Пока, en: Bye }\n`)
  const before = await load({ texts: `texts:\n  ${askWho}\n`, greet, alone })
  await writeFile(join(folder, 'texts.yaml'), 'texts:\n  ask_who: { ru: "Вы кто?", en: "Who?" }\n')
  const after = await loadDialogs(folder)
  const changed = [...before.definitions].filter(
    ([name, one]) => after.definitions.get(name)?.hash !== one.hash,
  )
  expect(changed.map(([name]) => name)).toEqual(['greet'])
})

test('what a shared text names and a dialog does not know is told once, where that dialog says it', async () => {
  const loaded = await load({
    texts: 'texts:\n  ask_who: { ru: "{whom}, кто вы?", en: "{whom}, who are you?" }\n',
    greet,
  })
  expect(told(loaded)).toEqual([
    'greet/dialog.yaml:8 error unknown-value общий текст «ask_who»: ни один шаг не даёт «whom»',
  ])
})

test.each([
  ['ask_who: { ru: "Кто вы?" }', 'missing-key не хватает ключа «en»'],
  ['ask_who: { ru: "<b>Кто?", en: "Who?" }', 'bad-markup <b> не закрыт'],
  ['ask_who: { ru: "Кто?", en: "Who {?" }', 'bad-placeholder «{?» — не подстановка'],
  ['AskWho: { ru: "Кто?", en: "Who?" }', 'bad-name «AskWho» не годится как имя'],
])('a fault of the shared file is told at its line: %s', async (line, sentence) => {
  const loaded = await load({
    texts: `texts:\n  ${line}\n`,
    greet: greet.replace('texts:\n', `texts:\n  ${askWho}\n`),
  })
  expect(told(loaded).filter((one) => one.includes(' error '))).toEqual([`texts.yaml:2 error ${sentence}`])
})

test('a folder without shared texts is as good as one with them', async () => {
  expect(told(await load({ greet: greet.replace('texts:\n', `texts:\n  ${askWho}\n`) }))).toEqual([])
})
