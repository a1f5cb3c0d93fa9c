/** ASP.NET Core: a policy of its own CORS middleware, before authorization. */

import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { list, quoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

function code({ origins, methods, headers, credentials, maxAge, preflighted, expose }: Settings): string {
  const calls = [
    `.WithOrigins(${list(origins, quoted)})`,
    `.WithMethods(${list(methods, quoted)})`,
    ...(headers.length > 0 ? [`.WithHeaders(${list(headers, quoted)})`] : []),
    ...(expose.length > 0 ? [`.WithExposedHeaders(${list(expose, quoted)})`] : []),
    ...(credentials ? ['.AllowCredentials()'] : []),
    ...(preflighted ? [`.SetPreflightMaxAge(TimeSpan.FromSeconds(${maxAge}))`] : []),
  ]
  return [
    '// Before builder.Build():',
    'builder.Services.AddCors(options =>',
    '    options.AddDefaultPolicy(policy => policy',
    ...calls.map((call, index) => `        ${call}${index === calls.length - 1 ? '));' : ''}`),
    '',
    '// After UseRouting, before UseAuthentication, UseAuthorization and UseHttpsRedirection:',
    'app.UseCors();',
  ].join('\n')
}

function draft(context: FixContext, settings: Settings): DraftFix {
  return {
    title: 'Add a CORS policy, before authorization',
    language: 'csharp',
    file: 'Program.cs',
    code: code(settings),
    note: notes(
      'If there is a policy already, change it in place and keep what is listed there. An unhandled exception still loses the headers: repair it first.',
      openNote(context),
      cookieNote(context, 'new CookieOptions { SameSite = SameSiteMode.None, Secure = true }'),
    ),
    owner: 'back-end',
    after: answerWith(settings, { origins: settings.origins }),
  }
}

export const aspnet: Framework = {
  id: 'aspnet',
  label: 'ASP.NET Core',
  fixes(context) {
    const settings = settingsOf(context)
    // exceptions are answered outside of its CORS middleware, by design
    return settings === null || context.cause?.id === 'server-error' ? [] : [draft(context, settings)]
  },
}
