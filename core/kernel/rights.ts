import { z } from 'zod'

/** The six roles of a small shop. The owner may act for any role. */
export const ROLES = ['owner', 'supervisor', 'sales', 'support', 'warehouse', 'finance'] as const
export type Role = (typeof ROLES)[number]

export interface FieldRights {
  /** Who sees the field. The owner always does. */
  readonly see: readonly Role[]
  /** Who may change it. Nobody but the owner if absent. */
  readonly edit?: readonly Role[]
  /** Speaks of a person: stored in history and raw parts only under the order's key, so that it can be forgotten. */
  readonly personal?: boolean
  /** For a list of things of several kinds: the property that names the kind, and who is told of which. A kind that is not named here is the owner's alone. */
  readonly kinds?: { readonly by: string; readonly see: Readonly<Record<string, readonly Role[]>> }
}

const declared = new WeakMap<z.ZodType, FieldRights>()

/** Declares beside the field who may see and edit it. A field without this never leaves the process. */
export function field<T extends z.ZodType>(schema: T, rights: FieldRights): T {
  // A clone, so that the same schema constant can stand under different rights in two places.
  const own = schema.clone()
  declared.set(own, rights)
  return own
}

export const EVERYBODY: readonly Role[] = ROLES
export const OFFICE: readonly Role[] = ['owner', 'supervisor', 'sales', 'support', 'finance']
export const OWNER: readonly Role[] = ['owner']

export function rightsOf(schema: z.ZodType): FieldRights | undefined {
  // `.partial()` and `.optional()` wrap a field; what was declared for it still holds.
  const rights = declared.get(schema)
  if (rights || !isWrapper(schema)) return rights
  return rightsOf(schema.unwrap() as z.ZodType)
}

function isWrapper(schema: z.ZodType): schema is z.ZodOptional | z.ZodNullable | z.ZodDefault {
  return schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault
}

export function sees(roles: readonly Role[], rights: FieldRights | undefined): boolean {
  if (!rights) return false
  return roles.includes('owner') || roles.some((role) => rights.see.includes(role))
}

export function edits(roles: readonly Role[], rights: FieldRights | undefined): boolean {
  if (!rights) return false
  return roles.includes('owner') || roles.some((role) => rights.edit?.includes(role))
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap() as z.ZodType)
  return schema
}

function elementOf(schema: { readonly element: unknown }): z.ZodType {
  return schema.element as z.ZodType
}

/**
 * The part of `value` that these roles may see: every object property without declared rights, or declared for
 * others, is left out; arrays and nested objects are walked.
 */
export function visible(schema: z.ZodType, value: unknown, roles: readonly Role[]): unknown {
  if (value === null || value === undefined) return value
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray) {
    const element = elementOf(inner)
    return (value as readonly unknown[]).map((item): unknown => visible(element, item, roles))
  }
  if (inner instanceof z.ZodObject) {
    const result: Record<string, unknown> = {}
    const shape: Record<string, z.ZodType> = inner.shape
    for (const [name, child] of Object.entries(shape)) {
      const childValue = (value as Record<string, unknown>)[name]
      const rights = rightsOf(child)
      if (childValue !== undefined && sees(roles, rights))
        result[name] = visible(child, ofSeenKinds(rights, childValue, roles), roles)
    }
    return result
  }
  return value
}

function ofSeenKinds(rights: FieldRights | undefined, value: unknown, roles: readonly Role[]): unknown {
  const kinds = rights?.kinds
  if (!kinds || !Array.isArray(value)) return value
  const kindOf = (item: unknown) => String((item as Record<string, unknown>)[kinds.by])
  const told = new Map(Object.entries(kinds.see))
  return value.filter((item) => sees(roles, { see: told.get(kindOf(item)) ?? [] }))
}

/**
 * Does an input ask by something that these roles may not see? Options of a union may declare their rights; what
 * declares none may be asked by everybody. Names the option's word, or `undefined`.
 */
export function asksUnseen(schema: z.ZodType, value: unknown, roles: readonly Role[]): string | undefined {
  if (value === null || typeof value !== 'object') return undefined
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray)
    return Array.isArray(value)
      ? firstOf(value, (item) => asksUnseen(elementOf(inner), item, roles))
      : undefined
  if (inner instanceof z.ZodDiscriminatedUnion) {
    const option = (inner.options as readonly z.ZodType[]).find((one) => one.safeParse(value).success)
    const rights = option && rightsOf(option)
    const word = String((value as Record<string, unknown>)[inner.def.discriminator])
    return rights && !sees(roles, rights) ? word : undefined
  }
  if (!(inner instanceof z.ZodObject)) return undefined
  const shape: readonly [string, z.ZodType][] = Object.entries(inner.shape)
  return firstOf(shape, ([name, child]) => asksUnseen(child, (value as Record<string, unknown>)[name], roles))
}

function firstOf<T>(items: readonly T[], look: (item: T) => string | undefined): string | undefined {
  for (const item of items) {
    const found = look(item)
    if (found !== undefined) return found
  }
  return undefined
}

/** Paths of object properties in an output schema that declare no rights. A test demands that there is none. */
export function undeclaredFields(schema: z.ZodType, path = ''): string[] {
  const inner = unwrap(schema)
  if (inner instanceof z.ZodArray) return undeclaredFields(elementOf(inner), `${path}[]`)
  if (!(inner instanceof z.ZodObject)) return []
  return Object.entries(inner.shape as Record<string, z.ZodType>).flatMap(([name, child]) => [
    ...(rightsOf(child) ? [] : [`${path}.${name}`]),
    ...undeclaredFields(child, `${path}.${name}`),
  ])
}
