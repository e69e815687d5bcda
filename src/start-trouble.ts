/**
 * Why the assistant or its database could not be opened, for whoever starts it. The codes are PostgreSQL's (docs, appendix
 * A) and Node's.
 */
import { StoreAway } from './store/store.ts'
import type { Language } from './ports/language.ts'
import { untrustedServer } from '../db/tls-trouble.ts'

/** A sentence without a password in it; null for anything not known here. */
export function explainTrouble(error: unknown): Readonly<Record<Language, string>> | null {
  const causes = causesOf(error)
  for (const cause of causes) {
    const known = 'code' in cause && typeof cause.code === 'string' ? sentences.get(cause.code) : undefined
    if (known !== undefined) return known
  }
  const untrusted = causes.map(untrustedServer).find((one) => one !== null)
  if (untrusted !== undefined) return tlsSentences[untrusted]
  return causes.some((cause) => cause instanceof StoreAway)
    ? {
        ru: 'База данных не отвечает. Проверьте, работает ли сервер и верен ли DATABASE_URL.',
        en: 'The database does not answer. Check that the server runs and that DATABASE_URL is right.',
      }
    : null
}

const wrongPassword = {
  ru: 'База данных не приняла имя или пароль из DATABASE_URL.',
  en: 'The database did not take the name or the password of DATABASE_URL.',
}

const sentences: ReadonlyMap<string, Readonly<Record<Language, string>>> = new Map([
  ['28P01', wrongPassword],
  ['28000', wrongPassword],
  [
    '3D000',
    {
      ru: 'На сервере нет базы с именем из DATABASE_URL: создайте её (createdb) и запустите снова.',
      en: 'The server has no database of the name in DATABASE_URL: create it (createdb) and start again.',
    },
  ],
  [
    '42501',
    {
      ru: 'У пользователя из DATABASE_URL нет права создавать таблицы в этой базе.',
      en: 'The user of DATABASE_URL may not create tables in this database.',
    },
  ],
  [
    'EADDRINUSE',
    {
      ru: 'Адрес из HTTP_LISTEN уже занят другой программой.',
      en: 'Another program has the address of HTTP_LISTEN.',
    },
  ],
  [
    'EADDRNOTAVAIL',
    {
      ru: 'У этого компьютера нет адреса из HTTP_LISTEN.',
      en: 'This computer has no such address as HTTP_LISTEN names.',
    },
  ],
  [
    'EACCES',
    {
      ru: 'Нет прав: порт из HTTP_LISTEN меньше 1024, или файл базы закрыт для этого пользователя.',
      en: 'Not allowed: the port of HTTP_LISTEN is below 1024, or the file of the database is closed to this user.',
    },
  ],
])

const tlsSentences = {
  certificate: {
    ru: 'Сертификат сервера базы не проверен: назовите в DATABASE_URL корневой сертификат (&sslrootcert=/путь/ca.crt) и то же имя сервера, что в сертификате.',
    en: 'The certificate of the database server could not be verified: name the root certificate in DATABASE_URL (&sslrootcert=/path/ca.crt), and the server as its certificate does.',
  },
  plain: {
    ru: 'Сервер базы не умеет шифровать соединение, а DATABASE_URL этого требует: включите на сервере ssl.',
    en: 'The database server offers no encryption, and DATABASE_URL insists on it: turn ssl on at the server.',
  },
} as const

function causesOf(error: unknown, depth = 0): readonly Error[] {
  if (!(error instanceof Error) || depth > 4) return []
  return [error, ...causesOf(error.cause, depth + 1)]
}
