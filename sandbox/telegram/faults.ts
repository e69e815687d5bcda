import type { Parameters } from './parameters.ts'
import { leadingInteger } from './parameters.ts'

interface Aim {
  /** The Bot API method in any case; every method when absent. */
  readonly method?: string
  /** How many requests it strikes; without it, all until `clearFaults()`. */
  readonly times?: number
  /** Only requests with this fragment in the value of some parameter. */
  readonly contains?: string
  readonly chatId?: number
}

/**
 * What goes wrong. A rule with `times` and without `method` leaves `getUpdates` alone, so that a poll does not use it up;
 * one without both is an outage and strikes everything.
 */
export type FaultRule =
  /** Refuse with this code; `retryAfter` in seconds goes into `parameters` and, for a 429, the header. */
  | (Aim & {
      readonly kind: 'error'
      readonly code: number
      readonly description?: string
      readonly retryAfter?: number
    })
  /** Cut the connection before doing anything. */
  | (Aim & { readonly kind: 'drop' })
  /** Do it, then cut the connection instead of answering. */
  | (Aim & { readonly kind: 'apply-then-cut' })
  /** Wait, in real time, before doing anything. */
  | (Aim & { readonly kind: 'delay'; readonly delayMs: number })

export interface Faults {
  add(rule: FaultRule): void
  clear(): void
  /** The first rule that strikes this request; counts it as used. */
  strike(method: string, parameters: Parameters): FaultRule | undefined
}

export function createFaults(): Faults {
  let rules: { readonly rule: FaultRule; left: number }[] = []

  function strike(method: string, parameters: Parameters): FaultRule | undefined {
    const found = rules.find(({ rule }) => isAimedAt(rule, method, parameters))
    if (found === undefined) return undefined
    found.left--
    rules = rules.filter(({ left }) => left > 0)
    return found.rule
  }

  return {
    add: (rule) => void rules.push({ rule, left: rule.times ?? Infinity }),
    clear: () => {
      rules = []
    },
    strike,
  }
}

function isAimedAt(rule: FaultRule, method: string, parameters: Parameters): boolean {
  if (rule.method === undefined) {
    if (method === 'getupdates' && rule.times !== undefined) return false
  } else if (rule.method.toLowerCase() !== method) return false
  if (rule.contains !== undefined && !parameters.contains(rule.contains)) return false
  return rule.chatId === undefined || leadingInteger(parameters.text('chat_id')) === rule.chatId
}
