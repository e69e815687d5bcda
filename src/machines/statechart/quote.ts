import type { MachineEvent } from './machine-event.ts'

export function quoted(event: MachineEvent): { typed?: string } {
  if (!('typed' in event) || event.typed === undefined) return {}
  return { typed: quote(event.typed) }
}

export function quote(words: string): string {
  const typed = words.replaceAll(/\s+/g, ' ').trim()
  return typed.length > quotedLength ? `${typed.slice(0, quotedLength - 1)}…` : typed
}

const quotedLength = 64
