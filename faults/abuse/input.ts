import { readTelemostLink } from '../../src/adapters/telemost/link.ts'
import { openHooks } from '../../src/adapters/hooks/hooks.ts'
import { systemClock } from '../../src/adapters/clock.ts'
import { parseDialog } from '../../src/dialogs/load.ts'
import { around, bookRoom } from '../../tests/dialogs/book-room.ts'
import { tally, type Row, type Trial } from '../row.ts'

export const forgedWebhooks: Row = {
  name: 'abuse-webhooks',
  about: 'requests without the secret or with a part of it, of a wrong method, type, size, or address',
  bases: ['sqlite'],
  async run({ bounded, random }) {
    const secret = random.token(32)
    let taken = 0
    await using hooks = await openHooks({
      listen: { host: '127.0.0.1', port: 0 },
      proof: null,
      updates: {
        path: '/telegram/updates',
        secret,
        take: () => {
          taken += 1
          return Promise.resolve('taken')
        },
      },
      clock: systemClock,
      onHint: () => {},
      log: () => {},
    })
    const json = { 'content-type': 'application/json' }
    const known = { ...json, 'x-telegram-bot-api-secret-token': secret }
    const update = '{"update_id":1}'
    const path = '/telegram/updates'
    const kinds: readonly (() => { path: string; init: RequestInit })[] = [
      () => ({ path, init: { method: 'POST', headers: json, body: update } }),
      () => ({
        path,
        init: { method: 'POST', headers: guess(random.token(1 + random.integer(64))), body: update },
      }),
      () => ({
        path,
        init: { method: 'POST', headers: guess(secret.slice(0, random.integer(32))), body: update },
      }),
      () => ({ path, init: { method: 'POST', headers: guess(`${secret}${random.token(1)}`), body: update } }),
      () => ({
        path,
        init: { method: ['GET', 'PUT', 'DELETE', 'PATCH'][random.integer(4)] ?? 'GET', headers: known },
      }),
      () => ({
        path,
        init: { method: 'POST', headers: { ...known, 'content-type': 'text/plain' }, body: update },
      }),
      () => ({ path: `/${random.token(12)}`, init: { method: 'POST', headers: known, body: update } }),
      () => ({ path, init: { method: 'POST', headers: known, body: 'я'.repeat(600_000) } }),
    ]
    const statuses = new Map<number, number>()
    const runs = bounded ? 80 : 1_600
    for (let n = 0; n < runs; n += 1) {
      const { path: to, init } = kinds[n % kinds.length]?.() ?? { path, init: {} }
      // A request that is too large may be cut off in the middle of its sending.
      const status = await fetch(`${hooks.origin}${to}`, init).then(statusOf, () => 0)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
    const accepted = taken
    const honest = await fetch(`${hooks.origin}${path}`, { method: 'POST', headers: known, body: update })
    return tally({
      runs,
      violations: [
        ...(accepted > 0 || statuses.has(200) ? [`${accepted} forged requests were taken`] : []),
        ...(honest.status !== 200 ? [`the honest one after them: ${honest.status}`] : []),
      ],
      note: [...statuses].map(([status, times]) => `${status === 0 ? 'cut' : status}: ${times}`).join(', '),
    })

    function guess(token: string): Record<string, string> {
      return { ...json, 'x-telegram-bot-api-secret-token': token }
    }
  },
}

async function statusOf(answer: Response): Promise<number> {
  await answer.text()
  return answer.status
}

export const links: Row = {
  name: 'abuse-links',
  about: 'links that only look like a room of Telemost, local files and addresses of the own network',
  bases: ['sqlite'],
  run({ bounded, random }) {
    const runs = bounded ? 500 : 20_000
    const number = () => String(10_000_000 + random.integer(9_000_000))
    const hosts = ['telemost.yandex.ru', 'telemost.360.yandex.ru']
    const host = () => hosts[random.integer(2)] ?? ''
    const local = [
      '127.0.0.1',
      'localhost',
      '169.254.169.254',
      '[::1]',
      '10.0.0.8',
      'metadata.internal',
      '0x7f.1',
    ]
    const hostile: readonly (() => string)[] = [
      () => `https://${host()}@${local[random.integer(local.length)]}/j/${number()}`,
      () => `https://${host()}.evil.example/j/${number()}`,
      () => `https://${host()}:8443/j/${number()}`,
      () => `http://${host()}/j/${number()}`,
      () => `file:///etc/passwd?https://${host()}/j/${number()}`,
      () => `javascript://${host()}/j/${number()}`,
      () => `https://teIemost.yandex.ru/j/${number()}`,
      () => `https://telemost.yаndex.ru/j/${number()}`,
      () => `https://${host()}/j/../admin/${number()}`,
      () => `https://${local[random.integer(local.length)]}/https://${host()}/j/${number()}`,
      () => `https://${host()}\\@${local[random.integer(local.length)]}/j/${number()}`,
      () => `https://${host()}%2F@evil.example/j/${number()}`,
      () => `https://${host()}\u202E/j/${number()}`,
    ]
    const believed = Array.from({ length: runs }, (_, n) => hostile[n % hostile.length]?.() ?? '').filter(
      (link) => readTelemostLink(link) !== null,
    )
    const refused = Array.from({ length: 100 }, () => `https://${host()}/j/${number()}`).filter(
      (link) => readTelemostLink(link) !== link,
    )
    return Promise.resolve(
      tally({
        runs,
        lost: refused.length,
        violations: believed.length > 0 ? [`${believed.length} were believed: ${believed[0]}`] : [],
      }),
    )
  },
}

export const bombs: Row = {
  name: 'abuse-definitions',
  about: 'definitions with bombs of aliases, keys of the prototype, nesting and size without end',
  bases: ['sqlite'],
  run(trial) {
    const runs = trial.bounded ? 30 : 600
    let slowestMs = 0
    const believed: string[] = []
    for (let n = 0; n < runs; n += 1) {
      const source = bombOf(n, trial)
      const startMs = performance.now()
      if (parseDialog(source, 'dialog.yaml', around).problems.length === 0) believed.push(source.slice(0, 80))
      slowestMs = Math.max(slowestMs, performance.now() - startMs)
    }
    const isPolluted = Object.keys(Object.prototype).length > 0 || 'polluted' in {}
    return Promise.resolve(
      tally({
        runs,
        violations: [
          ...(believed.length > 0 ? [`${believed.length} were taken: ${believed[0]}`] : []),
          ...(isPolluted ? ['the prototype has changed'] : []),
          ...(parseDialog(bookRoom, 'dialog.yaml', around).definition === null
            ? ['the honest one is refused']
            : []),
        ],
        note: `the slowest was refused after ${Math.round(slowestMs)} ms`,
      }),
    )
  },
}

function bombOf(n: number, { random }: Trial): string {
  const key = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'][random.integer(5)] ?? ''
  const levels = Array.from(
    { length: 5 + random.integer(20) },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array.from({ length: 9 }, () => `*l${at}`).join(', ')}]`,
  )
  const depth = 40 + random.integer(20_000)
  const kinds = [
    () => `l0: &l0 [a]\n${levels.join('\n')}\n${bookRoom}`,
    () => bookRoom.replace('version: 3', `version: 3\n${key}: { polluted: true }`),
    () => bookRoom.replace('\ntexts:\n', `\ntexts:\n  ${key}: { ru: Да, en: Yes }\n`),
    () => `${'['.repeat(depth)}${'x'.repeat(random.integer(100))}`,
    () => `a: ${'{ b: '.repeat(depth)}`,
    () => `${bookRoom}# ${'ы'.repeat(140_000 + random.integer(100_000))}\n`,
    () => `a: [${'1, '.repeat(5_000 + random.integer(20_000))}]`,
    () => `self: &self [*self]\n${bookRoom}`,
  ]
  return kinds[n % kinds.length]?.() ?? ''
}
