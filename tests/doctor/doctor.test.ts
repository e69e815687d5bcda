/** What the doctor says of each state, right and wrong; nothing it prints is a secret, and nothing stays behind. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openStore } from '../../db/database.ts'
import { readConfig } from '../../src/config/read-config.ts'
import { secretsOf } from '../../src/secrets.ts'
import { freePort } from '../support/free-port.ts'
import { createTestDatabase } from '../support/postgres/databases.ts'
import { sharedServers } from '../support/postgres/shared.ts'
import { openClinic } from './clinic.ts'

type Clinic = Awaited<ReturnType<typeof openClinic>>
type Findings = Awaited<ReturnType<Clinic['findings']>>

function ids(findings: Findings, level: string): readonly string[] {
  return findings.filter((one) => one.level === level).map((one) => one.id)
}

function only(section: string): readonly string[] {
  return ['--only', section]
}

const wholeYear = 365 * 86_400_000

test('a healthy installation is told to be fine, in Russian and in English, and nothing is written', async () => {
  await using clinic = await openClinic()
  const russian = await clinic.examine()
  expect(russian.code).toBe(0)
  expect(russian.printed).toContain('✓ Токен принят, бот — @assistant_sandbox_bot.')
  expect(russian.printed).toContain('✓ Права на задачу портал считает для каждого сотрудника отдельно.')
  expect(russian.printed).toContain('Всё в порядке. Запуск: npm start')
  expect(russian.printed).not.toMatch(/[✗!] /)
  const english = await clinic.examine(['--lang', 'en'])
  expect(english.printed).toContain('✓ The token is taken, the bot is @assistant_sandbox_bot.')
  expect(english.printed).not.toMatch(/[а-яё]/i)
  const [before, tasks] = [clinic.portal.events().length, clinic.portal.tasks().length]
  await clinic.examine()
  expect([clinic.portal.events().length, clinic.portal.tasks().length]).toEqual([before, tasks])
  expect(clinic.portal.notices()).toEqual([])
  expect(clinic.telemost.conferences()).toEqual([])
  const written = clinic.portal.requests.filter(({ method }) => /\.(?:add|update|delete)$/.test(method ?? ''))
  expect(written).toEqual([])
  const sent = clinic.telegram.calls.map(({ method }) => method.toLowerCase())
  expect(new Set(sent)).toEqual(new Set(['getme', 'getwebhookinfo', 'getchat']))
})

test('settings that are not complete are named all at once, with 78, and nobody is asked anything', async () => {
  await using clinic = await openClinic()
  const changes = { TELEGRAM_BOT_TOKEN: '', BITRIX24_WEBHOOK: 'ftp://company', HTTP_LISTEN: '8443' }
  const { code, printed } = await clinic.examine([], changes)
  expect(code).toBe(78)
  expect(printed).toContain('✗ TELEGRAM_BOT_TOKEN: не задано.')
  expect(printed).toContain('✗ BITRIX24_WEBHOOK: нужен адрес https://')
  expect(printed).toContain('Нужно исправить: 3.')
  const english = await clinic.examine(['--lang', 'en'], changes)
  expect(english.printed).toContain('✗ HTTP_LISTEN: must be an address and a port')
  expect(english.printed).not.toMatch(/[а-яё]/i)
  expect(clinic.portal.requests).toEqual([])
  expect((await clinic.examine(['--lang', 'fr'])).code).toBe(64)
  expect((await clinic.examine(['--employee', '15'])).code).toBe(64)
  expect((await clinic.examine(only('weather'))).code).toBe(64)
})

describe('settings that contradict each other', () => {
  test.each([
    [{ BITRIX24_EVENT_TOKEN: 'jvh98mno2kqr4stu' }, 'wrong', 'events_without_listen'],
    [{ TICK_SECRET: 'tick-secret-of-the-clinic-0123456789' }, 'wrong', 'tick_without_listen'],
    [{ HTTP_LISTEN: '127.0.0.1:1' }, 'note', 'listen_without_events'],
    [{ LINK_CODE_SECRET: '' }, 'note', 'link_secret_absent'],
    [{ ALERT_CHAT_ID: '' }, 'note', 'alerts_absent'],
    [{ TICK_SECRET: 'link-secret-of-the-clinic-0123456789' }, 'wrong', 'secrets_same'],
    [{ DIALOGS_FOLDER: './no-such-folder' }, 'wrong', 'dialogs_folder_absent'],
    [{ TELEGRAM_PROXY_URL: 'socks5://127.0.0.1:1080' }, 'wrong', 'proxy_wrong'],
  ])('%o', async (changes, level, id) => {
    await using clinic = await openClinic()
    const findings = await clinic.findings([], changes)
    expect(ids(findings, level)).toContain(id)
    expect(findings.find((one) => one.id === id)?.remedy).not.toBeNull()
  })
})

describe('the database', () => {
  test('that is not there yet is not made', async () => {
    await using clinic = await openClinic()
    expect(ids(await clinic.findings(only('database')), 'ok')).toContain('database_new')
    expect(ids(await clinic.findings(only('database')), 'ok')).toContain('database_new')
  })

  test('that the assistant has used is found right, also while it is used', async () => {
    await using clinic = await openClinic()
    const clock = { now: () => Date.now() }
    await using store = await openStore({ url: clinic.env['DATABASE_URL'] ?? '', clock })
    expect(ids(await clinic.findings(only('database')), 'ok')).toContain('database_ok')
    expect(await store.transaction((unit) => unit.links.all())).toEqual([])
  })

  test('that is no database is told apart from one of a newer version', async () => {
    await using clinic = await openClinic()
    const path = `${clinic.folder}/other.db`
    await writeFile(path, 'это не база данных, а чей-то текстовый файл, и довольно длинный')
    const broken = { DATABASE_URL: `sqlite:${path}` }
    expect(ids(await clinic.findings(only('database'), broken), 'wrong')).toEqual(['database_damaged'])
  })

  test('of PostgreSQL is examined, read-only and absent ones too, and no password is told', async () => {
    await using clinic = await openClinic()
    const { direct } = await sharedServers()
    await using database = await createTestDatabase(direct)
    const url = `${direct}/${database.name}`
    const empty = await clinic.findings(only('database'), { DATABASE_URL: url })
    expect(ids(empty, 'ok')).toContain('database_empty')
    expect(ids(empty, 'fact')).toContain('database_server')
    const readOnly = `${url}?options=-c%20default_transaction_read_only%3Don`
    expect(ids(await clinic.findings(only('database'), { DATABASE_URL: readOnly }), 'wrong')).toEqual([
      'database_closed',
    ])
    const absent = { DATABASE_URL: `${direct}/no_such_database` }
    expect(ids(await clinic.findings(only('database'), absent), 'wrong')).toEqual(['database_absent'])
    const away = { DATABASE_URL: `postgres://bot:parol-bazy@127.0.0.1:${await freePort()}/bot` }
    const told = await clinic.examine(only('database'), away)
    expect(told.printed).toContain('✗ База данных не отвечает.')
    expect(told.printed).not.toContain('parol-bazy')
  })
})

describe('Telegram', () => {
  test('that refuses the token', async () => {
    await using clinic = await openClinic()
    const wrong = `${clinic.telegram.token.split(':')[0]}:${'z'.repeat(35)}`
    const { code, printed } = await clinic.examine(only('telegram'), { TELEGRAM_BOT_TOKEN: wrong })
    expect(code).toBe(1)
    expect(printed).toContain('✗ Telegram не принимает TELEGRAM_BOT_TOKEN.')
    expect(printed).not.toContain('zzz')
  })

  test('that cannot be reached, directly and through a proxy, or is somebody else', async () => {
    await using clinic = await openClinic()
    const closed = `http://127.0.0.1:${await freePort()}`
    const root = { TELEGRAM_API_ROOT: closed }
    expect(ids(await clinic.findings(only('telegram'), root), 'wrong')).toEqual(['telegram_unreachable'])
    const proxy = { TELEGRAM_PROXY_URL: closed }
    expect(ids(await clinic.findings(only('telegram'), proxy), 'wrong')).toEqual([
      'telegram_unreachable_proxied',
    ])
    const other = { TELEGRAM_API_ROOT: clinic.portal.origin }
    expect(ids(await clinic.findings(only('telegram'), other), 'wrong')).toEqual(['telegram_foreign'])
  })

  test('with a webhook in the way of polling, and with one elsewhere', async () => {
    await using clinic = await openClinic()
    const { telegram } = clinic
    await fetch(`${telegram.apiRoot}/bot${telegram.token}/setWebhook?url=http://127.0.0.1:9/hook-secret`)
    const polling = await clinic.findings(only('telegram'))
    expect(ids(polling, 'wrong')).toEqual(['webhook_in_the_way'])
    expect(JSON.stringify(polling)).not.toContain('hook-secret')
    const port = await freePort()
    const webhook = {
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_URL: `http://127.0.0.1:${port}/telegram`,
      TELEGRAM_WEBHOOK_SECRET: 'only-telegram-knows-this',
      HTTP_LISTEN: `127.0.0.1:${port}`,
    }
    expect(ids(await clinic.findings(only('telegram'), webhook), 'note')).toEqual(['webhook_elsewhere'])
    const same = { ...webhook, TELEGRAM_WEBHOOK_URL: 'http://127.0.0.1:9/hook-secret' }
    telegram.person(5_002).say('Поставь Игорю смету до пятницы')
    await expect
      .poll(async () => ids(await clinic.findings(only('telegram'), same), 'wrong'), { timeout: 20_000 })
      .toEqual(['webhook_failing'])
  })

  test('whose clock is not ours', async () => {
    await using clinic = await openClinic()
    const fast = await clinic.findings(['--only', 'telegram,portal'], {}, () => Date.now() + 45_000)
    expect(ids(fast, 'wrong')).toEqual(['clock_telegram_ahead_wrong', 'clock_portal_ahead_wrong'])
    expect(fast.find(({ id }) => id === 'clock_telegram_ahead_wrong')?.says).toMatch(/на 4[345] с/)
    const slow = await clinic.findings(['--only', 'telegram,portal'], {}, () => Date.now() - 10_000)
    expect(ids(slow, 'note')).toEqual(['clock_telegram_behind_note', 'clock_portal_behind_note'])
  })

  test('that cannot write to whom alerts are meant for', async () => {
    await using clinic = await openClinic()
    const strange = await clinic.findings(only('telegram'), { ALERT_CHAT_ID: '424242' })
    expect(ids(strange, 'wrong')).toEqual(['alerts_unreachable'])
  })
})

describe('a portal', () => {
  test.each([
    ['whose webhook has expired', { modes: { webhookExpired: true } }, 'portal_webhook'],
    ['without a paid plan', { modes: { restPaid: false } }, 'portal_plan'],
    ['that was deleted', { modes: { portalDeleted: 403 } }, 'portal_closed'],
    ['blocked by support', { modes: { overloaded: true } }, 'portal_blocked'],
    ['whose webhook is no administrator’s', { ownerId: 15 }, 'owner_not_admin'],
    ['without the scope of calendars', { scopes: ['user_basic', 'im', 'task'] }, 'scopes_missing'],
    ['that hides e-mail', { scopes: ['user_brief', 'im', 'task', 'calendar'] }, 'scopes_missing'],
    ['that closes others’ calendars', { modes: { othersCalendars: 'denied' } }, 'others_calendars_closed'],
  ] as const)('%s', async (_state, options, id) => {
    await using clinic = await openClinic({ portal: options })
    const findings = await clinic.findings(only('portal'))
    expect(ids(findings, 'wrong')).toContain(id)
    expect(findings.find((one) => one.id === id)?.remedy).not.toBeNull()
  })

  test.each([
    ['moved within its domain', { kind: 'redirect', times: 1 }, 'note', 'portal_renamed'],
    [
      'moved elsewhere',
      { kind: 'redirect', location: 'https://elsewhere.example/' },
      'wrong',
      'portal_moved',
    ],
    ['behind a proxy’s page', { kind: 'html' }, 'wrong', 'portal_silent'],
    [
      'asking for confirmation',
      { kind: 'status', status: 401, code: 'METHOD_CONFIRM_WAITING' },
      'wrong',
      'portal_confirmation',
    ],
    ['asking to wait', { kind: 'status', status: 503, code: 'QUERY_LIMIT_EXCEEDED' }, 'note', 'portal_busy'],
    ['refusing', { kind: 'status', status: 400, code: 'WRONG_ENCODING' }, 'wrong', 'portal_refuses'],
  ] as const)('%s', async (_state, fault, level, id) => {
    await using clinic = await openClinic()
    clinic.portal.fault({ ...fault, method: 'profile' })
    expect(ids(await clinic.findings(only('portal')), level)).toContain(id)
  })

  test('that is away, and a webhook that is not known', async () => {
    await using clinic = await openClinic()
    const away = { BITRIX24_WEBHOOK: `http://127.0.0.1:${await freePort()}/rest/1/secretcode/` }
    expect(ids(await clinic.findings(only('portal'), away), 'wrong')).toEqual(['portal_unreachable'])
    const unknown = { BITRIX24_WEBHOOK: `${clinic.portal.origin}/rest/1/wrongcode/` }
    const told = await clinic.examine(only('portal'), unknown)
    expect(told.printed).toContain('✗ Портал не принимает вебхук')
    expect(told.printed).not.toContain('wrongcode')
  })

  test('with more scopes than needed, or without those that help', async () => {
    const scopes = ['user', 'im', 'task', 'calendar', 'crm']
    await using clinic = await openClinic({ portal: { scopes } })
    const findings = await clinic.findings(only('portal'))
    expect(ids(findings, 'wrong')).toEqual([])
    expect(ids(findings, 'note')).toEqual(['scope_tasks_absent', 'scope_disk_absent', 'scopes_excess'])
    expect(findings.find(({ id }) => id === 'scopes_excess')?.says).toContain('user, crm')
  })

  test.each([
    [{ unknownTaskFilter: 'refused' }, 'unknown_filter_refused'],
    [{ unknownTaskFilter: 'ignored' }, 'unknown_filter_ignored'],
    [{ xmlIdFilter: 'ignored' }, 'mark_filter_ignored'],
    [{ xmlIdFilter: 'applied' }, 'mark_filter_applied'],
    [{ userArrayFilter: 'ignored' }, 'user_arrays_ignored'],
    [{ userArrayFilter: 'applied' }, 'user_arrays_applied'],
    [{ restV3: false }, 'rest3_absent'],
    [{ occurrenceTimestamps: 'series' }, 'series_first'],
    [{ occurrenceTimestamps: 'occurrence' }, 'series_own'],
    [{ calendarTimestamps: 'utc' }, 'timestamps_true'],
    [{ calendarTimestamps: 'server' }, 'timestamps_off'],
    [{ accessibilityRows: 'busy' }, 'busy_times_busy'],
    [{ accessibilityRows: 'all', accessibilityIds: 'number' }, 'busy_times_all'],
  ] as const)('that behaves like %o is seen to', async (modes, id) => {
    await using clinic = await openClinic({ portal: { modes } })
    const findings = await clinic.findings(only('portal'))
    expect(findings.map((one) => one.id)).toContain(id)
    expect(ids(findings, 'wrong')).toEqual([])
  })
})

describe('writing on request', () => {
  test('tells what only a write tells, and takes away what it made', async () => {
    await using clinic = await openClinic()
    const [tasks, events] = [clinic.portal.tasks().length, clinic.portal.events().length]
    const findings = await clinic.findings([...only('portal'), '--write-probe', '--employee', '15'])
    for (const id of [
      'task_deadline_kept',
      'task_mark_kept',
      'keys_kept',
      'event_host_kept',
      'event_mark_kept',
      'event_time_kept',
    ])
      expect(ids(findings, 'ok')).toContain(id)
    expect(ids(findings, 'wrong')).toEqual([])
    expect([clinic.portal.tasks().length, clinic.portal.events().length]).toEqual([tasks, events])
    expect(clinic.portal.notices()).toEqual([])
  })

  test.each([
    [{ eventOrganiser: 'webhook' }, 'event_host_changed'],
    [{ idempotency: 'ignored' }, 'keys_ignored'],
    [{ mandatoryTaskField: 'Проект' }, 'task_field_demanded'],
    [{ calendarTimestamps: 'server' }, 'event_time_moved'],
  ] as const)('on a portal like %o', async (modes, id) => {
    await using clinic = await openClinic({ portal: { modes } })
    const [tasks, events] = [clinic.portal.tasks().length, clinic.portal.events().length]
    const findings = await clinic.findings([...only('portal'), '--write-probe', '--employee', '15'])
    expect(findings.map((one) => one.id)).toContain(id)
    expect([clinic.portal.tasks().length, clinic.portal.events().length]).toEqual([tasks, events])
  })

  test('cut off in the middle, it looks for what was made and removes it', async () => {
    await using clinic = await openClinic()
    const [tasks, events] = [clinic.portal.tasks().length, clinic.portal.events().length]
    for (const method of ['tasks.task.add', 'calendar.event.add'])
      clinic.portal.fault({ kind: 'apply-then-cut', method, version: 2, times: 1 })
    const findings = await clinic.findings([...only('portal'), '--write-probe', '--employee', '15'])
    expect(ids(findings, 'wrong')).toEqual(['portal_silent', 'event_refused'])
    expect([clinic.portal.tasks().length, clinic.portal.events().length]).toEqual([tasks, events])
  })

  test('says what it could not take away', async () => {
    await using clinic = await openClinic()
    clinic.portal.fault({ kind: 'status', status: 400, code: '1048582', method: 'tasks.task.delete' })
    const findings = await clinic.findings([...only('portal'), '--write-probe'])
    const left = clinic.portal.tasks().filter(({ title }) => title.startsWith('Проверка помощника'))
    expect(left.length).toBeGreaterThan(0)
    for (const { id } of left)
      expect(findings.some((one) => one.id === 'task_left' && one.says.includes(String(id)))).toBe(true)
  })
})

describe('Telemost', () => {
  test.each([
    ['a good token', {}, 'telemost_accepted'],
    ['one that may only make rooms', { permissions: ['create'] }, 'telemost_unread'],
    ['a revoked one', { modes: { tokenRevoked: true } }, 'telemost_refused'],
    ['a personal one', { modes: { restricted: true } }, 'telemost_restricted'],
  ] as const)('%s', async (_state, telemost, id) => {
    await using clinic = await openClinic({ telemost })
    const findings = await clinic.findings(only('telemost'))
    expect(findings.map((one) => one.id)).toContain(id)
    expect(clinic.telemost.conferences()).toEqual([])
  })

  test('none at all, and a service that is away', async () => {
    await using clinic = await openClinic()
    expect(ids(await clinic.findings(only('telemost'), { TELEMOST_OAUTH_TOKEN: '' }), 'fact')).toContain(
      'telemost_absent',
    )
    const away = { TELEMOST_API_ROOT: `http://127.0.0.1:${await freePort()}` }
    expect(ids(await clinic.findings(only('telemost'), away), 'wrong')).toEqual(['telemost_unreachable'])
    const other = { TELEMOST_API_ROOT: clinic.telegram.apiRoot }
    expect(ids(await clinic.findings(only('telemost'), other), 'wrong')).toEqual(['telemost_unreachable'])
  })
})

describe('the address to listen at', () => {
  const events = { BITRIX24_EVENT_TOKEN: 'jvh98mno2kqr4stu' }

  test('is free, is not this computer’s, or belongs to somebody', async () => {
    await using clinic = await openClinic()
    const listening = { ...events, HTTP_LISTEN: `127.0.0.1:${await freePort()}` }
    expect(ids(await clinic.findings(only('listening'), listening), 'ok')).toContain('listen_free')
    const foreign = { ...events, HTTP_LISTEN: '192.0.2.1:8443' }
    expect(ids(await clinic.findings(only('listening'), foreign), 'wrong')).toEqual(['listen_foreign'])
    const taken = { ...events, HTTP_LISTEN: new URL(clinic.portal.origin).host }
    expect(ids(await clinic.findings(only('listening'), taken), 'wrong')).toEqual(['listen_taken'])
  })

  test('belongs to the assistant itself', async () => {
    await using clinic = await openClinic()
    const server = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1')
    await once(server, 'listening')
    // The address of a server that listens on a port is never a name.
    const { port } = server.address() as AddressInfo
    const ours = await clinic.findings(only('listening'), { ...events, HTTP_LISTEN: `127.0.0.1:${port}` })
    expect(ids(ours, 'ok')).toContain('listen_ours')
    server.close()
  })
})

test('no secret of the settings is ever printed, whatever is wrong', async () => {
  await using clinic = await openClinic()
  const changes = {
    TICK_SECRET: 'tick-secret-of-the-clinic-0123456789',
    BITRIX24_EVENT_TOKEN: 'jvh98mno2kqr4stu',
    DIALOGS_FOLDER: './no-such-folder',
  }
  const { config } = readConfig({ ...clinic.env, ...changes })
  expect(config).not.toBeNull()
  const secrets = config === null ? [] : secretsOf(config).filter((secret) => secret !== '')
  for (const kind of ['redirect', 'html', 'cut'] as const) {
    clinic.portal.clearFaults()
    clinic.portal.fault({ kind })
    for (const args of [[], ['--json'], ['--write-probe'], ['--lang', 'en']]) {
      const { printed } = await clinic.examine(args, changes, () => Date.now() + wholeYear)
      for (const secret of secrets) expect(printed).not.toContain(secret)
    }
  }
})

test('a file of settings that others may read is told of', async () => {
  await using clinic = await openClinic()
  const before = process.cwd()
  process.chdir(clinic.folder)
  try {
    await writeFile('.env', '')
    await chmod('.env', 0o644)
    expect(ids(await clinic.findings(), 'note')).toEqual(['settings_file_open'])
    await chmod('.env', 0o600)
    expect(ids(await clinic.findings(), 'note')).toEqual([])
  } finally {
    process.chdir(before)
  }
})

test('a company’s own dialog with an error is told of, as the assistant would not start', async () => {
  await using clinic = await openClinic()
  const own = `${clinic.folder}/dialogs/lunch`
  await mkdir(own, { recursive: true })
  await writeFile(`${own}/dialog.yaml`, 'dialog: lunch\nversion: один\n')
  const findings = await clinic.findings(only('dialogs'), { DIALOGS_FOLDER: `${clinic.folder}/dialogs` })
  expect(ids(findings, 'wrong')).toEqual(['dialogs_refused'])
})

test('the command answers with its exit code', async () => {
  await using clinic = await openClinic()
  const program = fileURLToPath(new URL('../../bin/assistant.js', import.meta.url))
  const run = async (env: Record<string, string>): Promise<readonly [number | null, string]> => {
    const args = [program, 'doctor', '--only', 'settings,telegram']
    const child = spawn(process.execPath, args, { cwd: clinic.folder, env })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
    return [code, printed]
  }
  const [fine, said] = await run(clinic.env)
  expect([fine, said]).toEqual([0, expect.stringContaining('✓ Токен принят')])
  expect((await run({ ...clinic.env, ALERT_CHAT_ID: '424242' }))[0]).toBe(1)
  expect((await run({}))[0]).toBe(78)
})
