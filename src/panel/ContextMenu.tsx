import { type FlowDiagnosis, isFailure } from '../engine/index.ts'
import type { Actions } from './actions.ts'
import type { PanelHost } from './host.ts'
import { Menu, type MenuItem } from './Menu.tsx'
import { say } from './say.ts'
import type { Store } from './store.ts'

interface Props {
  store: Store
  host: PanelHost
  actions: Actions
}

function itemsOf(diagnosed: FlowDiagnosis, { store, host, actions }: Props): MenuItem[] {
  const { url, line, column } = (diagnosed.flow.hops[0]?.exchange ?? diagnosed.flow.exchange).initiator
  const isFile = url !== null && /^https?:/.test(url)
  return [
    {
      id: 'menu-explain',
      label: say('menu.explain'),
      run: () => {
        store.view.value = 'detail'
        document.querySelector<HTMLElement>('.detail')?.focus()
      },
    },
    {
      id: 'menu-copy-explanation',
      label: say('menu.copy-answer'),
      run: () => void actions.copyExplanation(diagnosed),
      divided: true,
    },
    {
      id: 'menu-copy-fix',
      label: say('menu.copy-fix'),
      run: () => void actions.copyFix(diagnosed),
      disabled: diagnosed.fixes.length === 0,
    },
    { id: 'menu-copy-curl', label: say('menu.copy-curl'), run: () => void actions.copyAs(diagnosed, 'curl') },
    {
      id: 'menu-copy-fetch',
      label: say('menu.copy-fetch'),
      run: () => void actions.copyAs(diagnosed, 'fetch'),
    },
    {
      id: 'menu-copy-prompt',
      label: say('menu.copy-prompt'),
      run: () => void actions.copyAs(diagnosed, 'prompt'),
      disabled: !isFailure(diagnosed.verdict),
    },
    ...(host.can.showInNetwork
      ? [
          {
            id: 'menu-show-in-network',
            label: say('action.show-in-network'),
            run: () => actions.showInNetwork(diagnosed),
            divided: true,
          } as const,
        ]
      : []),
    ...(host.can.openSource && isFile
      ? [
          {
            id: 'menu-open-initiator',
            label: say('menu.open-initiator'),
            run: () => host.send({ type: 'open-source', url, line: line ?? 0, column: column ?? 0 }),
          } as const,
        ]
      : []),
    {
      id: 'menu-filter-server',
      label: say('menu.filter-server'),
      run: () => {
        store.preferences.filter.value = `server:${actions.serverOf(diagnosed)}`
      },
    },
    {
      id: 'menu-report',
      label: say('menu.report'),
      run: () => actions.previewReport(diagnosed),
      divided: true,
    },
    {
      id: 'menu-export-markdown',
      label: say('menu.export-markdown'),
      run: () => void actions.exportFlow(diagnosed, 'markdown'),
    },
    {
      id: 'menu-export-json',
      label: say('menu.export-json'),
      run: () => void actions.exportFlow(diagnosed, 'json'),
    },
  ]
}

/** The menu of a row, by right-click or by key. */
export function ContextMenu(props: Props) {
  const open = props.store.menu.value
  if (open === null) return null
  return (
    <Menu
      label={say('menu.label')}
      items={itemsOf(open.diagnosed, props)}
      x={open.x}
      y={open.y}
      onClose={() => {
        props.store.menu.value = null
      }}
    />
  )
}
