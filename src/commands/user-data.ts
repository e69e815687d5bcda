/** `npm run user-data -- …`: all that is kept about one employee, to be handed over or erased. Texts for whoever runs it. */
import { open } from 'node:fs/promises'
import { asJson } from '../machines/json.ts'
import { newChatState, readChatState } from '../machines/chat/state.ts'
import type { Clock } from '../ports/environment.ts'
import { toPortalUserId, type PortalUserId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'
import type { PersonalData } from '../store/personal-data.ts'

/** What the command says, and its exit code: 0 done, 1 could not, 64 not understood. */
export interface UserDataAnswer {
  readonly code: 0 | 1 | 64
  readonly lines: readonly string[]
}

export interface UserDataDeps {
  readonly personal: PersonalData
  readonly clock: Clock
}

/** `args` as typed. */
export async function answerUserData(args: readonly string[], deps: UserDataDeps): Promise<UserDataAnswer> {
  const [command, number, path, ...rest] = args
  const employee = /^[1-9]\d{0,14}$/.test(number ?? '') ? toPortalUserId(Number(number)) : null
  if (employee === null || rest.length > 0) return { code: 64, lines: usage }
  if (command === 'export' && path !== undefined) return exportTo(path, employee, deps)
  if (command === 'erase' && path === undefined) return erase(employee, deps)
  return { code: 64, lines: usage }
}

const usage = [
  'Данные одного сотрудника. НОМЕР — его номер в Битрикс24 (он в адресе профиля).',
  '',
  '  npm run user-data -- export НОМЕР ФАЙЛ   всё, что о нём хранится, — в файл JSON',
  '  npm run user-data -- erase НОМЕР         удалить это; сначала отключите: npm run link -- revoke НОМЕР',
]

async function exportTo(
  path: string,
  employee: PortalUserId,
  { personal, clock }: UserDataDeps,
): Promise<UserDataAnswer> {
  const tables = await personal.collect(employee)
  const rows = Object.values(tables).reduce((sum, of) => sum + of.length, 0)
  if (rows === 0) return { code: 1, lines: [`О сотруднике № ${employee} ничего не хранится.`] }
  const text = JSON.stringify({ employee, atMs: clock.now(), tables }, null, 2)
  const problem = await write(path, `${text}\n`)
  if (problem !== null) return { code: 1, lines: [`Файл «${path}» не записан: ${problem}.`] }
  return {
    code: 0,
    lines: [
      `Данные сотрудника № ${employee} записаны в файл ${path}, строк: ${rows}.`,
      'В файле имя, тексты и настройки: читать его может только его владелец (права 0600).',
    ],
  }
}

/** Null, or why not. */
async function write(path: string, text: string): Promise<string | null> {
  try {
    await using file = await open(path, 'wx', 0o600)
    await file.write(text)
    await file.sync()
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return failures.get(code) ?? 'не получилось его создать'
  }
}

const failures: ReadonlyMap<string, string> = new Map([
  ['EEXIST', 'такой файл уже есть, он не изменён'],
  ['ENOENT', 'такой папки нет'],
  ['EACCES', 'нет права писать в эту папку'],
  ['ENOSPC', 'на диске нет места'],
])

async function erase(employee: PortalUserId, { personal, clock }: UserDataDeps): Promise<UserDataAnswer> {
  const result = await personal.erase(employee, (state) => blankOf(state, clock.now()))
  if (result.type !== 'erased') return { code: 1, lines: [notYet[result.type](employee)] }
  if (result.rows === 0) return { code: 1, lines: [`О сотруднике № ${employee} удалять нечего.`] }
  return {
    code: 0,
    lines: [
      `Удалено строк: ${result.rows}: имя, тексты, настройки, незаконченные диалоги, напоминания, журнал ходов.`,
      'Остались до своего срока журналы подключений (год) и действий (400 дней): в них только номера чата, сотрудника и задач.',
      'Задачи, встречи и комментарии на портале, резервные копии базы и переписка в самом Telegram не затронуты.',
    ],
  }
}

const notYet = {
  linked: (employee: PortalUserId) =>
    `Сотрудник № ${employee} подключён. Сначала отключите его: npm run link -- revoke ${employee}.`,
  unfinished: () => 'Ничего не удалено: не всё ещё сделано и сказано в этом чате. Повторите через минуту.',
} as const

/** Conversations are numbered on: a late result of an old one must not meet a new one of its number. */
function blankOf(state: JsonObject, nowMs: number): JsonObject {
  const { conversations } = readChatState(state)
  return asJson({ ...newChatState({ firstName: '' }, nowMs), conversations })
}
