/** The colours of the pictures, by what a box or an arrow is. */
import type { Arrow, BoxKind } from './flow.ts'

export interface Paint {
  readonly fill: string
  readonly line: string
  readonly ink?: string
}

export const paper = { background: '#ffffff', ink: '#0f172a', soft: '#55617a' } as const

export const paints: Readonly<Record<BoxKind, Paint>> = {
  start: { fill: '#0f172a', line: '#0f172a', ink: '#ffffff' },
  ask: { fill: '#eff6ff', line: '#2563eb' },
  search: { fill: '#ecfeff', line: '#0e7490' },
  list: { fill: '#f5f3ff', line: '#6d28d9' },
  menu: { fill: '#fdf4ff', line: '#a21caf' },
  review: { fill: '#fffbeb', line: '#b45309' },
  call: { fill: '#f8fafc', line: '#475569' },
  say: { fill: '#f0fdf4', line: '#15803d' },
  done: { fill: '#15803d', line: '#15803d', ink: '#ffffff' },
  dialog: { fill: '#eff6ff', line: '#2563eb' },
  gateway: { fill: '#fffbeb', line: '#b45309' },
}

export const strokes: Readonly<
  Record<Arrow['kind'], { readonly line: string; readonly ink: string; readonly dash: string | null }>
> = {
  go: { line: '#334155', ink: '#0f172a', dash: null },
  back: { line: '#6366f1', ink: '#4338ca', dash: '6 4' },
  fails: { line: '#dc2626', ink: '#b91c1c', dash: '2 4' },
}
