// The network between our program and the store, as far as it can be bad: it keeps answers back and makes questions wait.
import { createServer } from 'node:http'

const OPERATION = /(?:query|mutation) (\w+)/

/**
 * Stands before `target`. `lose(counts)`: so many answers to each operation vanish after the store has acted.
 * `hold(operation)`: its calls wait until the returned function is called. `lost` counts by operation.
 */
export async function startProxy(target) {
  const toLose = {}
  const lost = {}
  const held = new Map()

  async function serve(request, response) {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks)
    const operation = OPERATION.exec(body.toString())?.[1] ?? ''
    await held.get(operation)
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
    const answer = await fetch(new URL(request.url, target), {
      method: request.method,
      headers,
      ...(body.length > 0 ? { body } : {}),
    })
    const text = Buffer.from(await answer.arrayBuffer())
    if (toLose[operation] > 0) {
      toLose[operation]--
      lost[operation] = (lost[operation] ?? 0) + 1
      return void request.socket.destroy()
    }
    const own = ['content-type', 'date', 'vendure-auth-token'].flatMap((name) =>
      answer.headers.has(name) ? [[name, answer.headers.get(name)]] : [],
    )
    response.writeHead(answer.status, Object.fromEntries(own)).end(text)
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy())
  })
  await new Promise((done) => server.listen(0, '127.0.0.1', done))
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    lost,
    lose: (counts) => void Object.assign(toLose, counts),
    hold(operation) {
      let go
      held.set(operation, new Promise((done) => (go = done)))
      return () => {
        held.delete(operation)
        go()
      }
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
