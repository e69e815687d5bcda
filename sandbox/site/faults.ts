import type { BitrixSandbox } from '../bitrix24/server.ts'
import type { TelegramSandbox } from '../telegram/server.ts'
import type { TelemostSandbox } from '../telemost/server.ts'
import type { FaultView } from './wire.ts'

/** The strip of switches that make the two servers misbehave until they are switched off. */
export interface FaultSwitches {
  list(): FaultView[]
  /** False when no switch has this name. */
  set(name: string, on: boolean): boolean
  onChange(listener: () => void): () => void
}

interface Switch {
  readonly name: string
  readonly title: string
  readonly hint: string
  readonly server: 'telegram' | 'bitrix' | 'telemost'
  start(): void
}

/** Writes whose loss a person would notice. Reads stay whole, so that the bot can find out what became of a write. */
const portalWrites = ['tasks.task.add', 'tasks.task.update', 'calendar.event.add', 'calendar.event.update']
const retryAfterS = 5

export function createFaultSwitches(
  telegram: TelegramSandbox,
  bitrix: BitrixSandbox,
  telemost?: TelemostSandbox,
): FaultSwitches {
  const switches: readonly Switch[] = [
    {
      name: 'portal-down',
      title: 'Битрикс24 недоступен',
      hint: 'На всё отвечает 503.',
      server: 'bitrix',
      start: () => bitrix.fault({ kind: 'status', status: 503 }),
    },
    {
      name: 'portal-cut',
      title: 'Обрыв после применения',
      hint: 'Запись на портале есть, ответа нет.',
      server: 'bitrix',
      start: () => portalWrites.forEach((method) => bitrix.fault({ kind: 'apply-then-cut', method })),
    },
    {
      name: 'telegram-429',
      title: 'Telegram: 429',
      hint: `Просит подождать ${retryAfterS} секунд.`,
      server: 'telegram',
      start: () => {
        for (const method of ['sendMessage', 'editMessageText'])
          telegram.fault({ kind: 'error', code: 429, retryAfter: retryAfterS, method })
      },
    },
    ...(telemost === undefined
      ? []
      : [
          {
            name: 'telemost-down',
            title: 'Телемост недоступен',
            hint: 'Ссылку на видеовстречу не создать.',
            server: 'telemost',
            start: () => telemost.fault({ kind: 'status', status: 503 }),
          } as const,
        ]),
  ]
  const on = new Set<string>()
  const listeners = new Set<() => void>()

  function restart(server: Switch['server']): void {
    const servers = { telegram, bitrix, telemost }
    servers[server]?.clearFaults()
    for (const one of switches) if (one.server === server && on.has(one.name)) one.start()
  }

  return {
    list: () => switches.map(({ name, title, hint }) => ({ name, title, hint, on: on.has(name) })),
    set(name, turnOn) {
      const chosen = switches.find((one) => one.name === name)
      if (!chosen) return false
      if (turnOn) on.add(name)
      else on.delete(name)
      restart(chosen.server)
      for (const listener of listeners) listener()
      return true
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
