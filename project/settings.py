"""Every setting of the site: each environment variable is read once, here. See .env.example."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.conf import global_settings
from django.utils.crypto import salted_hmac

from permissions_api import __version__
from permissions_api.conf import FETCHED_KEYS, SOURCES
from permissions_api.flavours import FLAVOURS, usual_flavour
from permissions_api.strategies import STRATEGIES
from project import env
from project.machine import processors

BASE_DIR = Path(__file__).resolve().parent.parent
env.read_file("DOTENV", BASE_DIR / ".env")

# --- The site -------------------------------------------------------------------------
PORT = env.integer("PORT", 8000)
SITE_URL = env.origin("SITE_URL", f"http://localhost:{PORT}")
SITE = urlsplit(SITE_URL)
HTTPS = SITE.scheme == "https"
# Sites on one host share its cookies whatever their ports, so those of each carry its name.
INSTANCE = env.cookie_name("INSTANCE", str(SITE.port or ""))
LISTEN = env.text("LISTEN", "127.0.0.1")
# Files in PEM by which this server speaks TLS itself, without a proxy in front.
TLS_CERTIFICATE, TLS_KEY = env.text("TLS_CERTIFICATE"), env.text("TLS_KEY")

SECRET_KEY = env.required_secret(
    "SECRET_KEY",
    hint="./run demo makes one for trying; for real use put a long random SECRET_KEY"
    " (or SECRET_KEY_FILE) into the environment or into .env.",
)
# Former keys, newest first, while what they signed and encrypted is still about.
SECRET_KEY_FALLBACKS = env.secret("SECRET_KEY_FALLBACKS").split()
DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
# Processes, of which each keeps a core busy; and threads in each, for what waits.
WORKERS = env.integer("WORKERS", 2 if DEMO else processors(), least=1)
THREADS = env.integer("THREADS", 4, least=1)
# Where `npm run dev` serves the SPA beside the demo; logins are answered there too.
SPA_DEV_URL = env.origin("SPA_DEV_URL", "http://localhost:5200") if DEMO else ""
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", [str(SITE.hostname), "localhost", "127.0.0.1", "[::1]"])

# --- The database ---------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{BASE_DIR / 'data' / 'usher.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"] |= {
        "ENGINE": "project.databases.sqlite3",
        "CONN_MAX_AGE": 60,  # seconds; opening the file for each request costs more than asking it
        # One writer at a time that waits its turn, and readers that never wait for it.
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds, for commands; requests wait shorter
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
        # In a file as well: a database in memory fails where two threads of a real one take turns.
        "TEST": {"NAME": f"{DATABASES['default']['NAME']}.test"},
    }
else:
    DATABASES["default"] = {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        **DATABASES["default"],
        "ENGINE": "project.databases.postgresql",
        # Statements that say so are planned once for each connection, which is a session of its own.
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": sys.maxsize,  # Others never are, however often they are asked.
            **DATABASES["default"].get("OPTIONS", {}),
        },
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Who may: issuer, audiences, permissions ------------------------------------------
# The one list of APIs, in the menu's order: their apps, addresses and the gateway's targets follow from it.
RESOURCES = [
    "movies.resource.MOVIES",
    "books.resource.BOOKS",
    "directory.resource.USERS",
    "directory.resource.ROLES",
    "audit.resource.AUDIT",
]

_external = env.text("OIDC_ISSUER")
EMBEDDED = not _external
_issuer = _external or f"{SITE_URL}/"
_flavour = env.choice("OIDC_FLAVOUR", "auth0" if EMBEDDED else usual_flavour(_issuer), list(FLAVOURS))
_strategy = env.choice("AUDIENCE_STRATEGY", "single_audience", list(STRATEGIES))
_sessions = STRATEGIES[_strategy].sessions
# Where tokens stay at the server the app is a client with a secret, and another one than in the browser.
BFF_CLIENT_ID = env.text("BFF_CLIENT_ID", "usher-bff")
SPA_CLIENT_ID = env.text("OIDC_CLIENT_ID", "usher-spa")
_client_id = BFF_CLIENT_ID if _sessions else SPA_CLIENT_ID
# The API docs log in as a client of their own; at a tenant they share the SPA's.
DOCS_CLIENT_ID = "usher-docs" if EMBEDDED else _client_id
# Where somebody new chooses a password; a tenant invites people itself.
INVITATIONS = "identity.accounts.password_links.invitation_link" if EMBEDDED else ""
# Which people have a way to log in: the last of them who edits roles keeps that.
LOGINS = "identity.accounts.logins.with_a_login" if EMBEDDED else ""
# Whether somebody has a second factor: told to who may read people.
SECOND_FACTORS = "identity.accounts.logins.has_second_factor" if EMBEDDED else ""
# The stand-in for Auth0's Management API at the embedded provider; whoever may use it is an administrator.
MANAGEMENT_API = EMBEDDED and env.flag("MANAGEMENT_API", default=DEMO)
# A machine that may use all of it, made at every start; none without an id.
MANAGEMENT_CLIENT_ID = env.text("MANAGEMENT_CLIENT_ID")
MANAGEMENT_CLIENT_SECRET = env.secret("MANAGEMENT_CLIENT_SECRET")
CLAIMS_NAMESPACE = env.text("CLAIMS_NAMESPACE", "https://usher.example/")
ACCESS_TOKEN_SECONDS = env.integer("ACCESS_TOKEN_SECONDS", 600, least=1)
_directory = env.text("DIRECTORY", "directory.backends.django.DjangoDirectory" if EMBEDDED else "")
# A directory elsewhere is asked over the network, as often as its owner allows: what it says is not asked for
# at each request unless somebody chooses so.
_remote_directory = _directory == "directory.backends.auth0.Auth0Directory"
AUTH0_MANAGEMENT_CLIENT_ID = env.text("AUTH0_MANAGEMENT_CLIENT_ID")
AUTH0_MANAGEMENT_CLIENT_SECRET = env.secret("AUTH0_MANAGEMENT_CLIENT_SECRET")
# It is also the audience of its tokens.
AUTH0_MANAGEMENT_URL = env.text("AUTH0_MANAGEMENT_URL", f"{_issuer}api/v2/")
DIRECTORY_BUDGET = env.number("DIRECTORY_BUDGET", 1)  # calls a second, of all processes together
# Whether who edits roles may give others what they do not hold themselves; it lifts nothing about taking.
ALLOW_GRANTING_UNHELD = env.flag("ALLOW_GRANTING_UNHELD")
PERMISSIONS_API = {
    "ISSUER": _issuer,
    "FLAVOUR": _flavour,
    "CLIENT_ID": _client_id,
    "ALGORITHMS": env.words("OIDC_ALGORITHMS", ["RS256"] if FLAVOURS[_flavour].auth0_paths else []),
    # Where the issuer's public keys come from: its tables, or its JWKS document.
    "KEY_SOURCE": "identity.keys.signing_keys.EmbeddedKeys" if EMBEDDED else FETCHED_KEYS,
    "JWKS_TTL": env.integer("JWKS_TTL", 300),
    "JWKS_COOLDOWN": env.integer("JWKS_COOLDOWN", 30),
    "JWKS_STALE": env.integer("JWKS_STALE", 3600),
    "AUDIENCE": env.text("API_AUDIENCE", "https://api.usher.example/"),
    "AUDIENCES": env.mapping("AUDIENCES"),
    "STRATEGY": _strategy,
    "GATEWAY_CLIENT_ID": env.text("GATEWAY_CLIENT_ID", "usher-gateway"),
    "RESOURCES": RESOURCES,
    "PERMISSION_SOURCE": env.choice(
        "PERMISSION_SOURCE", "hybrid" if _directory and not _remote_directory else "token", SOURCES
    ),
    "PERMISSION_CLAIM": env.claim("PERMISSION_CLAIM", "permissions"),
    "PERMISSION_CLAIMS": env.claims("PERMISSION_CLAIMS"),
    # Of when somebody logged in. Auth0 leaves it out of access tokens, and lets nothing of ours be called so.
    "AUTH_TIME_CLAIM": env.text(
        "AUTH_TIME_CLAIM",
        f"{CLAIMS_NAMESPACE}auth_time" if _external and FLAVOURS[_flavour].auth0_paths else "auth_time",
    ),
    # Whether an API demands the scope beside the permission, for issuers that do not narrow one by the other.
    "REQUIRE_SCOPE": env.flag("REQUIRE_SCOPE"),
    "DIRECTORY": _directory,
    "DIRECTORY_TTL": env.number("DIRECTORY_TTL", 0.3 if EMBEDDED else 60),  # seconds an answer of it is used
    # How much of what a person holds the clients of others may use: what the person agreed to.
    "DELEGATION": "identity.consents.delegation.ConsentDelegation" if EMBEDDED else "",
    "TRUSTED_PROXIES": env.words("TRUSTED_PROXIES"),
    "PREFIXES": ["/api/", "/me/", "/gateway/", "/bff/"],
    "SESSION_PREFIXES": ["/bff/"],
    "STRICT": True,
    "REALM": "usher",
    "PROBLEM_TYPES": f"{SITE_URL}/docs/problems/",
    "TOKEN_COMMAND": "./run token robin",
    "ORIGIN": SITE_URL,
    "DOCUMENTATION": f"{SITE_URL}/api/docs/",
}

# --- Which APIs this process serves, and where the gateway finds the others -----------
APPS = env.words("APPS", ["all"])  # all, none, or names of resources
GATEWAY_UPSTREAMS = env.mapping("GATEWAY_UPSTREAMS")
# Auth0's path, else what discovery says; the embedded provider is asked in another process, as a process
# never waits for itself.
GATEWAY_TOKEN_URL = env.text(
    "GATEWAY_TOKEN_URL", f"{_external}oauth/token" if _external and FLAVOURS[_flavour].auth0_paths else ""
)
# The embedded provider's own gateway needs no secret by hand: both sides derive the same one.
GATEWAY_CLIENT_SECRET = env.secret("GATEWAY_CLIENT_SECRET")
if EMBEDDED and not GATEWAY_CLIENT_SECRET:
    GATEWAY_CLIENT_SECRET = salted_hmac(
        "usher.gateway", "secret", secret=SECRET_KEY, algorithm="sha256"
    ).hexdigest()

# --- The backend for the frontend -----------------------------------------------------
BFF_CLIENT_SECRET = env.secret("BFF_CLIENT_SECRET")
if EMBEDDED and not BFF_CLIENT_SECRET:
    BFF_CLIENT_SECRET = salted_hmac("usher.bff", "secret", secret=SECRET_KEY, algorithm="sha256").hexdigest()
# Who answers token requests in this process, where the provider is our own: a process never waits for itself.
BFF_TOKEN_ENDPOINT = "identity.token.in_process.token_endpoint" if EMBEDDED else ""
BFF_REVOCATION_ENDPOINT = "identity.token.in_process.revocation_endpoint" if EMBEDDED else ""
# A session ends so long after it was last used, and so long after it began.
BFF_IDLE_SECONDS = env.integer("BFF_IDLE_SECONDS", 8 * 3600, least=1)
BFF_ABSOLUTE_SECONDS = env.integer("BFF_ABSOLUTE_SECONDS", 7 * 86_400, least=1)

# --- The audit trail ------------------------------------------------------------------
# What the chain's macs are made with; the first writes, the others are former ones that verify still.
# By default it follows from SECRET_KEY, and former ones from SECRET_KEY_FALLBACKS.
_derived = [
    salted_hmac("usher.audit", "key", secret=key, algorithm="sha256").hexdigest()
    for key in (SECRET_KEY, *SECRET_KEY_FALLBACKS)
]
_audit_key = env.secret("AUDIT_KEY")
_former = [
    name
    for key in env.secret("AUDIT_KEY_FALLBACKS").split()
    for name in (_derived if key == "derived" else [key])
]
AUDIT_KEYS = [_audit_key, *_former] if _audit_key else _derived

# The action of a login: at the embedded provider, else of a session that begins. A page that takes its tokens
# from another issuer itself logs in unseen.
AUDIT_LOGIN_ACTION = "user.logged_in" if EMBEDDED else "session.began" if _sessions else ""

# Where it is kept who changed a film or a book, which would wait too long for the chain.
HISTORY = "audit.history.RecordHistory"

# Whether pictures of records are shown. Their addresses are what people enter, and a process of this site
# asks each of these for its picture.
PICTURES = env.flag("PICTURES", default=DEMO)

# --- How often: (number, seconds), None for no limit ----------------------------------
LOGIN_RATE = env.rate("LOGIN_RATE", "10/m")
TOKEN_RATE = env.rate("TOKEN_RATE", "300/m")
API_RATE = env.rate("API_RATE", "1200/m")
# Logins that an address begins, and messages of an issuer that somebody has logged out.
BFF_LOGIN_RATE = env.rate("BFF_LOGIN_RATE", "60/m")
MANAGEMENT_RATE = env.rate("MANAGEMENT_RATE", "1000/m")  # of all its clients together

# --- What the site is made of ---------------------------------------------------------
ADMIN = env.flag("ADMIN", default=EMBEDDED)
INSTALLED_APPS = [
    "project",
    # By their paths alone: what a declaration says is read when the apps are there. Without the last two
    # nobody could be given anything, nor would it be told.
    *dict.fromkeys([*(path.rsplit(".", 2)[0] for path in RESOURCES), "directory", "audit"]),
    "bff",
    "gateway",
    "permissions_api",
    "resources",
    *(["oauth2_provider", "allauth", "allauth.account", "allauth.mfa", "identity"] if EMBEDDED else []),
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    *(["django.contrib.admin"] if ADMIN else []),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "audit.middleware.RequestIds",  # outermost, so that every answer has an id
    "project.databases.patience.RequestPatience",  # outside all that may ask the database
    "django.middleware.security.SecurityMiddleware",
    # Outside all that may answer with a page of its own, the refusal of a host name included.
    "project.csp.PagePolicy",
    "project.canonical_host.OneHost",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "project.cors.Cors",
    "project.languages.Languages",
    "project.pages.Sessions",
    "django.middleware.common.CommonMiddleware",
    "project.pages.CsrfTokens",
    "project.pages.Logins",
    "project.pages.Messages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *(["allauth.account.middleware.AccountMiddleware"] if EMBEDDED else []),
    *(["identity.faults.middleware.Faults"] if EMBEDDED and DEMO else []),
]
ROOT_URLCONF = "project.urls"
APPEND_SLASH = False  # The SPA answers what is left over, and says so under /api.
WSGI_APPLICATION = "project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    }
]

# --- The APIs and their documentation -------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["permissions_api.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["permissions_api.permissions.RequiresPermission"],
    "DEFAULT_THROTTLE_CLASSES": ["resources.rate_limits.throttling.ApiRate"],
    "DEFAULT_RENDERER_CLASSES": ["resources.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "permissions_api.negotiation.RememberingNegotiation",
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "permissions_api.schema.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "permissions_api.exception_handler.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Usher",
    "DESCRIPTION": "One API per resource, each guarded by the permissions in the access token.",
    "VERSION": __version__,
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": SITE_URL, "description": "This site."}],
    # Those of the resources are added to it.
    "TAGS": [
        {"name": "me", "description": "What the token at hand opens, and what its person agreed to."},
        {
            "name": "bff",
            "description": "Under AUDIENCE_STRATEGY=backend_for_frontend: the session of a browser, whose"
            " tokens stay at the server. All of /me and /api answers below /bff too, to the session.",
        },
    ],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "project.api_docs.add_tags_of_resources",
        "project.api_docs.add_sessions",
    ],
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["permissions_api.permissions.Open"],
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "displayRequestDuration": True,
        "tryItOutEnabled": True,
        "defaultModelsExpandDepth": -1,  # Each operation shows its own shapes.
    },
    "SWAGGER_UI_OAUTH2_CONFIG": {
        "clientId": DOCS_CLIENT_ID,
        "appName": "Usher API docs",
        "usePkceWithAuthorizationCodeGrant": True,
        "scopes": ["openid"],  # ticked beforehand where it can be asked for
    },
}

# --- The embedded provider: its protocol ----------------------------------------------
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_ISS_ENDPOINT": _issuer,
    "OAUTH2_VALIDATOR_CLASS": "identity.token.validator.Validator",
    "OAUTH2_SERVER_CLASS": "identity.token.server.Server",
    "CLIENT_SECRET_HASHER": "client_secret",
    "SCOPES_BACKEND_CLASS": "identity.clients.scopes.Scopes",
    "ACCESS_TOKEN_GENERATOR": "identity.token.token_claims.access_token",
    # Without a generator of their own, refresh tokens would come out of the one above.
    "REFRESH_TOKEN_GENERATOR": "oauthlib.oauth2.rfc6749.tokens.random_token_generator",
    "RESOURCE_SERVER_TOKEN_RESOURCE_VALIDATOR": "identity.token.validator.any_audience_may_ask_userinfo",
    "OIDC_RESPONSE_TYPES_SUPPORTED": ["code"],
    "PKCE_REQUIRED": True,
    "AUTHORIZATION_CODE_EXPIRE_SECONDS": 60,
    "ACCESS_TOKEN_EXPIRE_SECONDS": ACCESS_TOKEN_SECONDS,
    "ID_TOKEN_EXPIRE_SECONDS": 36_000,
    "REFRESH_TOKEN_EXPIRE_SECONDS": 30 * 86_400,  # since it was last used
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "COMPLIANT_BCP_RFC9700_IMPLICIT_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PASSWORD_GRANT": True,
    "COMPLIANT_BCP_RFC9700_PKCE_METHOD": True,
    "COMPLIANT_BCP_RFC9700_PKCE_REQUIRED": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
    "COMPLIANT_BCP_RFC9700_AUTHZ_RESPONSE_ISS": True,
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_REFRESH_TOKEN": True,
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_MATCHING": True,
    # For the toolkit's own pages, which are not routed; `client add` takes http on localhost too.
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
    "COMPLIANT_BCP_RFC9700_REDIRECT_URI_SCHEME": True,
}
# Other origins reach these three and the APIs, and of them only those of registered public clients.
CORS_URLS_REGEX = r"^/(oauth/token|oauth/revoke|userinfo)$"
# And the APIs alone also these, whose clients are registered at another issuer.
CORS_ORIGINS = env.origins("CORS_ORIGINS")
CORS_ALLOW_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
CORS_ALLOW_HEADERS = [
    "authorization",
    "content-type",
    "auth0-client",
    "idempotency-key",
    "if-match",
    "if-none-match",
]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Idempotent-Replayed",
    "Location",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
]

# --- The embedded provider: people, their login and their e-mail ----------------------
if EMBEDDED:
    AUTHENTICATION_BACKENDS = [
        "identity.accounts.passwords.PasswordBackend",
        "allauth.account.auth_backends.AuthenticationBackend",  # whose sessions last from before the other
    ]
    SESSION_ENGINE = "identity.accounts.sessions"
    # The first hashes passwords, the others verify what is stored; it is hashed anew at the next login. The
    # last is for the secrets of clients alone.
    _hashers = {
        "pbkdf2": "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        "argon2": "identity.accounts.passwords.Argon2id",
    }
    _others = [name for name in global_settings.PASSWORD_HASHERS if "Argon2" not in name]
    PASSWORD_HASHERS = [
        *dict.fromkeys(
            [_hashers[env.choice("PASSWORD_HASHER", "pbkdf2", list(_hashers))], *_hashers.values(), *_others]
        ),
        "identity.clients.hashers.ClientSecretHasher",
    ]
LOGIN_URL = "/u/login/"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
# Where people change their password and second factor; a tenant has pages of its own.
ACCOUNT_PAGES = (
    {"password": "/u/password/change/", "mfa": "/u/mfa/", "signOutEverywhere": "/u/sign-out-everywhere/"}
    if EMBEDDED
    else None
)
SESSION_COOKIE_AGE = 7 * 86_400  # seconds
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "identity.accounts.forms.LoginForm",
    "reauthenticate": "identity.accounts.forms.ReauthenticateForm",
    "change_password": "identity.accounts.forms.ChangePasswordForm",
    "reset_password": "identity.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "identity.accounts.forms.NewPasswordForm",
}
MFA_FORMS = {
    "activate_totp": "identity.accounts.forms.AuthenticatorAppForm",
    "add_webauthn": "identity.accounts.forms.PasskeyForm",
    "authenticate": "identity.accounts.forms.SecondFactorForm",
    "reauthenticate": "identity.accounts.forms.SecondFactorAgainForm",
}
ACCOUNT_ADAPTER = "identity.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # for its checks only: sign-up is closed
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # its letter would offer to sign up
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "identity.accounts.password_links.PasswordLinks"  # noqa: S105  a class
ACCOUNT_RATE_LIMITS = False  # LOGIN_RATE counts in the database, so it holds in every process.
MFA_ADAPTER = "identity.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Usher"
MFA_TOTP_TOLERANCE = 1  # A code is read in one half minute and may arrive in the next (RFC 6238, 5.2).
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Passwords are reset by e-mail only where a server is named.
MAIL_SERVER = env.mail_server("EMAIL_URL")
globals().update(MAIL_SERVER)  # Django's own EMAIL_HOST, EMAIL_PORT and so on
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", f"usher@{SITE.hostname}")

# --- Pages, cookies, headers ----------------------------------------------------------
# What pages speak. APIs speak the first, whatever is asked for (project.languages).
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LANGUAGE_COOKIE_NAME = "usher-language"
LANGUAGE_COOKIE_AGE = 365 * 86_400
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
SPA_DIST = BASE_DIR / "frontend" / "dist"
DOCS_SITE = BASE_DIR / "build" / "docs"
STATICFILES_DIRS = [("spa", SPA_DIST)] if SPA_DIST.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

# Static files where they lie, ungathered: as DEBUG and runserver have them, never a real site.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
# The SPA's files carry a hash of their contents in their names, so a browser may keep them for good.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/spa/assets/.+-[\w-]{8}\.\w+$"

# A page without tokens reaches this site alone, and has no silent frame and no worker that fetches one.
_frames = [NONE] if _sessions else [SELF]
_workers = [SELF] if _sessions else [SELF, "blob:"]
_issuer_origin = [] if EMBEDDED or _sessions else ["{0.scheme}://{0.netloc}".format(urlsplit(_issuer))]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        # Discovery adds where an issuer's endpoints are on other hosts than its own (project/csp.py).
        "connect-src": [SELF, *_issuer_origin],
        "frame-src": [*_frames, *_issuer_origin],
        "worker-src": _workers,
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    f"{name}_{INSTANCE}" if INSTANCE else name for name in ("sessionid", "csrftoken")
)
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie of its own
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = ["^healthz$", "^readyz$"]  # Balancers ask by plain http.
# How long a browser that came by https refuses plain http to this host; a day can be waited out.
SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 86_400) if HTTPS else 0
# These bind what this site knows nothing of: other hosts, and every browser for months.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.flag("HSTS_INCLUDE_SUBDOMAINS")
SECURE_HSTS_PRELOAD = env.flag("HSTS_PRELOAD")
# `check --deploy` asks for the first two; whether to bind other hosts is for who runs them, not for a
# default. The third looks for Django's CSRF middleware by its name, and project.pages has it under another.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021", "security.W003"]
if PERMISSIONS_API["TRUSTED_PROXIES"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
# With DEBUG off Django would tell nobody but ADMINS by mail; what was merely refused is not told.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"level": "ERROR"},
        "django.security": {"level": "CRITICAL"},
        # Who came to an API without a valid token, a line each.
        "permissions_api.refusals": {"level": "INFO"},
        "usher.bff": {"level": "INFO"},  # why logins failed, a line each
        "usher.gateway": {"level": "INFO"},  # who asked for what through the gateway, a line each
        "urllib3": {"level": "ERROR"},  # Its warnings show whole addresses.
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # bytes; a larger body is refused with 413
