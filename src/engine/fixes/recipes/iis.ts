/** Microsoft IIS: the CORS module, which answers preflights before any authentication, Windows authentication included. */

import { answering } from '../answering.ts'
import { notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { html } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

function originLines({ credentials, methods, headers, expose, maxAge }: Settings, origin: string): string[] {
  const group = (tag: string, item: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          `        <${tag}>`,
          ...names.map((name) => `          <add ${item}=${html(name)} />`),
          `        </${tag}>`,
        ]
  return [
    `      <add origin=${html(origin)} allowCredentials="${credentials}" maxAge="${maxAge}">`,
    ...group('allowMethods', 'method', methods),
    ...group('allowHeaders', 'header', headers),
    ...group('exposeHeaders', 'header', expose),
    '      </add>',
  ]
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Let the IIS CORS module answer',
    language: 'xml',
    file: 'web.config',
    code: [
      '<configuration>',
      '  <system.webServer>',
      '    <cors enabled="true" failUnlistedOrigins="false">',
      ...settings.origins.flatMap((origin) => originLines(settings, origin)),
      '    </cors>',
      '  </system.webServer>',
      '</configuration>',
    ].join('\n'),
    note: notes(
      'Install the IIS CORS module; it takes part before Windows authentication, which no preflight can pass. Remove Access-Control-… from customHeaders and from the application: they would come twice. Keep the origins that cors lists already.',
      openNote(context),
    ),
    owner: 'proxy',
    after: answering(settings),
  }
}

export const iis: Framework = { id: 'iis', label: 'Microsoft IIS', fixes: withSettings(draft) }
