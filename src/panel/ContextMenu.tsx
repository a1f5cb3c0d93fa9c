import type { Actions } from './actions.ts'
import type { PanelHost } from './host.ts'
import { Menu, type MenuItem } from './Menu.tsx'
import type { Row } from './rows.ts'
import type { Store } from './store.ts'

const itemsOf = (row: Row, host: PanelHost, actions: Actions): MenuItem[] => [
  { id: 'menu-explain', label: 'Explain this failure', run: () => actions.explain(row) },
  {
    id: 'menu-copy-explanation',
    label: 'Copy the explanation',
    run: () => void actions.copyExplanation(row),
    divided: true,
  },
  {
    id: 'menu-copy-fix',
    label: 'Copy the fix',
    run: () => void actions.copyFix(row),
    disabled: row.diagnosed.fixes.length === 0,
  },
  {
    id: 'menu-export-markdown',
    label: 'Export as Markdown',
    run: () => actions.exportRow(row, 'markdown'),
    divided: true,
  },
  { id: 'menu-export-json', label: 'Export as JSON', run: () => actions.exportRow(row, 'json') },
  ...(host.can.showInNetwork
    ? [
        {
          id: 'menu-show-in-network',
          label: 'Show in Network',
          run: () => actions.showInNetwork(row),
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
      items={itemsOf(open.row, host, actions)}
      x={open.x}
      y={open.y}
      onClose={() => {
        store.menu.value = null
      }}
    />
  )
}
