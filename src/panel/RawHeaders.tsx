import { useSignal } from '@preact/signals'
import { type Exchange, type FlowDiagnosis, type HeaderList, markOf } from '../engine/index.ts'
import { useCover } from './cover.ts'
import { Address, Value } from './Prose.tsx'
import { say } from './say.ts'
import { Headers } from './Timeline.tsx'
import { testId } from './testids.ts'

/** The headers as logged, every exchange of the flow. */
export function RawHeaders({ diagnosed }: { diagnosed: FlowDiagnosis }) {
  const open = useSignal(false)
  return (
    <details
      {...testId('raw-headers')}
      class="raw"
      open={open.value}
      onToggle={(event) => {
        open.value = event.currentTarget.open
      }}
    >
      <summary>{say('evidence.raw')}</summary>
      {open.value &&
        exchangesOf(diagnosed).map((exchange) => <RawExchange key={exchange.index} exchange={exchange} />)}
    </details>
  )
}

const exchangesOf = ({ flow }: FlowDiagnosis): Exchange[] =>
  [...flow.hops, flow].flatMap(({ exchange, preflight }) => [
    ...(preflight === null ? [] : [preflight]),
    exchange,
  ])

function RawExchange({ exchange }: { exchange: Exchange }) {
  const { method, url, status, statusText, ending, requestHeaders, responseHeaders } = exchange
  const response =
    status > 0
      ? say('evidence.raw-response', { status: `${status} ${statusText}` })
      : say('evidence.raw-no-response', { error: markOf(ending) || say('evidence.raw-none') })
  return (
    <>
      <h3 class="raw-title">
        <Value text={method} /> <Address url={url} />
      </h3>
      <HeaderTable title={say('evidence.raw-request')} headers={requestHeaders} />
      <HeaderTable title={response} headers={responseHeaders} />
    </>
  )
}

function HeaderTable({ title, headers }: { title: string; headers: HeaderList }) {
  const cover = useCover()
  return (
    <>
      <div class="raw-side">
        <Value text={title} />
      </div>
      {headers.length === 0 ? (
        <p class="quiet">{say('evidence.no-headers')}</p>
      ) : (
        <Headers headers={cover.headers(headers)} />
      )}
    </>
  )
}
