/** The list of kinds of question. A new kind is a file beside this one and a line here. */
import type { z } from 'zod'
import type { Json } from '../../../ports/json.ts'
import { choice, choiceStep } from './choice.ts'
import { code, codeStep } from './code.ts'
import { dateTime, dateTimeStep } from './date-time.ts'
import { duration, durationStep } from './duration.ts'
import { email, emailStep } from './email.ts'
import type { AskKind, ReadEnv, Reading } from './kind.ts'
import { number, numberStep } from './number.ts'
import { text, textStep } from './text.ts'
import { time, timeStep } from './time.ts'
import { yesNo, yesNoStep } from './yes-no.ts'
import { zone, zoneStep } from './zone.ts'

export const askSchemas = {
  text: textStep,
  number: numberStep,
  choice: choiceStep,
  yes_no: yesNoStep,
  email: emailStep,
  code: codeStep,
  date_time: dateTimeStep,
  time: timeStep,
  duration: durationStep,
  zone: zoneStep,
} as const

export type AskStep = z.infer<(typeof askSchemas)[keyof typeof askSchemas]>

export function readAnswer(step: AskStep, typed: string, env: ReadEnv): Reading {
  return on(step, (kind, of) => kind.read(of, typed, env))
}

export function isValidAnswer(step: AskStep, value: Json): boolean {
  return on(step, (kind, of) => kind.valid(of, value))
}

export function showAnswer(step: AskStep, value: Json, env: ReadEnv): string {
  return on(step, (kind, of) => kind.show(of, value, env))
}

export function quickAnswers(
  step: AskStep,
  env: ReadEnv,
): readonly { readonly label: string; readonly text: string }[] {
  return on(step, (kind, of) => kind.quick?.(of, env) ?? [])
}

/** Calls `use` with the kind that belongs to the step; the switch is what keeps the two types together. */
function on<R>(step: AskStep, use: <S extends AskStep>(kind: AskKind<S>, step: S) => R): R {
  switch (step.type) {
    case 'text':
      return use(text, step)
    case 'number':
      return use(number, step)
    case 'choice':
      return use(choice, step)
    case 'yes_no':
      return use(yesNo, step)
    case 'email':
      return use(email, step)
    case 'code':
      return use(code, step)
    case 'date_time':
      return use(dateTime, step)
    case 'time':
      return use(time, step)
    case 'duration':
      return use(duration, step)
    case 'zone':
      return use(zone, step)
  }
}
