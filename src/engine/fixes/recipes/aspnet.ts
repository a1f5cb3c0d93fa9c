/** ASP.NET Core: a policy of its own CORS middleware, before authorization. */

import { answering } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { credentialsNote, existingNote } from '../existing.ts'
import { list, quoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { taskOf } from '../task.ts'

function code(settings: Settings): string {
  const { origins, methods, headers, maxAge, preflighted, expose } = settings
  const calls = [
    `.WithOrigins(${list(origins, quoted)})`,
    `.WithMethods(${list(methods, quoted)})`,
    ...(headers.length > 0 ? [`.WithHeaders(${list(headers, quoted)})`] : []),
    ...(expose.length > 0 ? [`.WithExposedHeaders(${list(expose, quoted)})`] : []),
    ...(settings.credentials ? ['.AllowCredentials()'] : []),
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
      'An unhandled exception still loses the headers: repair it first.',
      existingNote(settings, 'AddCors and UseCors, AllowAnyOrigin or SetIsOriginAllowed among them'),
      credentialsNote(settings, '.AllowCredentials()'),
      openNote(context),
      cookieNote(context, 'new CookieOptions { SameSite = SameSiteMode.None, Secure = true }'),
    ),
    owner: 'back-end',
    after: answering(settings),
  }
}

export const aspnet: Framework = {
  id: 'aspnet',
  label: 'ASP.NET Core',
  fixes(context) {
    const settings = settingsOf(context)
    // exceptions are answered outside of its CORS middleware, by design
    return settings === null || taskOf(context) === 'keep-headers-on-errors' ? [] : [draft(context, settings)]
  },
}
