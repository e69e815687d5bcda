/** `npm run link -- …`: who is connected, and what an administrator does about it. Texts for whoever runs it. */
import { revokeLink, unlockEmployee } from '../dialogs/link-account/endings.ts'
import type { LinkWording } from '../dialogs/link-account/notices.ts'
import { isClosed } from '../dialogs/link-account/rules.ts'
import type { Clock } from '../ports/environment.ts'
import { toPortalUserId, type PortalUserId } from '../ports/identity.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { PastAction } from '../store/actions.ts'
import type { Link } from '../store/links.ts'
import type { Language } from '../ports/language.ts'
import type { Store } from '../store/store.ts'
import { failed, line, oneLine, spoken, told, type Answer, type Line, type Spoken } from './answer.ts'

export interface LinkCommandDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly wording: LinkWording
  readonly clock: Clock
  /** IANA name: whose clock the moments are told by. */
  readonly zone: string
  /** Russian when absent. */
  readonly language?: Language
  /** Makes a deep link for the one employee with this address; a reason in words of that language why not. */
  invite(email: string): Promise<Outcome<Invitation>>
}

export interface Invitation {
  readonly employee: PortalUserId
  readonly name: string
  readonly url: string
}

/** `args` as typed. Works beside an assistant that is running: what it has to say is sent by it. */
export async function answerLink(args: readonly string[], deps: LinkCommandDeps): Promise<Spoken> {
  return spoken(await answer(args, deps), deps.language ?? 'ru')
}

async function answer(args: readonly string[], deps: LinkCommandDeps): Promise<Answer> {
  const [command, number, ...rest] = args
  if (command === 'list' && number === undefined) return list(deps)
  if (command === 'invite' && number !== undefined && rest.length === 0) return invite(number, deps)
  const employee = /^[1-9]\d{0,14}$/.test(number ?? '') ? toPortalUserId(Number(number)) : null
  if (employee === null || rest.length > 0) return { code: 64, lines: usage }
  if (command === 'revoke') return revoke(employee, deps)
  if (command === 'unlock') return unlock(employee, deps)
  if (command === 'actions') return tellActions(employee, deps)
  return { code: 64, lines: usage }
}

const usage: readonly Line[] = [
  line(
    'Подключения сотрудников. НОМЕР — номер сотрудника в Битрикс24 (он в адресе его профиля).',
    "Who is connected. NUMBER is an employee's in Bitrix24 (it stands in the address of their profile).",
  ),
  '',
  line(
    '  npm run link -- list              кто подключён',
    '  npm run link -- list              who is connected',
  ),
  line(
    '  npm run link -- revoke НОМЕР      отключить чат сотрудника от Битрикс24',
    '  npm run link -- revoke NUMBER     disconnect their chat from Bitrix24',
  ),
  line(
    '  npm run link -- unlock НОМЕР      снова разрешить подключение после ста неверных кодов подряд',
    '  npm run link -- unlock NUMBER     let them connect again after a hundred wrong codes in a row',
  ),
  line(
    '  npm run link -- invite ПОЧТА      ссылка, которая подключит этого сотрудника без кода, на сутки',
    '  npm run link -- invite EMAIL      a link that connects this employee without a code, good for a day',
  ),
  line(
    '  npm run link -- actions НОМЕР     что помощник делал в Битрикс24 от имени сотрудника',
    '  npm run link -- actions NUMBER    what the assistant did in Bitrix24 on their behalf',
  ),
  '',
  line('По-английски — с --lang en.', 'In Russian with --lang ru.'),
]

async function list({ store, zone }: LinkCommandDeps): Promise<Answer> {
  const links = await store.transaction((unit) => unit.links.all())
  if (links.length === 0) return told(line('Никто не подключён.', 'Nobody is connected.'))
  const count = links.length
  return told(
    line(`Подключено: ${count}.`, `Connected: ${count}.`),
    ...links.map((link) => lineOf(link, zone)),
  )
}

function lineOf({ employee, name, chat, linkedAtMs }: Link, zone: string): Line {
  const who = oneLine(name)
  return line(
    `  № ${employee}  ${who}, чат ${chat}, с ${momentOf(linkedAtMs, zone, 'ru')}`,
    `  № ${employee}  ${who}, chat ${chat}, since ${momentOf(linkedAtMs, zone, 'en')}`,
  )
}

async function revoke(employee: PortalUserId, { store, wording, clock }: LinkCommandDeps): Promise<Answer> {
  const ended = await store.transaction((unit) => revokeLink(unit, employee, { wording, nowMs: clock.now() }))
  if (ended === null) return nobody(employee)
  const who = `№ ${employee} ${oneLine(ended.name)}`
  return told(
    line(
      `Отключён: ${who}. Напоминания сняты, настройки удалены; в чате будет об этом сказано.`,
      `Disconnected: ${who}. Reminders are off, settings deleted; the chat will be told.`,
    ),
    line(
      'Подключиться снова сотрудник может сам: /start. Чтобы закрыть доступ совсем, увольте его на портале.',
      'They can connect again themselves: /start. To shut them out for good, dismiss them in the portal.',
    ),
  )
}

async function unlock(employee: PortalUserId, { store, clock }: LinkCommandDeps): Promise<Answer> {
  const wasClosed = await store.transaction(async (unit) => {
    const closed = isClosed(await unit.links.failuresInARow(employee))
    if (closed) await unlockEmployee(unit, employee, clock.now())
    return closed
  })
  return wasClosed
    ? told(
        line(
          `Подключение для сотрудника № ${employee} снова открыто. Пусть запросит код: /start.`,
          `Employee № ${employee} may connect again. Let them ask for a code: /start.`,
        ),
      )
    : failed(
        line(
          `Подключение для сотрудника № ${employee} и так открыто.`,
          `Employee № ${employee} may connect as it is.`,
        ),
      )
}

async function invite(email: string, deps: LinkCommandDeps): Promise<Answer> {
  const made = await deps.invite(email)
  if (!made.ok) return failed(made.detail ?? line('Ссылка не создана.', 'No link was made.'))
  const { employee, name, url } = made.value
  const who = `№ ${employee} ${oneLine(name)}`
  return told(
    line(
      `Ссылка для сотрудника ${who}: действует сутки и один раз, прежняя больше не подходит.`,
      `A link for employee ${who}: good for a day and for once; the one before is no longer.`,
    ),
    `  ${url}`,
    line(
      'Кто первым её откроет, станет этим сотрудником: передайте её ему лично. О подключении ему скажет уведомление в Битрикс24.',
      'Whoever opens it first becomes this employee: hand it over in person. A notice in Bitrix24 will tell them of the connection.',
    ),
  )
}

const actionsMax = 100

async function tellActions(employee: PortalUserId, { store, zone }: LinkCommandDeps): Promise<Answer> {
  const actions = await store.transaction((unit) => unit.actions.ofEmployee(employee, actionsMax))
  if (actions.length === 0)
    return failed(
      line(
        `От имени сотрудника № ${employee} помощник ничего не менял.`,
        `The assistant has changed nothing on behalf of employee № ${employee}.`,
      ),
    )
  return told(
    line(
      `Последние действия от имени сотрудника № ${employee}, новые сверху:`,
      `The latest actions on behalf of employee № ${employee}, newest first:`,
    ),
    ...actions.map((action) => actionLine(action, zone)),
  )
}

function actionLine({ atMs, service, object, outcome }: PastAction, zone: string): Line {
  const words = (language: Language, open: string): string =>
    ['', momentOf(atMs, zone, language), service, object ?? '—', outcome ?? open].join('  ')
  return line(words('ru', 'не закончено'), words('en', 'not finished'))
}

function nobody(employee: PortalUserId): Answer {
  return failed(
    line(
      `Сотрудник № ${employee} не подключён. Кто подключён — npm run link -- list.`,
      `Employee № ${employee} is not connected. Who is: npm run link -- list.`,
    ),
  )
}

function momentOf(atMs: number, zone: string, language: Language): string {
  const locale = language === 'ru' ? 'ru' : 'en-GB'
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: zone })
  return format.format(atMs)
}
