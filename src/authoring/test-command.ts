import type { Terminal } from './terminal.ts'

export async function runTests(_args: readonly string[], terminal: Terminal): Promise<number> {
  terminal.out('')
  return 0
}
