import type { Clock, Json } from '../../src/ports.ts'
import { createCalls } from './calls.ts'
import type { ApiCall } from './calls.ts'
import { createFaults } from './faults.ts'
import type { FaultRule } from './faults.ts'
import { toJson } from './json.ts'
import { methodsByName } from './methods.ts'
import type { Parameters } from './parameters.ts'
import { leadingInteger } from './parameters.ts'
import { createPerson } from './person.ts'
import type { Person } from './person.ts'
import { createPolling } from './polling.ts'
import { createSpinners } from './spinners.ts'
import { Refusal } from './refusal.ts'
import { freshState, newChat } from './state.ts'
import type { BotProfile, Chat, PersonProfile, State } from './state.ts'
import { listen } from './transport.ts'
import type { ApiRequest, ApiResponse } from './transport.ts'
import { dropExpired, enqueue } from './updates.ts'
import type { World } from './world.ts'

export interface TelegramSandboxOptions {
  readonly clock: Clock
  /** 0, the default, means any free port. */
  readonly port?: number
  readonly token?: string
  readonly bot?: BotProfile
  readonly persons: readonly PersonProfile[]
  /** What an earlier `save()` returned; persons named in it keep their chats. */
  readonly restore?: Json
  /** How long a press waits for its answer, by the clock; 15 s by default (the real limit is not published). */
  readonly answerWithinMs?: number
}

/** A Bot API server on the loopback, and the people on the other side of it. */
export interface TelegramSandbox extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly apiRoot: string
  readonly token: string
  readonly botUsername: string
  /** @throws Error for an id nobody has. */
  person(id: number): Person
  readonly persons: readonly Person[]
  addPerson(profile: PersonProfile): Person
  /** Every request of the bot except `getUpdates`, newest last, the newest ten thousand. */
  readonly calls: readonly ApiCall[]
  fault(rule: FaultRule): void
  clearFaults(): void
  /** Anything that a page showing the chat must redraw. Returns how to stop listening. */
  onChange(listener: (change: { readonly chatId: number }) => void): () => void
  /** Resolves once no update waits: all are fetched and confirmed, delivered, or too old. */
  idle(): Promise<void>
  /** Everything remembered, as JSON for `restore`. */
  save(): Json
}

const defaultToken = '7000000001:AAsandbox-token-of-the-local-bot-0001'
const defaultBot: BotProfile = {
  id: 7_000_000_001,
  username: 'assistant_sandbox_bot',
  firstName: 'Ассистент',
}
const answerWithinMs = 15_000

export async function startTelegramSandbox(options: TelegramSandboxOptions): Promise<TelegramSandbox> {
  const { clock } = options
  const state = options.restore === undefined ? freshState(clock.now()) : restoreState(options.restore)
  const token = options.token ?? defaultToken
  const bot = options.bot ?? { ...defaultBot, id: leadingInteger(token) }
  const listeners = new Set<(change: { chatId: number }) => void>()
  const polling = createPolling(state, clock)
  const spinners = createSpinners(state, clock)
  const faults = createFaults()
  const calls = createCalls()
  const persons: Person[] = []

  const world: World = {
    state,
    clock,
    bot,
    changed: (chatId) => {
      for (const listener of listeners) listener({ chatId })
    },
    publish: (type, chatId, content) => {
      if (enqueue(state, clock.now(), type, chatId, content) !== undefined) polling.wake()
    },
    settlePress: (pressId, answer) => spinners.settle(pressId, answer),
  }

  function addChat(chat: Chat): Person {
    const person = createPerson(
      world,
      chat,
      (press) => spinners.start(press),
      options.answerWithinMs ?? answerWithinMs,
    )
    persons.push(person)
    return person
  }

  function addPerson(profile: PersonProfile): Person {
    const known = persons.find((person) => person.profile.id === profile.id)
    if (known !== undefined) return known
    const chat = newChat(profile)
    state.chats.push(chat)
    return addChat(chat)
  }

  async function answer(request: ApiRequest): Promise<ApiResponse> {
    checkToken(request.token, token)
    const fault = faults.strike(request.method, request.parameters)
    if (fault?.kind === 'drop') return 'cut'
    if (fault?.kind === 'delay') await delay(fault.delayMs, request.closed)
    const response = fault?.kind === 'error' ? faultResponse(fault) : await perform(request)
    record(request, response)
    return fault?.kind === 'apply-then-cut' ? 'cut' : response
  }

  async function perform(request: ApiRequest): Promise<ApiResponse> {
    try {
      if (request.method === 'getupdates') {
        return { body: { ok: true, result: await polling.poll(request.parameters, request.closed) } }
      }
      const method = methodsByName.get(request.method)
      if (method === undefined) throw new Refusal(404, 'Not Found: method not found')
      return { body: { ok: true, ...method.run(world, request.parameters) } }
    } catch (error) {
      if (error instanceof Refusal) return { refusal: error }
      throw error
    }
  }

  function record(request: ApiRequest, response: ApiResponse): void {
    if (request.method === 'getupdates') return
    const refusal = response !== 'cut' && 'refusal' in response ? response.refusal : undefined
    calls.add({
      method: methodsByName.get(request.method)?.name ?? request.method,
      params: request.parameters.sent,
      ok: refusal === undefined,
      ...(refusal === undefined ? {} : { errorCode: refusal.code, description: refusal.message }),
      atMs: clock.now(),
      ...chatIdOf(request.parameters),
    })
  }

  for (const chat of state.chats) addChat(chat)
  for (const profile of options.persons) addPerson(profile)
  const listener = await listen(options.port ?? 0, answer)

  return {
    apiRoot: `http://127.0.0.1:${listener.port}`,
    token,
    botUsername: bot.username,
    person: (id) => persons.find((person) => person.profile.id === id) ?? nobody(id),
    persons,
    addPerson,
    calls: calls.list,
    fault: (rule) => faults.add(rule),
    clearFaults: () => faults.clear(),
    onChange: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    idle: () => idle(state, clock),
    save: () => toJson(state),
    async [Symbol.asyncDispose]() {
      polling.close()
      spinners.close()
      await listener.close()
    },
  }
}

function restoreState(saved: Json): State {
  // Only save() of this very server writes it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return structuredClone(saved) as unknown as State
}

/** @throws Refusal 401 as the real server does for malformed and for unknown tokens. */
function checkToken(sent: string, token: string): void {
  if (sent.startsWith('0') || sent.length > 80 || !sent.includes(':')) {
    throw new Refusal(401, 'Unauthorized: invalid token specified')
  }
  if (sent !== token) throw new Refusal(401, 'Unauthorized')
}

function faultResponse(fault: FaultRule & { kind: 'error' }): ApiResponse {
  const { code, retryAfter } = fault
  const byDefault =
    retryAfter === undefined ? 'Fault on request' : `Too Many Requests: retry after ${retryAfter}`
  const parameters = retryAfter === undefined ? undefined : { retry_after: retryAfter }
  return { refusal: new Refusal(code, fault.description ?? byDefault, parameters) }
}

function chatIdOf(parameters: Parameters): { chatId: number } | object {
  const chatId = leadingInteger(parameters.text('chat_id'))
  return chatId === 0 ? {} : { chatId }
}

function nobody(id: number): never {
  throw new Error(`No person has the id ${id}`)
}

async function idle(state: State, clock: Clock): Promise<void> {
  for (;;) {
    dropExpired(state, clock.now())
    if (state.updates.length === 0) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
