import { useEffect, useMemo } from 'preact/hooks'
import type { Diagnosis } from '../engine/index.ts'
import { createActions } from './actions.ts'
import { Detail } from './Detail.tsx'
import type { PanelHost } from './host.ts'
import { Notice } from './Notice.tsx'
import { createStore } from './store.ts'

/** One explanation outside of the panel. `diagnosis` holds the one flow. */
export function Explanation({ diagnosis, host }: { diagnosis: Diagnosis; host: PanelHost }) {
  const store = useMemo(() => createStore(), [])
  const actions = useMemo(() => createActions(store, host), [store, host])
  useEffect(() => store.receive({ type: 'diagnosis', diagnosis }), [store, diagnosis])
  const [diagnosed] = diagnosis.flows
  if (!diagnosed) return null
  return (
    <>
      <Detail diagnosed={diagnosed} host={host} actions={actions} />
      <Notice store={store} />
    </>
  )
}
