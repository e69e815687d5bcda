/** `npm run dialogs -- export`, as it is typed. */
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runDialogs } from '../../../src/authoring/commands.ts'
import { orderDialog } from '../../support/dialogs.ts'

let folder = ''
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'charts-'))))
afterEach(async () => rm(folder, { recursive: true }))

async function runs(...args: readonly string[]) {
  const said = { out: '', err: '' }
  const terminal = {
    out: (text: string) => void (said.out += text),
    err: (text: string) => void (said.err += text),
  }
  const code = await runDialogs(['export', ...args], terminal, {})
  return { code, ...said }
}

test('one dialog is written in every format', async () => {
  const { code, out } = await runs('unlink', '--out', folder)
  expect(code).toBe(0)
  const written = ['unlink.machine.json', 'unlink.machine.ts', 'unlink.mmd', 'unlink.png', 'unlink.svg']
  expect((await readdir(folder)).toSorted()).toEqual(written)
  expect(out.trim().split('\n')).toHaveLength(written.length)
  const machine = JSON.parse(await readFile(join(folder, 'unlink.machine.json'), 'utf8')) as Machine
  expect(machine.states['decision']?.meta).toMatchObject({
    step: 'decision',
    file: expect.stringMatching(/src\/dialogs\/unlink\/dialog\.yaml$/) as string,
  })
  const lines = (await readFile('src/dialogs/unlink/dialog.yaml', 'utf8')).split('\n')
  expect(lines[(machine.states['decision']?.meta.line ?? 0) - 1]).toContain(': decision')
})

test('without a name all of them are, with one picture of how they hang together', async () => {
  const { code } = await runs('--out', folder, '--format', 'mermaid')
  expect(code).toBe(0)
  const files = await readdir(folder)
  expect(files).toContain('overview.mmd')
  expect(files.length).toBeGreaterThanOrEqual(19)
  expect(await readFile(join(folder, 'overview.mmd'), 'utf8')).toContain(
    's_tasks --> s_create_task : ➕ Новая',
  )
})

test('the words are English where that is asked for', async () => {
  await runs('unlink', '--out', folder, '--format', 'svg', '--lang', 'en')
  const svg = await readFile(join(folder, 'unlink.svg'), 'utf8')
  expect(svg).toContain('Disconnecting Bitrix24')
  expect(svg).not.toMatch(/[а-яё]/i)
})

test('a dialog of somebody’s own is found by its file or its folder', async () => {
  const own = join(folder, 'order')
  await mkdir(own)
  await writeFile(join(own, 'dialog.yaml'), orderDialog)
  for (const path of [own, join(own, 'dialog.yaml')]) {
    const { code } = await runs(path, '--out', join(folder, 'charts'), '--format', 'svg')
    expect(code).toBe(0)
    expect(await readdir(join(folder, 'charts'))).toEqual(['order.svg'])
  }
})

test('a wrong dialog is refused with its line, and nothing is written', async () => {
  await writeFile(join(folder, 'dialog.yaml'), orderDialog.replace('prompt: ask_what', 'prompt: ask_wat'))
  const { code, err } = await runs(folder, '--out', join(folder, 'charts'))
  expect(code).toBe(1)
  expect(err).toContain('ask_wat')
  expect(await readdir(folder)).toEqual(['dialog.yaml'])
})

test.each([
  [['unlnk'], 1, 'Нет такого диалога: unlnk. Есть: '],
  [['--format', 'gif'], 64, 'Нет такого формата: gif. Есть: json, ts, mermaid, svg, png.'],
  [['--lang', 'fr'], 64, 'Нет такого языка: fr. Есть: ru, en.'],
  [['--colour'], 64, 'Не понял.'],
])('%j is answered with what there is', async (args, code, sentence) => {
  const answer = await runs(...args, '--out', folder)
  expect(answer).toMatchObject({ code, out: '' })
  expect(answer.err).toContain(sentence)
})

interface Machine {
  readonly states: Readonly<Record<string, { readonly meta: { readonly line: number } }>>
}
