import type { Api } from 'grammy'

type GrammySignal = Parameters<Api['getMe']>[0]

/** grammY declares the signal of its polyfill; at run time it listens to the platform's own one just as well. */
export function grammySignal(signal: AbortSignal | undefined): GrammySignal {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return signal as GrammySignal
}
