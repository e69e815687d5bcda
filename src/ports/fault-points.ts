/**
 * Places where a process may die, by name: a test hands in a function that kills the process there, and then looks at
 * what is left. Nothing else ever does anything at them.
 */
export type FaultPoint =
  | 'turn: update claimed'
  | 'turn: decided'
  | 'turn: chat saved'
  | 'turn: before commit'
  | 'turn: after commit'
  | 'dispatch: leased'
  | 'dispatch: done outside'
  | 'dispatch: before settling'
  | 'dispatch: settling'
  | 'dispatch: settled'

export type Reach = (point: FaultPoint) => void
