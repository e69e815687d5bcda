import type { Terminal } from './terminal.ts'

export async function runCheck(_args: readonly string[], terminal: Terminal): Promise<number> {
  terminal.out('')
  return 0
}
