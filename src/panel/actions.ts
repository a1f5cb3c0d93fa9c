/** Actions on a request, the same from the menu, from the buttons and from the keyboard. Reports load when asked for. */
import { type FlowDiagnosis, isFailure, type ReportFormat, redactorFor } from '../engine/index.ts'
import { copyText } from './clipboard.ts'
import type { PanelHost } from './host.ts'
import { factsOf } from './item.ts'
import type { ReportFile } from './reports.ts'
import { say } from './say.ts'
import type { Store } from './store.ts'

export interface Actions {
  copyExplanation(diagnosed: FlowDiagnosis): Promise<boolean>
  copyFix(diagnosed: FlowDiagnosis): Promise<boolean>
  /** True when it is on the clipboard. */
  copyCode(code: string): Promise<boolean>
  copyAs(diagnosed: FlowDiagnosis, what: 'curl' | 'fetch' | 'prompt'): Promise<boolean>
  exportFlow(diagnosed: FlowDiagnosis, format: ReportFormat): Promise<void>
  exportAll(format: ReportFormat): Promise<void>
  /** Shows what would leave, with a choice of formats: of one request, or of all that the list may show. */
  previewReport(diagnosed?: FlowDiagnosis): void
  copyReport(file: ReportFile): Promise<boolean>
  saveReport(file: ReportFile): Promise<void>
  showInNetwork(diagnosed: FlowDiagnosis): void
  serverOf(diagnosed: FlowDiagnosis): string
}

export function createActions(store: Store, host: PanelHost): Actions {
  const copy = async (text: string, what: string): Promise<boolean> => {
    const copied = await copyText(text)
    store.notice.value = copied ? say('notice.copied', { what }) : say('notice.not-copied')
    return copied
  }
  const save = async (format: ReportFormat, flows: FlowDiagnosis[]): Promise<void> => {
    const { reportFile, saveFile } = await import('./reports.ts')
    const file = reportFile(format, store.report(flows), flows)
    saveFile(file)
    store.notice.value = say('notice.saved', { name: file.name })
  }
  const reportable = (): FlowDiagnosis[] => {
    const { flows } = store.report()
    return store.settings.value.showAll ? flows : flows.filter(({ verdict }) => isFailure(verdict))
  }
  return {
    async copyExplanation(diagnosed) {
      const { markdownReport } = await import('./reports.ts')
      return copy(markdownReport(store.report([diagnosed])), say('notice.answer'))
    },
    copyFix: (diagnosed) =>
      copy(redactorFor(diagnosed).words(diagnosed.fixes[0]?.code ?? ''), say('notice.fix')),
    copyCode: (code) => copy(code, say('notice.fix')),
    async copyAs(diagnosed, what) {
      const { curlOf, fetchOf, promptOf } = await import('./copies.ts')
      const make = { curl: curlOf, fetch: fetchOf, prompt: promptOf }[what]
      const text = make(store.report([diagnosed]), diagnosed)
      if (text !== '') return copy(text, say(`notice.${what}`))
      store.notice.value = say('notice.no-copy', { what: say(`notice.${what}`) })
      return false
    },
    exportFlow: (diagnosed, format) => save(format, [diagnosed]),
    exportAll: (format) => save(format, reportable()),
    previewReport(diagnosed) {
      store.reporting.value = diagnosed === undefined ? reportable() : [diagnosed]
    },
    copyReport: ({ text }) => copy(text, say('notice.report')),
    async saveReport(file) {
      const { saveFile } = await import('./reports.ts')
      saveFile(file)
      store.notice.value = say('notice.saved-file', { name: file.name })
    },
    showInNetwork: ({ flow }) => host.send({ type: 'show-in-network', url: flow.exchange.url }),
    serverOf: (diagnosed) => factsOf(diagnosed).server,
  }
}
