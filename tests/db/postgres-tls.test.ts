/** An encrypted connection to a real server, as `sslmode=verify-full` asks for it, and what is said where there is none. */
import { chmod, chown, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { openDatabase, openStore } from '../../db/database.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { checkDatabase } from '../../src/doctor/check-database.ts'
import type { Scene } from '../../src/doctor/scene.ts'
import { explainTrouble } from '../../src/start-trouble.ts'
import { createCertificate } from '../support/postgres/certificate.ts'
import { startPostgres, type PostgresServer } from '../support/postgres/server.ts'

let folder: string
let root: string
let encrypted: PostgresServer
let plain: PostgresServer

beforeAll(async () => {
  folder = await serverFiles()
  root = join(folder, 'root.crt')
  const files = [`ssl_cert_file=${join(folder, 'server.crt')}`, `ssl_key_file=${join(folder, 'server.key')}`]
  encrypted = await startPostgres({ settings: ['ssl=on', ...files] })
  plain = await startPostgres()
})

afterAll(async () => {
  await encrypted[Symbol.asyncDispose]()
  await plain[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('the database is used over TLS when its root certificate is named', async () => {
  const url = `${address(encrypted, 'localhost')}&sslrootcert=${root}`
  await using store = await openStore({ url, clock: systemClock })
  expect(await store.outbox.nextDueMs()).toBeNull()
  const { db } = await openDatabase(url)
  onTestFinished(() => db.destroy())
  const used = await sql<{ ssl: boolean }>`select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(
    db,
  )
  expect(used.rows).toEqual([{ ssl: true }])
})

test('a root nobody knows is not trusted, and the administrator is told what to name', async () => {
  expect(await refusal(address(encrypted, 'localhost'))).toMatch(
    /Сертификат сервера базы не проверен.*sslrootcert/,
  )
})

test('a certificate of another name is not trusted, whoever signed it', async () => {
  const url = `${address(encrypted, '127.0.0.1')}&sslrootcert=${root}`
  expect(await refusal(url)).toMatch(/Сертификат сервера базы не проверен.*то же имя сервера/)
})

test('a server without encryption is not talked to in the clear', async () => {
  expect(await refusal(`${address(plain, 'localhost')}&sslrootcert=${root}`)).toMatch(
    /Сервер базы не умеет шифровать/,
  )
})

test('the doctor says the same of both', async () => {
  expect(await findings(address(encrypted, 'localhost'))).toEqual(['database_certificate'])
  expect(await findings(address(plain, 'localhost'))).toEqual(['database_plain'])
})

async function findings(url: string): Promise<readonly string[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it looks at nothing else
  const found = await checkDatabase({ config: { databaseUrl: url } } as Scene)
  return found.map(({ id }) => id)
}

function address({ port }: PostgresServer, host: string): string {
  return `postgres://postgres@${host}:${port}/postgres?sslmode=verify-full`
}

async function refusal(url: string): Promise<string | null> {
  try {
    await using _store = await openStore({ url, clock: systemClock })
    return null
  } catch (error) {
    return explainTrouble(error)?.ru ?? null
  }
}

/** PostgreSQL takes a key that is its own and nobody else's to read. */
async function serverFiles(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'tls-'))
  await chmod(made, 0o755)
  const { certificate, key } = createCertificate()
  await writeFile(join(made, 'root.crt'), certificate)
  await writeFile(join(made, 'server.crt'), certificate)
  await writeFile(join(made, 'server.key'), key, { mode: 0o600 })
  if (process.getuid?.() === 0) await chown(join(made, 'server.key'), unprivileged, unprivileged)
  return made
}

/** As whom the server runs where the tests are run by root. */
const unprivileged = 65_534
