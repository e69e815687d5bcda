/** `npm run user-data -- …`: all that is kept about one employee, to be handed over or erased. Texts for whoever runs it. */
import { open } from 'node:fs/promises'
import { asJson } from '../machines/json.ts'
import { newChatState, readChatState } from '../machines/chat/state.ts'
import type { Clock } from '../ports/environment.ts'
import { toPortalUserId, type PortalUserId } from '../ports/identity.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Language } from '../ports/language.ts'
import type { PersonalData } from '../store/personal-data.ts'
import { failed, line, spoken, told, type Answer, type Line, type Spoken } from './answer.ts'

export interface UserDataDeps {
  readonly personal: PersonalData
  readonly clock: Clock
  /** Russian when absent. */
  readonly language?: Language
}

/** `args` as typed. */
export async function answerUserData(args: readonly string[], deps: UserDataDeps): Promise<Spoken> {
  return spoken(await answer(args, deps), deps.language ?? 'ru')
}

async function answer(args: readonly string[], deps: UserDataDeps): Promise<Answer> {
  const [command, number, path, ...rest] = args
  const employee = /^[1-9]\d{0,14}$/.test(number ?? '') ? toPortalUserId(Number(number)) : null
  if (employee === null || rest.length > 0) return { code: 64, lines: usage }
  if (command === 'export' && path !== undefined) return exportTo(path, employee, deps)
  if (command === 'erase' && path === undefined) return erase(employee, deps)
  return { code: 64, lines: usage }
}

const usage: readonly Line[] = [
  line(
    'Данные одного сотрудника. НОМЕР — его номер в Битрикс24 (он в адресе профиля).',
    'What is kept about one employee. NUMBER is theirs in Bitrix24 (it stands in the address of their profile).',
  ),
  '',
  line(
    '  npm run user-data -- export НОМЕР ФАЙЛ   всё, что о нём хранится, — в файл JSON',
    '  npm run user-data -- export NUMBER FILE  all that is kept about them, into a file of JSON',
  ),
  line(
    '  npm run user-data -- erase НОМЕР         удалить это; сначала отключите: npm run link -- revoke НОМЕР',
    '  npm run user-data -- erase NUMBER        delete it; disconnect them first: npm run link -- revoke NUMBER',
  ),
]

async function exportTo(
  path: string,
  employee: PortalUserId,
  { personal, clock }: UserDataDeps,
): Promise<Answer> {
  const tables = await personal.collect(employee)
  const rows = Object.values(tables).reduce((sum, of) => sum + of.length, 0)
  if (rows === 0)
    return failed(
      line(`О сотруднике № ${employee} ничего не хранится.`, `Nothing is kept about employee № ${employee}.`),
    )
  const text = JSON.stringify({ employee, atMs: clock.now(), tables }, null, 2)
  const problem = await write(path, `${text}\n`)
  if (problem !== null)
    return failed(
      line(`Файл «${path}» не записан: ${problem.ru}.`, `The file “${path}” was not written: ${problem.en}.`),
    )
  return told(
    line(
      `Данные сотрудника № ${employee} записаны в файл ${path}, строк: ${rows}.`,
      `What is kept about employee № ${employee} was written to ${path}, rows: ${rows}.`,
    ),
    line(
      'В файле имя, тексты и настройки: читать его может только его владелец (права 0600).',
      'It holds a name, texts and settings: only its owner can read it (mode 0600).',
    ),
  )
}

/** Null, or why not. */
async function write(path: string, text: string): Promise<Failure | null> {
  try {
    await using file = await open(path, 'wx', 0o600)
    await file.write(text)
    await file.sync()
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return failures.get(code) ?? { ru: 'не получилось его создать', en: 'it could not be created' }
  }
}

type Failure = Readonly<Record<Language, string>>

const failures: ReadonlyMap<string, Failure> = new Map([
  ['EEXIST', { ru: 'такой файл уже есть, он не изменён', en: 'there is such a file, and it was left alone' }],
  ['ENOENT', { ru: 'такой папки нет', en: 'there is no such folder' }],
  ['EACCES', { ru: 'нет права писать в эту папку', en: 'this folder may not be written to' }],
  ['ENOSPC', { ru: 'на диске нет места', en: 'the disk is full' }],
])

async function erase(employee: PortalUserId, { personal, clock }: UserDataDeps): Promise<Answer> {
  const result = await personal.erase(employee, (state) => blankOf(state, clock.now()))
  if (result.type !== 'erased') return failed(notYet[result.type](employee))
  if (result.rows === 0)
    return failed(
      line(
        `О сотруднике № ${employee} удалять нечего.`,
        `There is nothing about employee № ${employee} to delete.`,
      ),
    )
  return told(
    line(
      `Удалено строк: ${result.rows}: имя, тексты, настройки, незаконченные диалоги, напоминания, журнал ходов.`,
      `Rows deleted: ${result.rows}: name, texts, settings, unfinished dialogs, reminders, the journal of turns.`,
    ),
    line(
      'Остались до своего срока журналы подключений (год) и действий (400 дней): в них только номера чата, сотрудника и задач.',
      'Left until their time are the records of connections (a year) and of actions (400 days): numbers of a chat, an employee and tasks alone.',
    ),
    line(
      'Задачи, встречи и комментарии на портале, резервные копии базы и переписка в самом Telegram не затронуты.',
      'Tasks, meetings and comments in the portal, backups of the database, and the chat in Telegram itself are untouched.',
    ),
  )
}

const notYet = {
  linked: (employee: PortalUserId) =>
    line(
      `Сотрудник № ${employee} подключён. Сначала отключите его: npm run link -- revoke ${employee}.`,
      `Employee № ${employee} is connected. Disconnect them first: npm run link -- revoke ${employee}.`,
    ),
  unfinished: () =>
    line(
      'Ничего не удалено: не всё ещё сделано и сказано в этом чате. Повторите через минуту.',
      'Nothing was deleted: something is still to be done or said in this chat. Try again in a minute.',
    ),
} as const

/** Conversations are numbered on: a late result of an old one must not meet a new one of its number. */
function blankOf(state: JsonObject, nowMs: number): JsonObject {
  const { conversations } = readChatState(state)
  return asJson({ ...newChatState({ firstName: '' }, nowMs), conversations })
}
