import type { MethodTableV3, MethodV3 } from './method.ts'
import { serviceMethodsV3 } from './service.ts'
import { taskFileMethodsV3 } from './task-files.ts'
import { taskMethodsV3 } from './tasks.ts'

const methods: MethodTableV3 = { ...taskMethodsV3, ...taskFileMethodsV3, ...serviceMethodsV3(() => methods) }

export function findMethodV3(name: string): MethodV3 | undefined {
  return Object.hasOwn(methods, name) ? methods[name] : undefined
}
