import type { Wording } from '../../machines/diagnose/problem.ts'

/** A promise that was broken: a stable code for tools, and what is wrong. */
export interface Broken {
  readonly code: string
  readonly message: Wording
  /** The step it is about, to point at. */
  readonly step?: string
}
