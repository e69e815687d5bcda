import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Reads both corpora at their own moments and zones, and tells every reading with its instants. */
const script = `
  const { readFileSync } = await import('node:fs')
  const { createDateReader } = await import(process.argv[1])
  const { DateTime } = await import('luxon')
  const reader = createDateReader()
  const policy = { workStartMinutes: 540, workEndMinutes: 1080, dayEndMinutes: 1080 }
  const told = []
  for (const file of process.argv.slice(2))
    for (const line of readFileSync(file, 'utf8').split('\\n').filter(Boolean)) {
      const { text, now: said, zone, expect } = JSON.parse(line)
      const now = DateTime.fromISO(said, { zone }).toMillis()
      told.push(reader.parseWhen(text, { now, zone, language: 'ru', policy, ...(expect && { expect }) }))
    }
  process.stdout.write(JSON.stringify(told))
`

function at(path: string): string {
  return new URL(path, import.meta.url).href
}

async function readOn(serverZone: string): Promise<string> {
  const files = ['dev.jsonl', 'heldout.jsonl', 'office-6.jsonl'].map((name) => fileURLToPath(at(name)))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script, at('../../../src/adapters/dates/reader.ts'), ...files],
    {
      cwd: fileURLToPath(at('../../..')),
      env: { TZ: serverZone },
      encoding: 'utf8',
      maxBuffer: 1 << 26,
      timeout: 25_000,
    },
  )
  return stdout
}

test('the server’s own zone changes nothing', async () => {
  const servers = ['UTC', 'Asia/Vladivostok', 'America/Los_Angeles', 'Australia/Lord_Howe']
  const [onUtc = '', ...others] = await Promise.all(servers.map((zone) => readOn(zone)))
  expect(JSON.parse(onUtc)).toHaveLength(3192)
  for (const other of others) expect(other === onUtc).toBe(true)
})
