/** Actions on a row, the same from the menu, from the buttons and from the keyboard. */
import { failedFlows, markdownReport } from '../engine/index.ts'
import { copyText } from './clipboard.ts'
import type { PanelHost } from './host.ts'
import { type ReportFormat, reportFile, saveFile } from './reports.ts'
import type { Row } from './rows.ts'
import type { Store } from './store.ts'

export interface Actions {
  explain(row: Row): void
  copyExplanation(row: Row): Promise<void>
  copyFix(row: Row): Promise<void>
  copyCode(code: string): Promise<void>
  exportRow(row: Row, format: ReportFormat): void
  exportAll(format: ReportFormat): void
  showInNetwork(row: Row): void
}

export function createActions(store: Store, host: PanelHost): Actions {
  const copy = async (text: string, what: string): Promise<void> => {
    const copied = await copyText(text)
    store.notice.value = copied
      ? `${what} copied`
      : `The browser did not allow copying. Select the text and press Ctrl+C.`
  }
  const save = (format: ReportFormat, flows: Row['diagnosed'][]): void => {
    const file = reportFile(format, store.diagnosis.value, flows)
    saveFile(file)
    store.notice.value = `Saved ${file.name}, secrets removed`
  }
  return {
    explain(row) {
      store.select(row)
      store.view.value = 'detail'
    },
    copyExplanation: (row) => copy(markdownReport(store.diagnosis.value, [row.diagnosed]), 'Explanation'),
    copyFix: (row) => copy(row.diagnosed.fixes[0]?.code ?? '', 'Fix'),
    copyCode: (code) => copy(code, 'Fix'),
    exportRow: (row, format) => save(format, [row.diagnosed]),
    exportAll(format) {
      const diagnosis = store.diagnosis.value
      save(format, store.settings.value.showAll ? diagnosis.flows : failedFlows(diagnosis))
    },
    showInNetwork: (row) => host.send({ type: 'show-in-network', url: row.diagnosed.flow.exchange.url }),
  }
}
