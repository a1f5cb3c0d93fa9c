/**
 * What browser tests read off the page: `data-testid`, and on a row the verdict as data attributes.
 *
 * | test id | what it is |
 * | --- | --- |
 * | `panel` | root of the panel; `data-view` (`list` or `detail`: what a narrow panel shows), `data-theme` |
 * | `flow-list` | the listbox |
 * | `flow-row` | one failure (role option); `data-id`, `data-outcome`, `data-reason` ('' when none), `data-stage`, `data-chromium-code`, `data-failed-parameter`, `data-method`, `data-url`, `data-status`, `data-count`, `aria-selected` |
 * | `detail` | the explanation of the selected row; the same data attributes as its row |
 * | `detail-title`, `explanation` | the remedy; the words |
 * | `step` | one step of the timeline; `data-kind`, `data-state` (`ok`, `failed`, `skipped`, `unknown`) |
 * | `header-name`, `expected`, `received` | the header at fault and its two values |
 * | `cause` | who has to change what; `data-cause`, `data-owner` |
 * | `evidence-for`, `evidence-against` | the observations that speak for the cause and against it |
 * | `alternative` | another verdict that fits; `data-reason`, `data-chromium-code` |
 * | `blocker` | one thing that must change; `data-reason`, `data-stage` |
 * | `credentials` | evidence on the credentials mode; `data-mode` |
 * | `server` | who answered; `data-framework`, `data-confidence` |
 * | `fix`, `fix-choice` | the shown fix, `data-framework`; the menu of the fixes (`fix:N`) and of other software (`software:ID`) |
 * | `fix-code`, `fix-check` | its code; how far it was checked, `data-proof` |
 * | `warning` | `data-reason` |
 * | `raw-headers`, `show-secrets` | the headers as logged; the checkbox that uncovers secrets |
 * | `empty` | the empty state; `data-why` (`nothing-recorded`, `nothing-failed`, `filtered`) |
 * | `no-entry` | in it, the failures that no network log shows |
 * | `context-menu` | the panel's own menu |
 * | `menu-explain`, `menu-copy-explanation`, `menu-copy-fix`, `menu-export-markdown`, `menu-export-json`, `menu-show-in-network` | its items |
 * | `menu-report`, `export-all-report` | what opens `report`: the report before it leaves |
 * | `report-format`, `report-text`, `report-redaction`, `report-copy`, `report-save`, `report-close` | its format, its text, one value taken out, its buttons |
 * | `clear`, `preserve-log`, `filter`, `show-all`, `export-all`, `export-all-menu`, `export-all-markdown`, `export-all-json`, `export-all-har`, `reload`, `back` | the toolbar |
 * | `empty-reload`, `empty-show-all`, `empty-clear-filter` | buttons of the empty state |
 * | `copy-explanation`, `copy-fix`, `export-markdown`, `export-json`, `show-in-network` | buttons of the explanation |
 * | `notice` | what was just done ("Copied"), also read out |
 * | `basis` | what the verdict rests on; `data-basis` |
 * | `proof` | what the browser can settle: `test-again`, `test-both`, `ask-again` with `send-again`, `try-fix`, `no-trial`; `again` (`data-credentials`, `data-result`, `data-reason`), `proven` (`data-kind`), `watch`; `test-group`, `try-group`, `ask-group`, `send-group`, `group-outcome` (`data-passing`, `data-waiting`) |
 * | `what-if` | the exchange as fields: `edit`, `what-if-outcome` (`data-outcome`), `edit-method`, `edit-origin`, `edit-credentials`, `edit-response` (`data-part`) with `edit-status`, `header-line` (`data-changed`), `add-header`, `remove-header`, `take-back`, `copy-expected`, `as-recorded`; `edited`: the line that says so |
 * | `trial-bar` | a trial is on; `end-trial` |
 * | `go-to-tab`, `go-to-network` | in that window: to the page it is about; to the Network panel |
 * | `explain` | root of the window that the page's own menu opens; `data-state` (`found`, `devtools-closed`, `nothing-failed`) |
 */
export const TEST_IDS = [
  'panel',
  'flow-list',
  'flow-row',
  'detail',
  'detail-title',
  'explanation',
  'step',
  'header-name',
  'expected',
  'received',
  'cause',
  'alternative',
  'blocker',
  'credentials',
  'server',
  'fix',
  'fix-choice',
  'fix-code',
  'copy-code',
  'owner',
  'to-do',
  'allowed-facts',
  'browser-code',
  'other-code',
  'preflight-because',
  'open-initiator',
  'fix-check',
  'warning',
  'raw-headers',
  'show-secrets',
  'empty',
  'no-entry',
  'context-menu',
  'menu-explain',
  'menu-copy-explanation',
  'menu-copy-fix',
  'menu-copy-curl',
  'menu-copy-fetch',
  'menu-copy-prompt',
  'menu-open-initiator',
  'menu-filter-server',
  'menu-report',
  'menu-export-markdown',
  'menu-export-json',
  'menu-show-in-network',
  'clear',
  'preserve-log',
  'filter',
  'show-all',
  'export-all',
  'export-all-menu',
  'export-all-report',
  'export-all-markdown',
  'export-all-json',
  'export-all-har',
  'reload',
  'back',
  'empty-reload',
  'empty-open',
  'empty-show-all',
  'empty-clear-filter',
  'copy-explanation',
  'copy-fix',
  'export-markdown',
  'export-json',
  'show-in-network',
  'toggle',
  'passing',
  'clear-filter',
  'suggestion',
  'chips',
  'sheet',
  'fold',
  'language',
  'open-har',
  'grouped',
  'settings',
  'orphaned',
  'announcer',
  'related',
  'file-bar',
  'close-file',
  'log-limits',
  'basis',
  'evidence-for',
  'evidence-against',
  'proof',
  'test-again',
  'test-both',
  'ask-again',
  'send-again',
  'try-fix',
  'no-trial',
  'again',
  'proven',
  'watch',
  'test-group',
  'try-group',
  'ask-group',
  'send-group',
  'group-outcome',
  'what-if',
  'what-if-outcome',
  'edit',
  'edited',
  'edit-method',
  'edit-origin',
  'edit-credentials',
  'edit-response',
  'edit-status',
  'header-line',
  'add-header',
  'remove-header',
  'take-back',
  'copy-expected',
  'as-recorded',
  'trial-bar',
  'end-trial',
  'report',
  'report-format',
  'report-copy',
  'report-save',
  'report-close',
  'report-redaction',
  'report-text',
  'notice',
  'explain',
  'go-to-tab',
  'go-to-network',
] as const

export type TestId = (typeof TEST_IDS)[number]

/** `<div {...testId('detail')}>`: a test id that the compiler knows. */
export const testId = (id: TestId): { 'data-testid': TestId } => ({ 'data-testid': id })
