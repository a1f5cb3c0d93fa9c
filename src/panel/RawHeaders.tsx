import { useSignal } from '@preact/signals'
import {
  type Exchange,
  type FlowDiagnosis,
  type HeaderList,
  markOf,
  redactHeaders,
  redactUrl,
} from '../engine/index.ts'
import { visible } from './difference.ts'
import { testId } from './testids.ts'

/** The headers as logged, every exchange of the flow; secrets stay covered until asked for. */
export function RawHeaders({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const open = useSignal(false)
  const secrets = useSignal(false)
  return (
    <details
      {...testId('raw-headers')}
      class="raw"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>Headers as logged</summary>
      {open.value && (
        <>
          <label class="check">
            <input
              {...testId('show-secrets')}
              type="checkbox"
              checked={secrets.value}
              onChange={(event) => {
                secrets.value = event.currentTarget.checked
              }}
            />
            Show cookies, tokens and other secrets
          </label>
          {exchangesOf(diagnosed).map((exchange) => (
            <RawExchange key={exchange.index} exchange={exchange} secrets={secrets.value} />
          ))}
        </>
      )}
    </details>
  )
}

const exchangesOf = ({ flow }: FlowDiagnosis): Exchange[] =>
  [...flow.hops, flow].flatMap(({ exchange, preflight }) => [
    ...(preflight === null ? [] : [preflight]),
    exchange,
  ])

function RawExchange({ exchange, secrets }: { exchange: Exchange; secrets: boolean }) {
  const { method, url, status, statusText } = exchange
  const error = markOf(exchange.ending)
  return (
    <>
      <h3 class="raw-title">
        {method} {secrets ? url : redactUrl(url)}
      </h3>
      <HeaderTable
        title="Request"
        headers={secrets ? exchange.requestHeaders : redactHeaders(exchange.requestHeaders)}
      />
      <HeaderTable
        title={status > 0 ? `Response ${status} ${statusText}` : `Response: ${error || 'none on record'}`}
        headers={secrets ? exchange.responseHeaders : redactHeaders(exchange.responseHeaders)}
      />
    </>
  )
}

function HeaderTable({ title, headers }: { title: string; headers: HeaderList }) {
  return (
    <>
      <div class="raw-side">{title}</div>
      {headers.length === 0 ? (
        <p class="quiet">No headers in the log.</p>
      ) : (
        <dl class="headers">
          {headers.map(([name, value], index) => (
            <div key={index}>
              <dt>{name}:</dt> <dd>{visible(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
