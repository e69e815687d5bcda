/**
 * Dialogs in somebody else's grammY bot: one middleware and one way in. Everything is as durable as in the assistant
 * itself, in a database of the dialogs' own; the bot around them keeps its handlers, its sessions and its way of getting
 * updates.
 */
import type { Api, Context, MiddlewareFn } from 'grammy'
import { openStore } from '../../db/database.ts'
import { systemClock, systemRandomness } from '../adapters/clock.ts'
import { createDateReader } from '../adapters/dates/reader.ts'
import { createDateWriter } from '../adapters/dates/writer.ts'
import { toIncoming } from '../adapters/telegram/inbound.ts'
import { createMessenger } from '../adapters/telegram/messenger.ts'
import { menuOf } from '../dialogs/menu.ts'
import { createDialogLibrary } from '../machines/dialog-library.ts'
import { createTurns, type Turns } from '../machines/turn/turns.ts'
import type { WhenPolicy } from '../ports/dates.ts'
import type { Clock } from '../ports/environment.ts'
import type { Incoming } from '../ports/incoming.ts'
import type { JsonObject } from '../ports/json.ts'
import type { Language } from '../ports/language.ts'
import { createDispatcher } from '../scheduler/dispatcher.ts'
import { createIntake } from '../scheduler/intake.ts'
import { performCall, performTimer } from '../scheduler/perform-call.ts'
import { performMessage } from '../scheduler/perform-message.ts'
import { readDialogs, type DialogFiles } from './read-dialogs.ts'

export interface DialogsOptions extends DialogFiles {
  /** The host's: `bot.api`. Its transformers see what the dialogs send, later than the update that led to it. */
  readonly api: Api
  /** A database of the dialogs' own: `sqlite:./dialogs.db`. */
  readonly databaseUrl: string
  /** IANA name of the zone in which people here say «завтра в 15»; Europe/Moscow when absent. */
  readonly zone?: string
  /** Told of what only a person can put right, and of updates whose turn threw every time. Nothing that people typed is in it. */
  readonly onProblem?: (problem: string, detail: string) => void
  readonly clock?: Clock
}

export interface Dialogs extends AsyncDisposable {
  /**
   * Takes what belongs to the dialogs: their commands, presses of their buttons, and in the middle of a conversation what
   * is typed and sent, /cancel and /help. All else goes on to the next handler, as does anything outside private chats.
   * Belongs after whatever decides who may use the bot, and before handlers of any message at all.
   *
   * Resolves when the turn is committed; what it has to say is sent after that. Rejects when the database does, and then
   * nothing has happened. An update that comes again does nothing again.
   */
  readonly middleware: MiddlewareFn
  /**
   * Begins a dialog for whoever the update is from, with what is known of its answers, by the names of its steps; in the
   * middle of another one the person is asked first. False where there is no private chat with a person.
   *
   * @throws Error when there is no such dialog.
   */
  enter(ctx: Context, dialog: string, answers?: JsonObject): Promise<boolean>
  /** Lines for the bot's menu (`setMyCommands`): the commands of these dialogs, /cancel and /help. */
  commands(language: Language): readonly { readonly command: string; readonly description: string }[]
  /** Resolves when nothing is left to do at this moment. */
  drained(): Promise<void>
}

const policy: WhenPolicy = { workStartMinutes: 8 * 60, workEndMinutes: 20 * 60, dayEndMinutes: 19 * 60 }
const stopGraceMs = 15_000
const purgeEveryMs = 3_600_000

/**
 * Opens the dialogs of a folder for a bot. Dispose of them after the bot has stopped: what is being sent is finished, at
 * most fifteen seconds long, and what is not is sent when they are opened again.
 *
 * @throws DialogsRefused when a definition is wrong; RangeError when the address of the database is of no known kind.
 */
export async function openDialogs(options: DialogsOptions): Promise<Dialogs> {
  const { api, clock = systemClock, services = new Map(), zone = 'Europe/Moscow' } = options
  const { onProblem = () => {} } = options
  const { definitions, repairs } = await readDialogs(options)
  const dialogs = createDialogLibrary(definitions)
  await using stack = new AsyncDisposableStack()
  const store = stack.use(await openStore({ url: options.databaseUrl, clock }))
  await store.transaction((unit) => dialogs.keep(unit.definitions, clock.now()))

  const messenger = createMessenger({ api, log, clock })
  const turns = createTurns({
    store,
    dialogs,
    services,
    repairs,
    reader: createDateReader(),
    writer: createDateWriter(),
    policy,
    clock,
    random: systemRandomness,
    reach: () => {},
    shared: true,
    defaultZone: zone,
    alert: ({ code, error }) => onProblem('update_put_aside', `${code}: ${nameOf(error)}`),
  })
  const deps = {
    store,
    messenger,
    services,
    turns,
    clock,
    random: systemRandomness,
    alert: onProblem,
    unreachable: turns.unreachable,
  }
  const dispatcher = createDispatcher({
    outbox: store.outbox,
    clock,
    reach: () => {},
    log,
    perform(delivery, signal) {
      if (delivery.kind === 'call') return performCall(deps, delivery, signal)
      return delivery.kind === 'timer' ? performTimer(deps, delivery) : performMessage(deps, delivery, signal)
    },
    broken: (unit, delivery, error) => turns.broken(unit, delivery.chat, delivery.id, error),
  })
  dispatcher.start()
  stack.defer(() => dispatcher.stop(stopGraceMs))
  stack.use(
    repeating(purgeEveryMs, () =>
      store.maintenance.purge(clock.now()).catch((error: unknown) => onProblem('not_purged', nameOf(error))),
    ),
  )
  const take = takingWith(turns, messenger, () => dispatcher.nudge())
  const open = stack.move()
  return {
    async middleware(ctx, next) {
      const found = toIncoming(ctx.update)
      const mine = found !== null && !('type' in found) && (await take(found))
      // Whether the person is there is the host's business, too.
      if (!mine || ctx.myChatMember !== undefined) await next()
    },
    async enter(ctx, dialog, answers = {}) {
      if (dialogs.current(dialog) === undefined) throw new Error(`There is no dialog «${dialog}»`)
      const found = toIncoming(ctx.update)
      if (found === null || 'type' in found) return false
      return take({ ...found, event: { type: 'begin', dialog, answers } })
    },
    commands: (language) =>
      menuOf(
        definitions.map(({ definition }) => definition),
        repairs,
        language,
      ).map(({ name, description }) => ({ command: name, description })),
    drained: () => dispatcher.drained(),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

/** The host has a log of its own; what only a person can put right is told as a problem. */
function log(): void {}

/** One update through the same intake as the assistant's. Resolves to whether it was for the dialogs, once it is committed. */
function takingWith(
  turns: Turns,
  messenger: Parameters<typeof createIntake>[0]['messenger'],
  nudge: () => void,
): (incoming: Incoming) => Promise<boolean> {
  return async (incoming) => {
    let foreign = false
    const intake = createIntake({
      turns: {
        async intake(batch) {
          const taken = await turns.intake(batch)
          foreign = taken.every(({ result }) => result === 'foreign')
          return taken.filter(({ result }) => result !== 'foreign')
        },
      },
      messenger,
      reach: () => {},
      nudge,
    })
    await intake([incoming])
    return !foreign
  }
}

function repeating(everyMs: number, doing: () => Promise<unknown>): Disposable {
  const timer = setInterval(() => void doing(), everyMs)
  // Nobody is to be kept running by it.
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'not an error'
}
