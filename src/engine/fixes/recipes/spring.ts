/** Spring Boot: one CorsFilter before everything else, Spring Security's login check included. */

import { answering, withSafelisted } from '../answering.ts'
import { cookieNote, notes, openNote, type Settings, withSettings } from '../cors-settings.ts'
import { credentialsLines, existingNote } from '../existing.ts'
import { list, quoted } from '../literals.ts'
import type { DraftFix, FixContext, Framework } from '../recipe.ts'

const IMPORTS = [
  'java.util.List',
  'org.springframework.boot.web.servlet.FilterRegistrationBean',
  'org.springframework.context.annotation.Bean',
  'org.springframework.context.annotation.Configuration',
  'org.springframework.core.Ordered',
  'org.springframework.web.cors.CorsConfiguration',
  'org.springframework.web.cors.UrlBasedCorsConfigurationSource',
  'org.springframework.web.filter.CorsFilter',
]

/** No bean of the type CorsConfigurationSource: Spring MVC has one of its own, and two keep the application from starting. */
function code(settings: Settings): string {
  const { origins, headers, maxAge, expose } = settings
  return [
    ...IMPORTS.map((name) => `import ${name};`),
    '',
    '@Configuration',
    'class CorsSettings {',
    '  @Bean',
    '  FilterRegistrationBean<CorsFilter> corsBeforeAll() {',
    '    CorsConfiguration cors = new CorsConfiguration();',
    `    cors.setAllowedOrigins(List.of(${list(origins, quoted)}));`,
    `    cors.setAllowedMethods(List.of(${list(settings.methods, quoted)}));`,
    `    cors.setAllowedHeaders(List.of(${list(headers, quoted)}));`,
    ...(expose.length > 0 ? [`    cors.setExposedHeaders(List.of(${list(expose, quoted)}));`] : []),
    ...credentialsLines(settings, '    cors.setAllowCredentials(true);', '//'),
    `    cors.setMaxAge(${maxAge}L);`,
    '    UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();',
    '    source.registerCorsConfiguration("/**", cors);',
    '    FilterRegistrationBean<CorsFilter> filter = new FilterRegistrationBean<>(new CorsFilter(source));',
    '    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);',
    '    return filter;',
    '  }',
    '}',
  ].join('\n')
}

const draft = (context: FixContext, settings: Settings): DraftFix => ({
  title: 'Put a CorsFilter before everything else',
  language: 'java',
  file: 'CorsSettings.java',
  code: code(settings),
  note: notes(
    'A new file in the package of your application class, with its package line at the top. It answers preflights before Spring Security asks for a login. WebFlux has other classes: CorsWebFilter, in org.springframework.web.cors.reactive.',
    existingNote(settings, '@CrossOrigin, addCorsMappings, or a CorsConfigurationSource'),
    openNote(context),
    cookieNote(context, 'ResponseCookie.from(name, value).sameSite("None").secure(true)'),
  ),
  owner: 'back-end',
  after: answering(settings, { preflightStatus: 200, refusedStatus: 403 }),
})

export const spring: Framework = {
  id: 'spring',
  label: 'Spring Boot',
  fixes: withSettings((context, settings) => draft(context, withSafelisted(settings))),
}
