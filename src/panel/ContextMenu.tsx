import type { Actions } from './actions.ts'
import type { PanelHost } from './host.ts'
import { Menu, type MenuItem } from './Menu.tsx'
import type { Row } from './rows.ts'
import type { Store } from './store.ts'

const itemsOf = (row: Row, store: Store, host: PanelHost, actions: Actions): MenuItem[] => [
  { id: 'menu-explain', label: 'Explain this failure', run: () => store.explain(row) },
  {
    id: 'menu-copy-explanation',
    label: 'Copy the explanation',
    run: () => void actions.copyExplanation(row.diagnosed),
    divided: true,
  },
  {
    id: 'menu-copy-fix',
    label: 'Copy the fix',
    run: () => void actions.copyFix(row.diagnosed),
    disabled: row.diagnosed.fixes.length === 0,
  },
  {
    id: 'menu-export-markdown',
    label: 'Export as Markdown',
    run: () => void actions.exportFlow(row.diagnosed, 'markdown'),
    divided: true,
  },
  {
    id: 'menu-export-json',
    label: 'Export as JSON',
    run: () => void actions.exportFlow(row.diagnosed, 'json'),
  },
  ...(host.can.showInNetwork
    ? [
        {
          id: 'menu-show-in-network',
          label: 'Show in Network',
          run: () => actions.showInNetwork(row.diagnosed),
          divided: true,
        } as const,
      ]
    : []),
]

interface Props {
  store: Store
  host: PanelHost
  actions: Actions
}

/** The menu of a row, by right-click or by key. */
export function ContextMenu({ store, host, actions }: Props) {
  const open = store.menu.value
  if (open === null) return null
  return (
    <Menu
      label="Actions for this failure"
      items={itemsOf(open.row, store, host, actions)}
      x={open.x}
      y={open.y}
      onClose={() => {
        store.menu.value = null
      }}
    />
  )
}
