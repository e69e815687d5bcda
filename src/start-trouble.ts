/**
 * Why the assistant or its database could not be opened, for whoever starts it. The codes are PostgreSQL's (docs, appendix
 * A) and Node's.
 */
import { StoreAway } from './store/store.ts'
import { untrustedServer } from '../db/tls-trouble.ts'

/** A sentence without a password in it; null for anything not known here. */
export function explainTrouble(error: unknown): string | null {
  const causes = causesOf(error)
  for (const cause of causes) {
    const known = 'code' in cause && typeof cause.code === 'string' ? sentences.get(cause.code) : undefined
    if (known !== undefined) return known
  }
  const untrusted = causes.map(untrustedServer).find((one) => one !== null)
  if (untrusted !== undefined) return tlsSentences[untrusted]
  return causes.some((cause) => cause instanceof StoreAway)
    ? 'База данных не отвечает. Проверьте, работает ли сервер и верен ли DATABASE_URL.'
    : null
}

const wrongPassword = 'База данных не приняла имя или пароль из DATABASE_URL.'

const sentences: ReadonlyMap<string, string> = new Map([
  ['28P01', wrongPassword],
  ['28000', wrongPassword],
  ['3D000', 'На сервере нет базы с именем из DATABASE_URL: создайте её (createdb) и запустите снова.'],
  ['42501', 'У пользователя из DATABASE_URL нет права создавать таблицы в этой базе.'],
  ['EADDRINUSE', 'Адрес из HTTP_LISTEN уже занят другой программой.'],
  ['EADDRNOTAVAIL', 'У этого компьютера нет адреса из HTTP_LISTEN.'],
  ['EACCES', 'Нет прав: порт из HTTP_LISTEN меньше 1024, или файл базы закрыт для этого пользователя.'],
])

const tlsSentences = {
  certificate:
    'Сертификат сервера базы не проверен: назовите в DATABASE_URL корневой сертификат (&sslrootcert=/путь/ca.crt) и то же имя сервера, что в сертификате.',
  plain: 'Сервер базы не умеет шифровать соединение, а DATABASE_URL этого требует: включите на сервере ssl.',
}

function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return []
  return [error, ...causesOf(error.cause, depth + 1)]
}
