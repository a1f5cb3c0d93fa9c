/** Spring Boot: one CorsConfigurationSource, which Spring Security uses before it looks at a login. */

import { cookieNote, methodsWithSeen, notes, openNote, type Settings, settingsOf } from '../cors-settings.ts'
import { list, quoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'
import { answerWith } from '../response-after.ts'

function beanLines(settings: Settings): string[] {
  const { origins, headers, credentials, maxAge, expose } = settings
  return [
    '  @Bean',
    '  CorsConfigurationSource corsConfigurationSource() {',
    '    CorsConfiguration cors = new CorsConfiguration();',
    `    cors.setAllowedOrigins(List.of(${list(origins, quoted)}));`,
    `    cors.setAllowedMethods(List.of(${list(methodsWithSeen(settings), quoted)}));`,
    `    cors.setAllowedHeaders(List.of(${list(headers, quoted)}));`,
    ...(expose.length > 0 ? [`    cors.setExposedHeaders(List.of(${list(expose, quoted)}));`] : []),
    ...(credentials ? ['    cors.setAllowCredentials(true);'] : []),
    `    cors.setMaxAge(Duration.ofSeconds(${maxAge}));`,
    '    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();',
    '    source.registerCorsConfiguration("/**", cors);',
    '    return source;',
    '  }',
  ]
}

/** `filter`: without Spring Security a filter of its own puts the configuration to work. */
function code(settings: Settings, security: boolean): string {
  const imports = [
    'import java.time.Duration;',
    'import java.util.List;',
    'import org.springframework.context.annotation.Bean;',
    'import org.springframework.context.annotation.Configuration;',
    'import org.springframework.web.cors.CorsConfiguration;',
    'import org.springframework.web.cors.CorsConfigurationSource;',
    'import org.springframework.web.cors.UrlBasedCorsConfigurationSource;',
    ...(security ? [] : ['import org.springframework.web.filter.CorsFilter;']),
  ]
  const filter = [
    '',
    '  @Bean',
    '  CorsFilter corsFilter(CorsConfigurationSource source) {',
    '    return new CorsFilter(source);',
    '  }',
  ]
  return [
    ...imports,
    '',
    '@Configuration',
    'class CorsSettings {',
    ...beanLines(settings),
    ...(security ? [] : filter),
    '}',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings, security: boolean): DraftFix => ({
  title: security
    ? 'With Spring Security: a CorsConfigurationSource bean'
    : 'Without Spring Security: a CorsFilter bean',
  language: 'java',
  file: 'CorsSettings.java',
  code: code(settings, security),
  note: notes(
    security
      ? 'And in your SecurityFilterChain: http.cors(Customizer.withDefaults()). Then Spring Security answers the preflight before it asks for a login.'
      : null,
    'If there is a CORS configuration already, change it in place and keep what is listed there.',
    openNote(context),
    cookieNote(context, 'ResponseCookie.from(name, value).sameSite("None").secure(true)'),
  ),
  owner: 'back-end',
  after: answerWith(settings, { preflightStatus: 200, refusedStatus: 403, origins: settings.origins }),
})

export const spring: Framework = {
  id: 'spring',
  label: 'Spring Boot',
  fixes(context) {
    const settings = settingsOf(context)
    return settings === null ? [] : [draft(context, settings, true), draft(context, settings, false)]
  },
}
