/** Django 5 with django-cors-headers: its development server, gunicorn (WSGI) and uvicorn (ASGI). */
import { join } from 'node:path'
import { type Python, pythonPackages } from '../support/install.ts'
import {
  BOOM,
  COOKIES,
  type Files,
  GET,
  LOGIN,
  OTHER,
  OVER_LOGIN,
  OVER_PUT,
  POST_COOKIES,
  PUT,
  type Stack,
} from '../support/stack.ts'

const APP = '\n    "corsheaders",'
const MIDDLEWARE = '\n    "corsheaders.middleware.CorsMiddleware",'

interface Parts {
  settings?: string
  /** django-cors-headers is set up: first, or last of the middlewares. */
  present?: 'first' | 'last'
  login?: boolean
}

const app = ({ settings = '', present, login = false }: Parts = {}): Files => ({
  'settings.py': `SECRET_KEY = "x" * 60
DEBUG = False
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "django.contrib.contenttypes",${present === undefined ? '' : APP}
]
MIDDLEWARE = [${present === 'first' ? MIDDLEWARE : ''}
    "django.middleware.security.SecurityMiddleware",${login ? '\n    "urls.login_check",' : ''}
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",${present === 'last' ? MIDDLEWARE : ''}
]
ROOT_URLCONF = "urls"
USE_TZ = True
${settings}
`,
  'urls.py': `from django.http import JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


@csrf_exempt
@require_http_methods(["GET", "POST", "PUT", "DELETE"])
def items(request):
    return JsonResponse({"ok": True})


def boom(request):
    raise ValueError("boom")


def login_check(get_response):
    def check(request):
        if "Authorization" not in request.headers:
            return JsonResponse({"detail": "login"}, status=401)
        return get_response(request)

    return check


urlpatterns = [path("api/items", items), path("api/boom", boom)]
`,
  'manage.py': `import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
from django.core.management import execute_from_command_line
execute_from_command_line(sys.argv)
`,
  'served.py': `import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
from django.core.asgi import get_asgi_application
from django.core.wsgi import get_wsgi_application
wsgi = get_wsgi_application()
asgi = get_asgi_application()
`,
})

const cases: Stack['cases'] = [
  { id: '1', situation: 0, files: app(), request: GET },
  { id: '2', situation: 1, files: app(), request: PUT },
  {
    id: '3',
    situation: 2,
    files: app({ settings: 'CORS_ALLOW_ALL_ORIGINS = True', present: 'first' }),
    request: COOKIES,
  },
  {
    id: '3-post',
    situation: 2,
    files: app({ settings: 'CORS_ALLOW_ALL_ORIGINS = True', present: 'first' }),
    request: POST_COOKIES,
  },
  {
    id: '4',
    situation: 3,
    files: app({ settings: `CORS_ALLOWED_ORIGINS = [\n    "${OTHER}",\n]`, present: 'first' }),
    request: PUT,
    keeps: OTHER,
  },
  {
    id: '4-last',
    situation: 3,
    files: app({ settings: 'CORS_ALLOWED_ORIGINS = ["<page>"]', present: 'last', login: true }),
    request: LOGIN,
  },
  { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
  { id: '5-login', situation: 4, files: app({ login: true }), request: LOGIN },
  {
    ...OVER_PUT,
    files: app({
      settings: `CORS_ALLOWED_ORIGINS = [\n    "<page>",\n    "${OTHER}",\n]\nCORS_ALLOW_METHODS = ("GET",)\nCORS_ALLOW_HEADERS = ["authorization"]`,
      present: 'first',
    }),
    keeps: OTHER,
  },
  {
    ...OVER_LOGIN,
    files: app({
      settings: 'CORS_ALLOWED_ORIGIN_REGEXES = [r"^http://localhost:3000$"]',
      present: 'last',
      login: true,
    }),
  },
]

/** At the end of the file, as printed: what is there stays above it, and the note's carrying over is in the code already. */
const apply: Stack['apply'] = (files, { code }) => ({
  ...files,
  'settings.py': `${files['settings.py']}\n${code}\n`,
})

const served = (name: string, how: (bin: string, port: string) => [string, ...string[]]): Stack => ({
  name,
  framework: 'django',
  install: pythonPackages,
  start: (port, _folder, installed) => {
    const [command, ...parameters] = how((installed as Python).bin, String(port))
    return { command, parameters }
  },
  apply,
  cases,
})

export const django = served('django', (bin, port) => [
  join(bin, 'python'),
  'manage.py',
  'runserver',
  '--noreload',
  `127.0.0.1:${port}`,
])

export const djangoWsgi = served('django-wsgi', (bin, port) => [
  join(bin, 'gunicorn'),
  '-b',
  `127.0.0.1:${port}`,
  'served:wsgi',
])

export const djangoAsgi = served('django-asgi', (bin, port) => [
  join(bin, 'uvicorn'),
  '--port',
  port,
  'served:asgi',
])
