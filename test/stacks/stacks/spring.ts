/** Spring Boot 3.5, with Spring Security and without. */
import { run } from '../../frameworks/support/run.ts'
import { withoutAll } from '../support/apply.ts'
import { type Java, javaLibraries } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

interface Parts {
  /** Members of the application class. */
  members?: string
  /** An annotation of the controller. */
  annotation?: string
  security?: string
}

const app = ({ members = '', annotation = '', security = '' }: Parts = {}): Files => ({
  'demo/App.java': `package demo;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.*;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.servlet.config.annotation.*;

@SpringBootApplication
public class App {
  public static void main(String[] parameters) { SpringApplication.run(App.class, parameters); }

  @RestController
${annotation}
  static class Items {
    @GetMapping("/api/items") Map<String, Boolean> get() { return Map.of("ok", true); }
    @PostMapping("/api/items") Map<String, Boolean> post() { return Map.of("ok", true); }
    @PutMapping("/api/items") Map<String, Boolean> put() { return Map.of("ok", true); }
    @DeleteMapping("/api/items") Map<String, Boolean> delete() { return Map.of("ok", true); }
    @GetMapping("/api/boom") Map<String, Boolean> boom() { throw new IllegalStateException("boom"); }
  }

${members}
}
`,
  ...(security === '' ? {} : { 'demo/Security.java': security }),
})

const mappings = (rest: string): string => `  @Bean WebMvcConfigurer mvc() {
    return new WebMvcConfigurer() {
      public void addCorsMappings(CorsRegistry registry) { registry.addMapping("/**")${rest}; }
    };
  }
`

const SECURITY = `package demo;

import org.springframework.context.annotation.*;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
class Security {
  @Bean SecurityFilterChain chain(HttpSecurity http) throws Exception {
    http.csrf(csrf -> csrf.disable())
        .authorizeHttpRequests(all -> all.anyRequest().authenticated())
        .httpBasic(Customizer.withDefaults());
    return http.build();
  }
}
`

/** A bean of the usual name, for another origin, which Spring Security takes up. */
const SOURCE = `  @Bean org.springframework.web.cors.CorsConfigurationSource corsConfigurationSource() {
    var cors = new org.springframework.web.cors.CorsConfiguration();
    cors.setAllowedOrigins(java.util.List.of("${OTHER}"));
    cors.setAllowedHeaders(java.util.List.of("*"));
    var source = new org.springframework.web.cors.UrlBasedCorsConfigurationSource();
    source.registerCorsConfiguration("/**", cors);
    return source;
  }
`

const PRESENT = [
  /^ {2}@Bean WebMvcConfigurer/m,
  /^ {2}@CrossOrigin/m,
  /^ {2}@Bean \S*CorsConfigurationSource/m,
]

/** Lets two origins read. */
const READERS = `
          .allowedOrigins("<page>", "${OTHER}")
          .allowedMethods("GET") // read only :)
          .allowedHeaders("Authorization")`

/** Before the dispatcher, and so before mappings of CORS. */
const LOGIN_FILTER = `  @Bean jakarta.servlet.Filter loginCheck() {
    return (request, response, chain) -> {
      var asked = (jakarta.servlet.http.HttpServletRequest) request;
      if (asked.getHeader("Authorization") != null) chain.doFilter(request, response);
      else ((jakarta.servlet.http.HttpServletResponse) response).setStatus(401);
    };
  }
`

const LOGIN = { ...GET, headers: { Authorization: 'Basic dTpw' } }

const spring = (name: string, profile: 'plain' | 'security', cases: Stack['cases']): Stack => ({
  name,
  framework: 'spring',
  install: () => javaLibraries(profile),
  build: async (folder, installed) => {
    const sources = ['demo/App.java', 'demo/Security.java', 'demo/CorsSettings.java']
    const { readdir } = await import('node:fs/promises')
    const there = await readdir(`${folder}/demo`)
    const files = sources.filter((source) => there.includes(source.replace('demo/', '')))
    const options = ['-parameters', '-nowarn', '-d', 'out', '-cp', (installed as Java).classes]
    await run('javac', [...options, ...files], { cwd: folder })
  },
  start: (port, _folder, installed) => ({
    command: 'java',
    parameters: [
      '-XX:TieredStopAtLevel=1',
      `-Dserver.port=${port}`,
      '-Dserver.address=127.0.0.1',
      '-Dspring.security.user.name=u',
      '-Dspring.security.user.password=p',
      '-cp',
      `out:${(installed as Java).classes}`,
      'demo.App',
    ],
  }),
  apply: (files, { code }) => ({
    ...files,
    'demo/App.java': withoutAll(files['demo/App.java'] ?? '', PRESENT),
    'demo/CorsSettings.java': `package demo;\n\n${code}\n`,
  }),
  cases,
})

export const springBoot = spring('spring', 'plain', [
  { id: '1', situation: 0, files: app(), request: GET },
  { id: '2', situation: 1, files: app(), request: PUT },
  { id: '3', situation: 2, files: app({ members: mappings('.allowedOrigins("*")') }), request: COOKIES },
  { id: '3-post', situation: 2, files: app({ annotation: '  @CrossOrigin' }), request: POST_COOKIES },
  {
    id: '4',
    situation: 3,
    files: app({ members: mappings(`\n          .allowedOrigins("${OTHER}")`) }),
    request: PUT,
    keeps: OTHER,
  },
  { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
  { id: '5-login', situation: 4, files: app({ members: LOGIN_FILTER }), request: LOGIN },
  { ...OVER_PUT, files: app({ members: mappings(READERS) }), keeps: OTHER },
  {
    ...OVER_LOGIN,
    files: app({ members: `${LOGIN_FILTER}\n${mappings('.allowedOrigins("<page>")')}` }),
    request: LOGIN,
  },
])

const LOGIN_PUT = { ...PUT, headers: { ...PUT.headers, Authorization: 'Basic dTpw' } }

export const springSecurity = spring('spring-security', 'security', [
  { id: '1', situation: 0, files: app({ security: SECURITY }), request: LOGIN },
  { id: '2', situation: 1, files: app({ security: SECURITY }), request: LOGIN_PUT },
  {
    id: '3',
    situation: 2,
    files: app({ security: SECURITY, annotation: '  @CrossOrigin' }),
    request: { ...LOGIN, credentials: 'include', cookie: true },
  },
  {
    id: '4',
    situation: 3,
    files: app({ security: SECURITY, members: SOURCE }),
    request: LOGIN_PUT,
    keeps: OTHER,
  },
  { id: '5', situation: 4, files: app({ security: SECURITY }), request: GET, result: '401' },
  {
    ...OVER_PUT,
    files: app({ security: SECURITY, members: SOURCE.replace(`"${OTHER}"`, `"<page>", "${OTHER}"`) }),
    request: LOGIN_PUT,
    keeps: OTHER,
    still: [LOGIN],
  },
  {
    ...OVER_LOGIN,
    files: app({ security: SECURITY, members: mappings('.allowedOrigins("<page>")') }),
    request: LOGIN,
  },
])
