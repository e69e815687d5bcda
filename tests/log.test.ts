import { readFileSync, symlinkSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turnOfTheLoop } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createLog } from '../src/log.ts'

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'log-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  return path
}

test('a line is one JSON object with its time, level and facts, and no secret', async () => {
  const file = join(await folder(), 'made/log.jsonl')
  const log = createLog({ level: 'info', file, secrets: ['s3cret-value'] })
  log({ level: 'info', message: 'asked', url: 'https://romashka.example/rest/1/s3cret-value/user.get' })
  log({ level: 'debug', message: 'unheard' })
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  expect(lines).toHaveLength(1)
  expect(lines[0]).not.toContain('s3cret-value')
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'info', msg: 'asked' })
})

test('a disk that is full does not end the process, and nobody who logs hears of it', async () => {
  const file = join(await folder(), 'log.jsonl')
  symlinkSync('/dev/full', file)
  const log = createLog({ level: 'info', file, secrets: [] })
  const unheard = vi.fn<(error: Error) => void>()
  process.on('uncaughtException', unheard)
  onTestFinished(() => void process.off('uncaughtException', unheard))
  expect(() => {
    for (let line = 0; line < 100; line += 1) log({ level: 'error', message: 'x'.repeat(20_000) })
  }).not.toThrow()
  await turnOfTheLoop()
  expect(unheard).not.toHaveBeenCalled()
})
