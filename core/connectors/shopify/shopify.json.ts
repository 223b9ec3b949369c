import type { Json } from '../../kernel'

export type JsonObject = { [key: string]: Json }

/** The items of a plain list or of a connection's `nodes`. */
export function list(value: Json | undefined): JsonObject[] {
  const items = Array.isArray(value) ? value : object(value)?.['nodes']
  return Array.isArray(items) ? items.map(object).filter((item) => item !== undefined) : []
}

export function object(value: Json | undefined): JsonObject | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : undefined
}

export function hasMore(connection: Json | undefined): boolean {
  return object(object(connection)?.['pageInfo'])?.['hasNextPage'] === true
}

export function endCursor(connection: Json | undefined): string | undefined {
  const cursor = object(object(connection)?.['pageInfo'])?.['endCursor']
  return typeof cursor === 'string' ? cursor : undefined
}
