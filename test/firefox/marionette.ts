/**
 * Marionette, Firefox's own remote protocol: packets `<bytes>:<json>` over TCP on loopback.
 * https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
 */
import { connect, type Socket } from 'node:net'
import { until } from '../support/until.ts'

/** A command that Firefox refused, with its own words. */
export class MarionetteError extends Error {
  override name = 'MarionetteError'
}

type Response = [type: 1, id: number, error: { error: string; message: string } | null, result: unknown]

interface Pending {
  resolve(value: unknown): void
  reject(error: Error): void
}

const COLON = 58

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(socket))
    socket.once('error', reject)
  })

export class Marionette {
  readonly #pending = new Map<number, Pending>()
  #buffer = Buffer.alloc(0)
  #lastId = 0
  readonly #socket: Socket

  private constructor(socket: Socket) {
    this.#socket = socket
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => this.#failAll(error))
    socket.on('close', () => this.#failAll(new MarionetteError('Firefox closed the connection')))
  }

  /** Waits until Firefox listens on the port. */
  static async connect(port: number): Promise<Marionette> {
    return new Marionette(await until(`Firefox to listen on port ${port}`, () => open(port), 60_000))
  }

  /** @throws MarionetteError when Firefox refuses the command or goes away. */
  command<Result = unknown>(name: string, parameters: object = {}): Promise<Result> {
    const id = ++this.#lastId
    const packet = JSON.stringify([0, id, name, parameters])
    this.#socket.write(`${Buffer.byteLength(packet)}:${packet}`)
    return new Promise((resolve, reject) =>
      this.#pending.set(id, { resolve: resolve as Pending['resolve'], reject }),
    )
  }

  close(): void {
    this.#socket.destroy()
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (let packet = this.#nextPacket(); packet !== null; packet = this.#nextPacket()) {
      const message: unknown = JSON.parse(packet)
      // the greeting is an object
      if (Array.isArray(message)) this.#settle(message as Response)
    }
  }

  #nextPacket(): string | null {
    const colon = this.#buffer.indexOf(COLON)
    if (colon === -1) return null
    const end = colon + 1 + Number(this.#buffer.subarray(0, colon).toString())
    if (this.#buffer.length < end) return null
    const packet = this.#buffer.subarray(colon + 1, end).toString()
    this.#buffer = this.#buffer.subarray(end)
    return packet
  }

  #settle([, id, error, result]: Response): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (error !== null) pending?.reject(new MarionetteError(`${error.error}: ${error.message}`))
    else pending?.resolve(isBoxed(result) ? result.value : result)
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#pending.values()) reject(error)
    this.#pending.clear()
  }
}

const isBoxed = (result: unknown): result is { value: unknown } =>
  typeof result === 'object' && result !== null && 'value' in result
