/**
 * How everything here is measured: the compared sides take turns within one run, so that whatever else the machine is
 * doing meets them alike, and what is told of them is a ratio, round by round, before it is a time.
 */

/** One way of doing the thing. */
export interface Side {
  readonly what: string
  /** How many turns (or rows, or calls) one {@link run} does; 1 when absent. */
  readonly perRun?: number
  run(): unknown
  /** How often {@link run} is called in one round, where that is not as often as the others'. */
  readonly runs?: number
}

export interface Measured {
  readonly what: string
  readonly perSecond: number
  /** Of one turn, in microseconds; where several share a commit, of the commit divided by them. */
  readonly p50Us: number
  readonly p99Us: number
  /** Processor time of one turn, in microseconds. */
  readonly cpuUs: number
  /** Wall time of one turn, in microseconds, round by round. */
  readonly rounds: readonly number[]
}

/** Rounds of `runs` calls each, every round by all sides, in an order that changes from round to round. */
export async function sideBySide(
  sides: readonly Side[],
  { rounds, runs }: { readonly rounds: number; readonly runs: number },
): Promise<readonly Measured[]> {
  const taken = sides.map((side) => ({
    side,
    calls: [] as number[],
    rounds: [] as number[],
    cpu: [] as number[],
  }))
  // A round that does not count: compiled code, opened files, prepared statements.
  for (const one of taken) await oneRound(one.side, runs)
  for (let round = 0; round < rounds; round += 1) {
    for (let at = 0; at < taken.length; at += 1) {
      const one = taken[(at + round) % taken.length]
      if (one === undefined) continue
      const { calls, wallUs, cpuUs } = await oneRound(one.side, runs)
      one.calls.push(...calls)
      one.rounds.push(wallUs)
      one.cpu.push(cpuUs)
    }
  }
  return taken.map(({ side, calls, rounds, cpu }) => ({
    what: side.what,
    perSecond: Math.round(1e6 / median(rounds)),
    p50Us: quantile(calls, 0.5),
    p99Us: quantile(calls, 0.99),
    cpuUs: median(cpu),
    rounds,
  }))
}

async function oneRound(
  side: Side,
  runsOfAll: number,
): Promise<{ readonly calls: readonly number[]; readonly wallUs: number; readonly cpuUs: number }> {
  const { perRun = 1, runs = runsOfAll } = side
  const calls: number[] = []
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  for (let at = 0; at < runs; at += 1) {
    const before = performance.now()
    await side.run()
    calls.push(((performance.now() - before) * 1_000) / perRun)
  }
  const wallUs = ((performance.now() - startedAt) * 1_000) / (runs * perRun)
  const { user, system } = process.cpuUsage(cpu)
  return { calls, wallUs, cpuUs: (user + system) / (runs * perRun) }
}

/** Looks one side up by its name. @throws Error when nobody measured it. */
export function measuredOf(measured: readonly Measured[]): (what: string) => Measured {
  return (what) => {
    const found = measured.find((one) => one.what === what)
    if (found === undefined) throw new Error(`Nobody measured «${what}»`)
    return found
  }
}

/** How many times as long `one` takes as `other`: the middle one of the rounds' ratios. */
export function ratioOf(one: Measured, other: Measured): number {
  return median(one.rounds.map((us, round) => us / (other.rounds[round] ?? us)))
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}

/** `share` from 0 to 1. NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
