/** How many cases a property is tried with: more of them where RUNS says by how many times. */
export function runs(usual: number): number {
  const times = Number(process.env['RUNS'] ?? '1')
  return Number.isFinite(times) && times > 0 ? Math.round(usual * times) : usual
}
