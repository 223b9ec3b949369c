// The store's two GraphQL APIs, as an operator (admin) or a buyer (shop) uses them.

export const ERROR = '... on ErrorResult { errorCode message }'

/** One session. Errors of the API and of its union results are thrown as sentences. */
export function session(origin) {
  let token
  async function ask(api, query, variables = {}) {
    const response = await fetch(`${origin}/${api}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      body: JSON.stringify({ query, variables }),
    })
    token = response.headers.get('vendure-auth-token') ?? token
    const { data, errors } = await response.json()
    if (errors) throw new Error(errors.map((e) => e.message).join('; '))
    for (const result of Object.values(data))
      if (result?.errorCode) throw new Error(`${result.errorCode}: ${result.message}`)
    return data
  }
  return {
    admin: (query, variables) => ask('admin-api', query, variables),
    shop: (query, variables) => ask('shop-api', query, variables),
  }
}

/** Signs in as an administrator. */
export async function operator(origin, username, password) {
  const admin = session(origin)
  await admin.admin(
    `mutation($u: String!, $p: String!) { login(username: $u, password: $p) { ... on CurrentUser { id } ${ERROR} } }`,
    { u: username, p: password },
  )
  return admin
}

/** A small seeded generator: the same seed plays the same run. */
export function dice(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (n) => Math.floor(next() * n)
  return { below, pick: (list) => list[below(list.length)] }
}
