/** Where a command writes: the process hands its own streams in, a test its own. */
export interface Terminal {
  out(text: string): void
  err(text: string): void
}
