import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatProblems } from '../../src/dialogs/format-problems.ts'
import { hashOf, loadDialogFile, loadDialogs, parseDialog } from '../../src/dialogs/load.ts'
import { loadRepairs, parseRepairs } from '../../src/dialogs/load-repairs.ts'
import { functionNames } from '../../src/machines/statechart/functions.ts'
import { around, bookRoom } from './book-room.ts'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dialogs-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

async function write(name: string, text: string | Uint8Array): Promise<void> {
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'dialog.yaml'), text)
}

const linkAccount = bookRoom
  .replace('dialog: book-room', 'dialog: link-account')
  .replace('command: room', 'command: start')

test('the dialogs the assistant ships with have no faults, and neither has their wording', async () => {
  const { definitions, problems, sources } = await loadDialogs('src/dialogs', {
    functions: functionNames,
    facts: new Set(['linked']),
  })
  const repairs = await loadRepairs('src/dialogs/repairs.yaml')
  // Which texts services name is only known where they are bound.
  const judged = problems.filter(({ code }) => code !== 'unused-text')
  expect(formatProblems(judged, sources, 'ru')).toBe('')
  expect(formatProblems(repairs.problems, repairs.source, 'ru')).toBe('')
  expect([...definitions.keys()]).toEqual(expect.arrayContaining(['create-task', 'link-account', 'unlink']))
  expect(repairs.repairs?.buttons.cancel.ru).toBe('✕ Отмена')
})

test('every dialog of a folder is read, and each may refer to the others', async () => {
  await write('room', bookRoom)
  await write('link', linkAccount)
  const { definitions, problems } = await loadDialogs(folder, { ...around, dialogs: new Set() })
  expect(problems).toEqual([])
  expect([...definitions.keys()].sort()).toEqual(['book-room', 'link-account'])
})

test('the faults of all files come at once, and the sound dialogs are there all the same', async () => {
  await write(
    'broken',
    bookRoom
      .replace('dialog: book-room', 'dialog: other')
      .replace('command: room', 'command: "')
      .replace('version: 3', 'version: 0'),
  )
  await write('link', linkAccount)
  await write(
    'room',
    bookRoom.replace('prompt: ask_topic', 'prompt: ask_tpoic').replace('start: book-room', 'start: bok-room'),
  )
  const { definitions, problems } = await loadDialogs(folder, around)
  expect(problems.map(({ file, code }) => [file.split('/').at(-2), code])).toEqual([
    ['broken', 'yaml-unclosed-quote'],
    ['room', 'unknown-text'],
    ['room', 'unknown-dialog'],
  ])
  expect([...definitions.keys()]).toEqual(['link-account'])
})

test('two dialogs cannot share a name or a command', async () => {
  await write('a', bookRoom)
  await write('b', bookRoom)
  await write('c', linkAccount.replace('command: start', 'command: room'))
  const { definitions, problems } = await loadDialogs(folder, around)
  expect(
    problems.map(({ file, code, line, column }) => [file.split('/').at(-2), code, line, column]),
  ).toEqual([
    ['b', 'duplicate-dialog', 1, 9],
    ['b', 'duplicate-command', 6, 12],
    ['c', 'duplicate-command', 6, 12],
  ])
  expect([...definitions.keys()]).toEqual(['book-room'])
})

test('a dialog that another requires must be there', async () => {
  await write('room', bookRoom)
  const { problems } = await loadDialogs(folder, { ...around, dialogs: new Set() })
  expect(problems.map(({ code, message }) => [code, message.ru])).toEqual([
    ['unknown-dialog', 'диалога «link-account» нет'],
  ])
})

test('a file saved in the encoding of old Windows is told so instead of read as rubbish', async () => {
  await write('room', Uint8Array.from([0x64, 0x3a, 0x20, 0xcf, 0xf0, 0xe8]))
  const { problems } = await loadDialogFile(join(folder, 'room', 'dialog.yaml'), around)
  expect(problems.map(({ code, line, column }) => [code, line, column])).toEqual([['not-utf-8', 1, 1]])
  const all = await loadDialogs(folder, around)
  expect(all.problems.map(({ code }) => code)).toEqual(['not-utf-8'])
})

test('the hash names the meaning: not comments, blanks or the order of keys, but every word', () => {
  const sound = hash(bookRoom)
  expect(sound).toMatch(/^[0-9a-f]{64}$/)
  expect(
    hash(`# записка\n${bookRoom.replace('{ ru: Тема, en: Topic }', '{ en: "Topic",   ru: Тема }')}`),
  ).toBe(sound)
  expect(hash(bookRoom.replace('ru: Тема', 'ru: Повод'))).not.toBe(sound)
})

test('wording that is missing, unknown or says what it cannot know is refused', async () => {
  const { source } = await loadRepairs('src/dialogs/repairs.yaml')
  expect(codes(source.replace('  flood:', '  floood:'))).toEqual([['unknown-key', 'floood']])
  expect(codes(source.replace(/ {2}flood:.*\n/, ''))).toEqual([['missing-key', 'texts']])
  expect(codes(source.replace('диалог «{title}». Продолжить', 'диалог «{titel}». Продолжить'))).toEqual([
    ['unknown-value', '{titel}'],
  ])
  expect(codes(source.replace('ru: Пропустить', 'ru: <b>Пропустить'))).toEqual([['bad-markup', '<b>']])
  expect(parseRepairs(source.replace('  flood:', '  floood:'), 'repairs.yaml').repairs).toBeNull()
})

function hash(source: string): string {
  const { definition } = parseDialog(source, 'dialog.yaml', around)
  return definition === null ? '' : hashOf(definition)
}

/** Each problem's code and the words under its caret. */
function codes(text: string): readonly (readonly [string, string])[] {
  const lines = text.split('\n')
  return parseRepairs(text, 'repairs.yaml').problems.map(({ code, line, column, endColumn }) => [
    code,
    (lines[line - 1] ?? '').slice(column - 1, endColumn - 1),
  ])
}
