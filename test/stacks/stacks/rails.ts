/** Ruby on Rails 6.1 with rack-cors, as Debian packages them, under Puma. */
import { debianProgram, type Program } from '../support/install.ts'
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

const INITIALIZER = 'config/initializers/cors.rb'

const app = (cors = '', login = false): Files => ({
  'config.ru': 'require_relative "config/environment"\nrun Rails.application\n',
  'config/environment.rb': 'require_relative "application"\nRails.application.initialize!\n',
  'config/application.rb': `require "rails"
require "action_controller/railtie"
require "rack/cors"

class DemoApp < Rails::Application
  config.load_defaults 6.1
  config.root = File.expand_path("..", __dir__)
  config.api_only = true
  config.eager_load = true
  config.secret_key_base = "x" * 64
  config.hosts.clear
  config.consider_all_requests_local = false
  config.logger = Logger.new($stderr)
end

class ItemsController < ActionController::API
  ${login ? 'before_action { head :unauthorized unless request.authorization }' : ''}
  def show = render(json: { ok: true })
  def boom = raise("boom")
end
`,
  'config/routes.rb': `Rails.application.routes.draw do
  match "/api/items", to: "items#show", via: [:get, :post, :put, :delete${login ? ', :options' : ''}]
  get "/api/boom", to: "items#boom"
end
`,
  'public/500.html': 'error',
  ...(cors === '' ? {} : { [INITIALIZER]: cors }),
})

const rackCors = (
  origins: string,
): string => `Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins ${origins}
    resource '*', headers: :any, methods: [:get, :post, :put]
  end
end
`

const READERS = `Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins '<page>', '${OTHER}'
    resource '*', headers: ['Authorization'], methods: [:get]
  end
end
`

/** Added at the end of the stack, as `use` does it, behind a middleware that asks for a login. */
const BEHIND_LOGIN = `class LoginCheck
  def initialize(app) = @app = app

  def call(env)
    env['HTTP_AUTHORIZATION'] ? @app.call(env) : [401, {}, ['login']]
  end
end
Rails.application.config.middleware.use LoginCheck

Rails.application.config.middleware.use Rack::Cors do
  allow do
    origins '<page>'
    resource '*', headers: :any, methods: [:get]
  end
end
`

export const rails: Stack = {
  name: 'rails',
  framework: 'rails',
  install: () => debianProgram('puma', 'puma', 'ruby-rails', 'ruby-rack-cors'),
  start: (port, _folder, installed) => ({
    command: (installed as Program).path,
    parameters: ['-b', `tcp://127.0.0.1:${port}`, '-t', '1:2', 'config.ru'],
    env: { RAILS_ENV: 'production' },
  }),
  // the block that is there goes, what else the file holds stays
  apply: (files, { code }) => {
    const rest = (files[INITIALIZER] ?? '').replace(/^Rails\.\S+ .*Rack::Cors do$[\s\S]*?^end\n/m, '')
    return { ...files, [INITIALIZER]: `${code}\n${rest}` }
  },
  cases: [
    { id: '1', situation: 0, files: app(), request: GET },
    { id: '2', situation: 1, files: app(), request: PUT },
    { id: '3', situation: 2, files: app(rackCors("'*'")), request: COOKIES },
    { id: '3-post', situation: 2, files: app(rackCors("'*'")), request: POST_COOKIES },
    { id: '4', situation: 3, files: app(rackCors(`'${OTHER}'`)), request: PUT, keeps: OTHER },
    { id: '5', situation: 4, files: app(), request: BOOM, result: '500' },
    { id: '5-login', situation: 4, files: app('', true), request: LOGIN },
    { ...OVER_PUT, files: app(READERS), keeps: OTHER },
    { ...OVER_LOGIN, files: app(BEHIND_LOGIN) },
  ],
}
