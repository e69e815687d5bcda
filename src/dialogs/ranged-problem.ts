import type { Problem } from '../machines/diagnose/problem.ts'

/** Offsets into the text, the end excluded. */
export type Range = readonly [from: number, to: number]

export interface RangedProblem {
  readonly problem: Problem
  readonly range: Range
}
