/** `npm run link -- …`: who is connected, and what an administrator does about it. Texts for whoever runs it. */
import { revokeLink, unlockEmployee } from '../dialogs/link-account/endings.ts'
import type { LinkWording } from '../dialogs/link-account/notices.ts'
import { isClosed } from '../dialogs/link-account/rules.ts'
import type { Clock } from '../ports/environment.ts'
import { toPortalUserId, type PortalUserId } from '../ports/identity.ts'
import type { Outcome } from '../ports/outcome.ts'
import type { PastAction } from '../store/actions.ts'
import type { Link } from '../store/links.ts'
import type { Store } from '../store/store.ts'

/** What the command says, and its exit code: 0 done, 1 there was nothing to do it to, 64 not understood. */
export interface LinkAnswer {
  readonly code: 0 | 1 | 64
  readonly lines: readonly string[]
}

export interface LinkCommandDeps {
  readonly store: Pick<Store, 'transaction'>
  readonly wording: LinkWording
  readonly clock: Clock
  /** IANA name: whose clock the moments are told by. */
  readonly zone: string
  /** Makes a deep link for the one employee with this address; a reason in words why not. */
  invite(email: string): Promise<Outcome<Invitation>>
}

export interface Invitation {
  readonly employee: PortalUserId
  readonly name: string
  readonly url: string
}

/** `args` as typed. Works beside an assistant that is running: what it has to say is sent by it. */
export async function answerLink(args: readonly string[], deps: LinkCommandDeps): Promise<LinkAnswer> {
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

const usage = [
  'Подключения сотрудников. НОМЕР — номер сотрудника в Битрикс24 (он в адресе его профиля).',
  '',
  '  npm run link -- list              кто подключён',
  '  npm run link -- revoke НОМЕР      отключить чат сотрудника от Битрикс24',
  '  npm run link -- unlock НОМЕР      снова разрешить подключение после ста неверных кодов подряд',
  '  npm run link -- invite ПОЧТА      ссылка, которая подключит этого сотрудника без кода, на сутки',
  '  npm run link -- actions НОМЕР     что помощник делал в Битрикс24 от имени сотрудника',
]

async function list({ store, zone }: LinkCommandDeps): Promise<LinkAnswer> {
  const links = await store.transaction((unit) => unit.links.all())
  if (links.length === 0) return told('Никто не подключён.')
  return told(`Подключено: ${links.length}.`, ...links.map((link) => `  ${lineOf(link, zone)}`))
}

function lineOf({ employee, name, chat, linkedAtMs }: Link, zone: string): string {
  return `№ ${employee}  ${oneLine(name)}, чат ${chat}, с ${momentOf(linkedAtMs, zone)}`
}

async function revoke(
  employee: PortalUserId,
  { store, wording, clock }: LinkCommandDeps,
): Promise<LinkAnswer> {
  const ended = await store.transaction((unit) => revokeLink(unit, employee, { wording, nowMs: clock.now() }))
  if (ended === null) return nobody(employee)
  return told(
    `Отключён: № ${employee} ${oneLine(ended.name)}. Напоминания сняты, настройки удалены; в чате будет об этом сказано.`,
    'Подключиться снова сотрудник может сам: /start. Чтобы закрыть доступ совсем, увольте его на портале.',
  )
}

async function unlock(employee: PortalUserId, { store, clock }: LinkCommandDeps): Promise<LinkAnswer> {
  const wasClosed = await store.transaction(async (unit) => {
    const closed = isClosed(await unit.links.failuresInARow(employee))
    if (closed) await unlockEmployee(unit, employee, clock.now())
    return closed
  })
  return wasClosed
    ? told(`Подключение для сотрудника № ${employee} снова открыто. Пусть запросит код: /start.`)
    : { code: 1, lines: [`Подключение для сотрудника № ${employee} и так открыто.`] }
}

async function invite(email: string, deps: LinkCommandDeps): Promise<LinkAnswer> {
  const made = await deps.invite(email)
  if (!made.ok) return { code: 1, lines: [made.detail ?? 'Ссылка не создана.'] }
  const { employee, name, url } = made.value
  return told(
    `Ссылка для сотрудника № ${employee} ${oneLine(name)}: действует сутки и один раз, прежняя больше не подходит.`,
    `  ${url}`,
    'Кто первым её откроет, станет этим сотрудником: передайте её ему лично. О подключении ему скажет уведомление в Битрикс24.',
  )
}

const actionsMax = 100

async function tellActions(employee: PortalUserId, { store, zone }: LinkCommandDeps): Promise<LinkAnswer> {
  const actions = await store.transaction((unit) => unit.actions.ofEmployee(employee, actionsMax))
  if (actions.length === 0)
    return { code: 1, lines: [`От имени сотрудника № ${employee} помощник ничего не менял.`] }
  return told(
    `Последние действия от имени сотрудника № ${employee}, новые сверху:`,
    ...actions.map((action) => `  ${actionLine(action, zone)}`),
  )
}

function actionLine({ atMs, service, object, outcome }: PastAction, zone: string): string {
  return [momentOf(atMs, zone), service, object ?? '—', outcome ?? 'не закончено'].join('  ')
}

function nobody(employee: PortalUserId): LinkAnswer {
  return { code: 1, lines: [`Сотрудник № ${employee} не подключён. Кто подключён — npm run link -- list.`] }
}

function told(...lines: readonly string[]): LinkAnswer {
  return { code: 0, lines }
}

function momentOf(atMs: number, zone: string): string {
  return new Intl.DateTimeFormat('ru', { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(
    atMs,
  )
}

/** What a terminal would obey is not shown to it. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ')
}
