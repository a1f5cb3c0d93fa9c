/** A document or worker reached over a CDP session of its own, where puppeteer offers no page. */
import type { CDPSession } from 'puppeteer-core'
import { until } from './until.ts'

type Json = unknown

/** Functions are sent as text: what bundlers add around names must exist on the other side too. */
function callText(run: (...values: never[]) => Json, values: readonly Json[]): string {
  return `(() => { const __name = (value) => value; return (${run.toString()})(${values.map((value) => JSON.stringify(value) ?? 'undefined').join(', ')}) })()`
}

export class Surface {
  readonly name: string
  readonly session: CDPSession

  constructor(name: string, session: CDPSession) {
    this.name = name
    this.session = session
  }

  /** Runs a function that closes over nothing; values in and out are JSON. A thrown error comes back with its text. */
  async evaluate<Values extends readonly Json[], Result>(
    run: (...values: Values) => Result,
    ...values: Values
  ): Promise<Awaited<Result>> {
    return this.evaluateText<Awaited<Result>>(callText(run as never, values))
  }

  async evaluateText<Result>(expression: string): Promise<Result> {
    const { result, exceptionDetails } = await this.session.send('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    })
    if (exceptionDetails)
      throw new Error(
        `In ${this.name}: ${exceptionDetails.exception?.description ?? exceptionDetails.exception?.value ?? exceptionDetails.text}`,
      )
    return result.value as Result
  }

  /**
   * The first result of the function that is not null, undefined or false.
   * @param what is waited for, for the complaint
   */
  async waitFor<Values extends readonly Json[], Result>(
    what: string,
    run: (...values: Values) => Result,
    ...values: Values
  ): Promise<NonNullable<Awaited<Result>>> {
    return until(`${what} in ${this.name}`, () => this.evaluate(run, ...values))
  }
}
