const firstMs = 1_000
const longestMs = 300_000

/** How long to wait before attempt `attempts + 1`: 1 s, 2 s, 4 s … at most 5 minutes, each ± 20 % so that rows do not march in step. */
export function backoffMs(attempts: number, jitter: number): number {
  const plain = Math.min(firstMs * 2 ** Math.max(0, attempts - 1), longestMs)
  return Math.round(plain * (0.8 + 0.4 * jitter))
}
