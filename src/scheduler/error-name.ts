/** What a log may hold of something thrown: its kind, never its message, which may quote what people typed. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : 'thrown'
}
