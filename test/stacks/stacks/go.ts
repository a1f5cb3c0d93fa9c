/** Go: net/http, Gin, Echo, Fiber and chi, each with the middleware of its own. */
import { join } from 'node:path'
import { CACHE } from '../../frameworks/support/cache.ts'
import { run } from '../../frameworks/support/run.ts'
import { insertedAfter, withoutAll } from '../support/apply.ts'
import { goModules } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  PUT,
  type Stack,
  type StackCase,
} from '../support/stack.ts'

const LISTEN = '"127.0.0.1:"+os.Getenv("PORT")'

interface Source {
  /** The source with lines in main before the routes, imports of theirs, and what listens. */
  source(setup: string, imports: string, listening?: string): string
  /** Line behind which a middleware goes. */
  app: RegExp
}

const ROUTES = ['GET', 'POST', 'PUT', 'DELETE']

const SOURCES = {
  nethttp: {
    app: /^\tmux := .*$/m,
    source: (setup, imports, listening = 'mux') => `package main

import "net/http"
import "os"
${imports}

func ok(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Write([]byte("{\\"ok\\":true}"))
}

func main() {
	mux := http.NewServeMux()
${ROUTES.map((method) => `\tmux.HandleFunc("${method} /api/items", ok)`).join('\n')}
	mux.HandleFunc("GET /api/boom", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "boom", 500) })
${setup}
	http.ListenAndServe(${LISTEN}, ${listening})
}
`,
  },
  gin: {
    app: /^\trouter := .*$/m,
    source: (setup, imports) => `package main

import "github.com/gin-gonic/gin"
import "os"
${imports}

func main() {
	gin.SetMode(gin.ReleaseMode)
	router := gin.Default()
${setup}
	ok := func(c *gin.Context) { c.JSON(200, gin.H{"ok": true}) }
${ROUTES.map((method) => `\trouter.${method}("/api/items", ok)`).join('\n')}
	router.GET("/api/boom", func(c *gin.Context) { panic("boom") })
	router.Run(${LISTEN})
}
`,
  },
  echo: {
    app: /^\te := .*$/m,
    source: (setup, imports) => `package main

import "github.com/labstack/echo/v4"
import "os"
${imports}

func main() {
	e := echo.New()
	e.HideBanner = true
${setup}
	ok := func(c echo.Context) error { return c.JSON(200, map[string]bool{"ok": true}) }
${ROUTES.map((method) => `\te.${method}("/api/items", ok)`).join('\n')}
	e.GET("/api/boom", func(c echo.Context) error { return echo.NewHTTPError(500, "boom") })
	e.Start(${LISTEN})
}
`,
  },
  fiber: {
    app: /^\tapp := .*$/m,
    source: (setup, imports) => `package main

import "github.com/gofiber/fiber/v2"
import "os"
${imports}

func main() {
	app := fiber.New()
${setup}
	ok := func(c *fiber.Ctx) error { return c.JSON(fiber.Map{"ok": true}) }
${ROUTES.map((method) => `\tapp.${method[0]}${method.slice(1).toLowerCase()}("/api/items", ok)`).join('\n')}
	app.Get("/api/boom", func(c *fiber.Ctx) error { return fiber.NewError(500, "boom") })
	app.Listen(${LISTEN})
}
`,
  },
  echo5: {
    app: /^\te := .*$/m,
    source: (setup, imports) => `package main

import "github.com/labstack/echo/v5"
import "os"
${imports}

func main() {
	e := echo.New()
${setup}
	ok := func(c *echo.Context) error { return c.JSON(200, map[string]bool{"ok": true}) }
${ROUTES.map((method) => `\te.${method}("/api/items", ok)`).join('\n')}
	e.GET("/api/boom", func(c *echo.Context) error { return echo.NewHTTPError(500, "boom") })
	e.Start(${LISTEN})
}
`,
  },
  fiber3: {
    app: /^\tapp := .*$/m,
    source: (setup, imports) => `package main

import "github.com/gofiber/fiber/v3"
import "os"
${imports}

func main() {
	app := fiber.New()
${setup}
	ok := func(c fiber.Ctx) error { return c.JSON(fiber.Map{"ok": true}) }
${ROUTES.map((method) => `\tapp.${method[0]}${method.slice(1).toLowerCase()}("/api/items", ok)`).join('\n')}
	app.Get("/api/boom", func(c fiber.Ctx) error { return fiber.NewError(500, "boom") })
	app.Listen(${LISTEN})
}
`,
  },
  chi: {
    app: /^\tr := .*$/m,
    source: (setup, imports) => `package main

import "github.com/go-chi/chi/v5"
import "net/http"
import "os"
${imports}

func ok(w http.ResponseWriter, r *http.Request) { w.Write([]byte("{\\"ok\\":true}")) }

func main() {
	r := chi.NewRouter()
${setup}
${ROUTES.map((method) => `\tr.${method[0]}${method.slice(1).toLowerCase()}("/api/items", ok)`).join('\n')}
	r.Get("/api/boom", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "boom", 500) })
	http.ListenAndServe(${LISTEN}, r)
}
`,
  },
} satisfies Record<string, Source>

type Kind = keyof typeof SOURCES

const files = (kind: Kind, setup = '', imports = '', listening?: string): Files => ({
  'main.go': SOURCES[kind].source(setup, imports, listening),
})

/** What the note tells to remove: the middleware that is there, and its import. */
const PRESENT = [
  /^\t(router|e|app|r)\.Use\(\s*(cors|middleware)\./m,
  /^\twrapped := cors\./m,
  /^import "[^"]*cors"\n/m,
  /^import "[^"]*echo\/v[45]\/middleware"\n/m,
]

/** What the notes tell of the next major versions. */
const NEWER: Partial<Record<Kind, (code: string) => string>> = {
  echo5: (code) => code.replace('echo/v4/middleware', 'echo/v5/middleware'),
  fiber3: (code) =>
    code
      .replace('fiber/v2/', 'fiber/v3/')
      .replace(
        /^(\tAllow(?:Origins|Methods|Headers): )"(.*)",$/gm,
        (_, name: string, items: string) => `${name}[]string{"${items.replaceAll(',', '", "')}"},`,
      ),
}

const indented = (text: string): string => text.replace(/^(?=.)/gm, '\t')

/** Imports to the imports, the middleware behind the router; for net/http what listens as well. */
const apply =
  (kind: Kind): Stack['apply'] =>
  ({ 'main.go': source = '' }, { code: printed }) => {
    const code = NEWER[kind]?.(printed) ?? printed
    const isImport = (line: string) => line.startsWith('import ')
    const lines = code.split('\n')
    const rest = lines
      .filter((line) => !isImport(line) && !line.startsWith('// With the other'))
      .join('\n')
      .trim()
    const bare = withoutAll(source, PRESENT).replace(/\bwrapped\b/, 'mux')
    const imported = insertedAfter(bare, /^import "os"$/m, lines.filter(isImport).join('\n'))
    if (kind !== 'nethttp') return { 'main.go': insertedAfter(imported, SOURCES[kind].app, indented(rest)) }
    const [made = '', listens = ''] = rest.split(/^\/\/ It takes the place.*$/m)
    const server = listens.trim().replace('":8080"', LISTEN)
    return {
      'main.go': imported.replace(
        /^\thttp\.ListenAndServe\([^,]*, (.*)\)$/m,
        // around what listens today, a login check included
        (_, today: string) => `${indented(made.trim().replace('(mux)', `(${today})`))}\n\t${server}`,
      ),
    }
  }

/** Milliseconds: the first build compiles every module. */
const LONG_BUILD = 540_000

const stack = (
  kind: Kind,
  framework: string,
  cases: readonly StackCase[],
  also: readonly string[] = [],
): Stack => ({
  name: `go-${kind}`,
  framework,
  alsoNamed: ['go', ...also],
  install: goModules,
  build: async (folder) => {
    await run(
      'go',
      ['build', '-o', join(folder, 'server'), `./${folder.slice(join(CACHE, 'stacks-go').length + 1)}`],
      {
        cwd: join(CACHE, 'stacks-go'),
        timeout: LONG_BUILD,
      },
    )
  },
  start: (_port, folder) => ({ command: join(folder, 'server'), parameters: [] }),
  apply: apply(kind),
  // its list is one string
  ...(kind === 'fiber' || kind === 'fiber3'
    ? { carry: (code, page, origin) => code.replace(page, `${page},${origin}`) }
    : {}),
  cases,
})

interface Written {
  star: Files
  other: Files
  login: Files
  /** Two origins may read, with a header of their own. */
  readers: Files
  /** The login check before a set-up that lets the page in. */
  behindLogin: Files
}

const casesOf = (kind: Kind, { star, other, login, readers, behindLogin }: Written): StackCase[] => [
  { id: '1', situation: 0, files: files(kind), request: GET },
  { id: '2', situation: 1, files: files(kind), request: PUT },
  { id: '3', situation: 2, files: star, request: COOKIES },
  { id: '4', situation: 3, files: other, request: PUT, keeps: OTHER },
  { id: '5', situation: 4, files: files(kind), request: BOOM, result: '500' },
  { id: '5-login', situation: 4, files: login, request: LOGIN },
  { ...OVER_PUT, files: readers, keeps: OTHER },
  { ...OVER_LOGIN, files: behindLogin },
]

/** A login check around a handler, as net/http and chi have it. */
const HTTP_LOGIN = `	check := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") == "" {
				http.Error(w, "login", 401)
				return
			}
			next.ServeHTTP(w, r)
		})
	}`

const RS = 'import "github.com/rs/cors"'
const rs = (options: string) => `\twrapped := cors.New(cors.Options{${options}}).Handler(mux)`
export const goNetHttp = stack(
  'nethttp',
  'go',
  casesOf('nethttp', {
    star: files('nethttp', rs('AllowedOrigins: []string{"*"}'), RS, 'wrapped'),
    other: files('nethttp', rs(`\n\t\tAllowedOrigins: []string{"${OTHER}"},\n\t`), RS, 'wrapped'),
    login: files('nethttp', HTTP_LOGIN, '', 'check(mux)'),
    readers: files(
      'nethttp',
      rs(
        `\n\t\tAllowedOrigins: []string{"<page>", "${OTHER}"},\n\t\tAllowedMethods: []string{"GET"},\n\t\tAllowedHeaders: []string{"Authorization"},\n\t`,
      ),
      RS,
      'wrapped',
    ),
    behindLogin: files(
      'nethttp',
      `${rs('AllowedOrigins: []string{"<page>"}')}\n${HTTP_LOGIN}`,
      RS,
      'check(wrapped)',
    ),
  }),
)

const GIN_LOGIN = `	router.Use(func(c *gin.Context) {
		if c.GetHeader("Authorization") == "" {
			c.AbortWithStatus(401)
		}
	})`

const GIN = 'import "github.com/gin-contrib/cors"'
export const goGin = stack(
  'gin',
  'gin',
  casesOf('gin', {
    star: files('gin', '\trouter.Use(cors.Default())', GIN),
    other: files(
      'gin',
      `\trouter.Use(cors.New(cors.Config{\n\t\tAllowOrigins: []string{"${OTHER}"},\n\t}))`,
      GIN,
    ),
    login: files('gin', GIN_LOGIN),
    readers: files(
      'gin',
      `\trouter.Use(cors.New(cors.Config{\n\t\tAllowOrigins: []string{"<page>", "${OTHER}"},\n\t\tAllowMethods: []string{"GET"},\n\t\tAllowHeaders: []string{"Authorization"},\n\t}))`,
      GIN,
    ),
    behindLogin: files(
      'gin',
      `${GIN_LOGIN}\n\trouter.Use(cors.New(cors.Config{AllowOrigins: []string{"<page>"}}))`,
      GIN,
    ),
  }),
)

const ECHO_LOGIN = `	e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if c.Request().Header.Get("Authorization") == "" {
				return echo.ErrUnauthorized
			}
			return next(c)
		}
	})`

const ECHO = 'import "github.com/labstack/echo/v4/middleware"'
export const goEcho = stack(
  'echo',
  'echo',
  casesOf('echo', {
    star: files('echo', '\te.Use(middleware.CORS())', ECHO),
    other: files(
      'echo',
      `\te.Use(middleware.CORSWithConfig(middleware.CORSConfig{\n\t\tAllowOrigins: []string{"${OTHER}"},\n\t}))`,
      ECHO,
    ),
    login: files('echo', ECHO_LOGIN),
    readers: files(
      'echo',
      `\te.Use(middleware.CORSWithConfig(middleware.CORSConfig{\n\t\tAllowOrigins: []string{"<page>", "${OTHER}"},\n\t\tAllowMethods: []string{"GET"},\n\t\tAllowHeaders: []string{"Authorization"},\n\t}))`,
      ECHO,
    ),
    behindLogin: files(
      'echo',
      `${ECHO_LOGIN}\n\te.Use(middleware.CORSWithConfig(middleware.CORSConfig{AllowOrigins: []string{"<page>"}}))`,
      ECHO,
    ),
  }),
)

const FIBER_LOGIN = `	app.Use(func(c *fiber.Ctx) error {
		if c.Get("Authorization") == "" {
			return fiber.ErrUnauthorized
		}
		return c.Next()
	})`

const FIBER = 'import "github.com/gofiber/fiber/v2/middleware/cors"'
export const goFiber = stack(
  'fiber',
  'fiber',
  casesOf('fiber', {
    star: files('fiber', '\tapp.Use(cors.New())', FIBER),
    other: files('fiber', `\tapp.Use(cors.New(cors.Config{\n\t\tAllowOrigins: "${OTHER}",\n\t}))`, FIBER),
    login: files('fiber', FIBER_LOGIN),
    readers: files(
      'fiber',
      `\tapp.Use(cors.New(cors.Config{\n\t\tAllowOrigins: "<page>,${OTHER}",\n\t\tAllowMethods: "GET",\n\t\tAllowHeaders: "Authorization",\n\t}))`,
      FIBER,
    ),
    behindLogin: files(
      'fiber',
      `${FIBER_LOGIN}\n\tapp.Use(cors.New(cors.Config{AllowOrigins: "<page>"}))`,
      FIBER,
    ),
  }),
)

const ECHO_5_LOGIN = ECHO_LOGIN.replace('c echo.Context', 'c *echo.Context')
const ECHO_5 = 'import "github.com/labstack/echo/v5/middleware"'
export const goEcho5 = stack(
  'echo5',
  'echo',
  casesOf('echo5', {
    star: files('echo5', '\te.Use(middleware.CORS())', ECHO_5),
    other: files(
      'echo5',
      `\te.Use(middleware.CORSWithConfig(middleware.CORSConfig{\n\t\tAllowOrigins: []string{"${OTHER}"},\n\t}))`,
      ECHO_5,
    ),
    login: files('echo5', ECHO_5_LOGIN),
    readers: files(
      'echo5',
      `\te.Use(middleware.CORSWithConfig(middleware.CORSConfig{\n\t\tAllowOrigins: []string{"<page>", "${OTHER}"},\n\t\tAllowMethods: []string{"GET"},\n\t\tAllowHeaders: []string{"Authorization"},\n\t}))`,
      ECHO_5,
    ),
    behindLogin: files(
      'echo5',
      `${ECHO_5_LOGIN}\n\te.Use(middleware.CORSWithConfig(middleware.CORSConfig{AllowOrigins: []string{"<page>"}}))`,
      ECHO_5,
    ),
  }),
)

const FIBER_3_LOGIN = FIBER_LOGIN.replace('c *fiber.Ctx', 'c fiber.Ctx')
const FIBER_3 = 'import "github.com/gofiber/fiber/v3/middleware/cors"'
export const goFiber3 = stack(
  'fiber3',
  'fiber',
  casesOf('fiber3', {
    star: files('fiber3', '\tapp.Use(cors.New())', FIBER_3),
    other: files(
      'fiber3',
      `\tapp.Use(cors.New(cors.Config{\n\t\tAllowOrigins: []string{"${OTHER}"},\n\t}))`,
      FIBER_3,
    ),
    login: files('fiber3', FIBER_3_LOGIN),
    readers: files(
      'fiber3',
      `\tapp.Use(cors.New(cors.Config{\n\t\tAllowOrigins: []string{"<page>", "${OTHER}"},\n\t\tAllowMethods: []string{"GET"},\n\t\tAllowHeaders: []string{"Authorization"},\n\t}))`,
      FIBER_3,
    ),
    behindLogin: files(
      'fiber3',
      `${FIBER_3_LOGIN}\n\tapp.Use(cors.New(cors.Config{AllowOrigins: []string{"<page>"}}))`,
      FIBER_3,
    ),
  }),
)

const CHI = 'import "github.com/go-chi/cors"'
export const goChi = stack(
  'chi',
  'chi',
  casesOf('chi', {
    star: files('chi', '\tr.Use(cors.Handler(cors.Options{AllowedOrigins: []string{"*"}}))', CHI),
    other: files(
      'chi',
      `\tr.Use(cors.Handler(cors.Options{\n\t\tAllowedOrigins: []string{"${OTHER}"},\n\t}))`,
      CHI,
    ),
    login: files('chi', `${HTTP_LOGIN}\n\tr.Use(check)`),
    readers: files(
      'chi',
      `\tr.Use(cors.Handler(cors.Options{\n\t\tAllowedOrigins: []string{"<page>", "${OTHER}"},\n\t\tAllowedMethods: []string{"GET"},\n\t\tAllowedHeaders: []string{"Authorization"},\n\t}))`,
      CHI,
    ),
    behindLogin: files(
      'chi',
      `${HTTP_LOGIN}\n\tr.Use(check)\n\tr.Use(cors.Handler(cors.Options{AllowedOrigins: []string{"<page>"}}))`,
      CHI,
    ),
  }),
)
