"""All settings, read top to bottom; the environment is read here and nowhere else."""

from hashlib import sha256
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config.schedule import beat_schedule

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = env.folder("CASEFLOW_VAR_DIR", BASE_DIR / "var")

DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# The address citizens reach us under; it stands in QR codes and letters.
CASEFLOW_PUBLIC_URL = env.address(
    "CASEFLOW_PUBLIC_URL", "http://127.0.0.1:8000", schemes={"http", "https"}
)
CASEFLOW_DEMONSTRATION = env.flag("CASEFLOW_DEMONSTRATION", default=False)
# What /health/ waits for beside the schema and the processes: part → dotted path of a question.
CASEFLOW_READINESS: dict[str, str] = {}
if CASEFLOW_DEMONSTRATION:
    CASEFLOW_READINESS["demonstration"] = "seeds.demonstration.loading.is_loaded"

# Each line may import the lines below it; import-linter and tests/test_architecture.py hold it.
INSTALLED_APPS = [
    "seeds",
    "caseflow.desk",
    "caseflow.portal",
    "caseflow.eventlogs",
    "caseflow.reports",
    "caseflow.scorecards",
    "caseflow.publishing",
    "caseflow.sealing",
    "caseflow.issuing",
    "caseflow.notices",
    "caseflow.payments",
    "caseflow.indicators",
    "caseflow.verdicts",
    "caseflow.applications",
    "caseflow.centers",
    "caseflow.accounts",
    "procedures",
    "citizens",
    "signatures",
    "caseflow.drawing",
    "caseflow.desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "config.draining.DrainingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.content_policy.ContentPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.demonstration.announced",
            ],
        },
    },
]

# What every deed says again is prepared and its plan kept; see `caseflow/repeated.py`.
DATABASES = {
    "default": env.database("DATABASE_URL")
    | {
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 0 if env.flag("DATABASE_PREPARE", default=True) else None,
        },
    }
}

REDIS_URL = env.address("REDIS_URL", schemes={"redis", "rediss", "redis+socket", "unix"})
CACHES = {
    "default": {
        "BACKEND": "config.caching.ForgivingRedisCache",
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "caseflow",
        # A Redis that hangs is gone on without as soon as one that is away.
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
}

# Password hashing is Django's; the session lives in the database so that a stopped Redis logs
# nobody out.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 10, least=1) * 3600
ACCOUNTS_TOKEN_HOURS = env.integer("ACCOUNTS_TOKEN_HOURS", 12, least=1)
SECURE_COOKIES = CASEFLOW_PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_COOKIES else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
# Ours, then what Django and REST framework leave without Vietnamese.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/packages"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# Vietnamese names no grouping of its own; it counts where an amount asks for it.
NUMBER_GROUPING = 3

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # Outside the web root: files leave only through views that ask who is reading.
        "OPTIONS": {
            "location": env.folder("CASEFLOW_FILES_DIR", VAR_DIR / "files"),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# How long a process goes on with the calendar, the centres and the rules in force that it knows.
CASEFLOW_REFERENCE_CACHE_SECONDS = env.integer("CASEFLOW_REFERENCE_CACHE_SECONDS", 10, least=0)
# Legal numbers of Decree 118/2025; an amended decree changes a setting, not code.
# Art 17(2): the clerk is alerted so many hours after the acknowledgement, and accepts or asks for
# completion within so many working hours.
APPLICATIONS_ALERT_HOURS = env.integer("APPLICATIONS_ALERT_HOURS", 2, least=1)
APPLICATIONS_RECEPTION_HOURS = env.integer("APPLICATIONS_RECEPTION_HOURS", 8, least=1)
# Art 18(2): what is accepted later is handed over on the next working morning.
APPLICATIONS_HAND_OVER_CUTOFF = env.clock("APPLICATIONS_HAND_OVER_CUTOFF", "15:00")
APPLICATIONS_SUPPLEMENT_REQUESTS = env.integer("APPLICATIONS_SUPPLEMENT_REQUESTS", 1)
# Art 19(5): working days for asking, days for completing; then the period begins again.
APPLICATIONS_SUPPLEMENT_NOTICE_DAYS = env.integer("APPLICATIONS_SUPPLEMENT_NOTICE_DAYS", 3, least=1)
APPLICATIONS_SUPPLEMENT_DAYS = env.integer("APPLICATIONS_SUPPLEMENT_DAYS", 15, least=1)
# What a supplement does to the period where the procedure does not say it: "restart" by the
# decree, "shift" as some provinces count (the wait is left out), "none" (the period runs on).
APPLICATIONS_SUPPLEMENT_POLICY = env.choice(
    "APPLICATIONS_SUPPLEMENT_POLICY", "restart", among={"restart", "shift", "none"}
)
# The decree is silent on the wait for a payment; land offices leave it out of the period.
APPLICATIONS_PAYMENT_PAUSES = env.flag("APPLICATIONS_PAYMENT_PAUSES", default=True)
# Art 19(6): a new appointment is announced so many days before the due date.
APPLICATIONS_EXTENSION_NOTICE_DAYS = env.integer("APPLICATIONS_EXTENSION_NOTICE_DAYS", 1)
# Art 23(1): working days for correcting an error in a result.
APPLICATIONS_CORRECTION_DAYS = env.integer("APPLICATIONS_CORRECTION_DAYS", 3, least=1)
# A deed dated further back than this before the last one recorded is refused.
APPLICATIONS_BACKDATING_HOURS = env.integer("APPLICATIONS_BACKDATING_HOURS", 24, least=0)
# How long a worker may take over one job of a follower before another takes it over.
APPLICATIONS_LEASE_SECONDS = env.integer("APPLICATIONS_LEASE_SECONDS", 300, least=1)
# The most files of one bulk deed, and after how long another worker takes over from a lost one.
APPLICATIONS_BULK_FILES = env.integer("APPLICATIONS_BULK_FILES", 1000, least=1)
APPLICATIONS_BULK_LEASE_SECONDS = env.integer("APPLICATIONS_BULK_LEASE_SECONDS", 30, least=1)
# Files whose dates a new calendar moves in one transaction.
APPLICATIONS_CALENDAR_BATCH = env.integer("APPLICATIONS_CALENDAR_BATCH", 1000, least=1)
APPLICATIONS_UPLOAD_MEGABYTES = env.integer("APPLICATIONS_UPLOAD_MEGABYTES", 50, least=1)
# Files that arrive in pieces: how much of them one account may have under way, for how long, and
# after how many silent seconds another connection may go on with one.
APPLICATIONS_UPLOADS_MEGABYTES = env.integer("APPLICATIONS_UPLOADS_MEGABYTES", 500, least=1)
APPLICATIONS_UPLOAD_HOURS = env.integer("APPLICATIONS_UPLOAD_HOURS", 24, least=1)
APPLICATIONS_UPLOAD_LEASE_SECONDS = env.integer("APPLICATIONS_UPLOAD_LEASE_SECONDS", 30, least=1)
CASEFLOW_UPLOADS_DIR = env.folder("CASEFLOW_UPLOADS_DIR", VAR_DIR / "uploads")
# What a paper may be at most, and what the process that opens it may use.
APPLICATIONS_PAPER_PAGES = env.integer("APPLICATIONS_PAPER_PAGES", 500, least=1)
APPLICATIONS_PHOTOS = env.integer("APPLICATIONS_PHOTOS", 30, least=1)
APPLICATIONS_PHOTO_MEGAPIXELS = env.integer("APPLICATIONS_PHOTO_MEGAPIXELS", 100, least=1)
APPLICATIONS_READER_MEGABYTES = env.integer("APPLICATIONS_READER_MEGABYTES", 1024, least=256)
APPLICATIONS_READER_SECONDS = env.integer("APPLICATIONS_READER_SECONDS", 20, least=1)
# The long side of a photographed A4 page at 300 dots per inch; the width of a page on the screen.
APPLICATIONS_PHOTO_PIXELS = env.integer("APPLICATIONS_PHOTO_PIXELS", 3508, least=500)
APPLICATIONS_PREVIEW_PIXELS = env.integer("APPLICATIONS_PREVIEW_PIXELS", 1200, least=200)
# Circular 02/2019/TT-BNV names the technical values of scans; below this a scan gets a warning.
APPLICATIONS_SCAN_LEAST_DPI = env.integer("APPLICATIONS_SCAN_LEAST_DPI", 200, least=1)
# clamd's address, host:port or the path of its socket. Without a scanner every paper says so.
CLAMAV_ADDRESS = env.text("CLAMAV_ADDRESS", "")
CLAMAV_SECONDS = env.integer("CLAMAV_SECONDS", 30, least=1)
APPLICATIONS_SCANNER = env.text(
    "APPLICATIONS_SCANNER",
    "caseflow.applications.papers.scanners.clamav.ClamAV" if CLAMAV_ADDRESS else "",
)
# How long the browser of a counter is known as one; browsers keep no cookie longer than 400 days.
CENTERS_COUNTER_DEVICE_DAYS = env.integer("CENTERS_COUNTER_DEVICE_DAYS", 400, least=1)
# Help with a one-time code: minutes to give the code, minutes to file after it, wrong tries.
APPLICATIONS_HELP_CODE_MINUTES = env.integer("APPLICATIONS_HELP_CODE_MINUTES", 15, least=1)
APPLICATIONS_HELP_MINUTES = env.integer("APPLICATIONS_HELP_MINUTES", 60, least=1)
APPLICATIONS_HELP_CODE_TRIES = env.integer("APPLICATIONS_HELP_CODE_TRIES", 5, least=1)
# Days in which an applicant may object to a filing by somebody else. No law names them.
APPLICATIONS_OBJECTION_DAYS = env.integer("APPLICATIONS_OBJECTION_DAYS", 30, least=1)
# An account that files for so many different people in a week is named in the reports.
APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK = env.integer(
    "APPLICATIONS_PEOPLE_PER_ACCOUNT_AND_WEEK", 50, least=2
)
# Papers reach the deciding agency within so many working days (Decree 118/2025 art 20).
APPLICATIONS_PAPER_HANDOVER_DAYS = env.integer("APPLICATIONS_PAPER_HANDOVER_DAYS", 1, least=1)
# Days after the end of a file, and after its last deed, until what is personal in it is erased;
# 0 keeps it for ever. A procedure's own term (retention terms, in the admin) takes its place.
APPLICATIONS_RETENTION_DAYS = env.integer("APPLICATIONS_RETENTION_DAYS", 0, least=0)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "caseflow.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["config.rendering.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.parsing.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_RATES": {
        "login": env.text("THROTTLE_LOGIN", "10/minute"),
        "tracking": env.text("THROTTLE_TRACKING", "30/minute"),
        "filing": env.text("THROTTLE_FILING", "600/minute"),
        "helping": env.text("THROTTLE_HELPING", "60/hour"),
        "public": env.text("THROTTLE_PUBLIC", "200/second"),
        "verifying": env.text("THROTTLE_VERIFYING", "30/minute"),
        "notices": env.text("THROTTLE_NOTICES", "600/minute"),
    },
    # Throttles believe X-Forwarded-For only as far as our own proxies wrote it.
    "NUM_PROXIES": env.integer("TRUSTED_PROXIES", 0),
    "EXCEPTION_HANDLER": "config.errors.answer",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
# What a filter shows where nothing is chosen.
FILTERS_EMPTY_CHOICE_LABEL = _("any")
SPECTACULAR_SETTINGS = {
    "TITLE": "Caseflow",
    "DESCRIPTION": "File, follow and decide applications for administrative procedures.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "config.docs.with_errors",
    ],
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "caseflow.applications.states.State",
        "ChannelEnum": "caseflow.applications.states.Channel",
        "PaperSourceEnum": "caseflow.applications.states.Source",
        "WayOfSendingEnum": "caseflow.applications.serializers.papers.WAYS",
        "WayOfFilingEnum": "procedures.states.Channel",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

# Who follows the event log: name → dotted path of a `Follower`. The case does not know them.
FOLLOWERS = {
    "issuing": "caseflow.issuing.following.FOLLOWER",
    "notices": "caseflow.notices.following.FOLLOWER",
    "payments": "caseflow.payments.following.FOLLOWER",
    "indicators": "caseflow.indicators.following.FOLLOWER",
    "verdicts": "caseflow.verdicts.following.FOLLOWER",
    "sealing": "caseflow.sealing.following.FOLLOWER",
}

# Who erases what is personal in a file: name → dotted path of an `Eraser`. They are blind to each
# other, and the case does not know them.
ERASERS = {
    "applications": "caseflow.applications.erasing.case.ERASER",
    "issuing": "caseflow.issuing.erasing.ERASER",
    "notices": "caseflow.notices.erasing.ERASER",
    "payments": "caseflow.payments.erasing.ERASER",
    "verdicts": "caseflow.verdicts.erasing.ERASER",
}

# Who takes money online; empty: the counters only. The sandbox takes none and is for trials.
PAYMENTS_SANDBOX = env.flag("PAYMENTS_SANDBOX", default=CASEFLOW_DEMONSTRATION)
PAYMENTS_BACKEND = env.text(
    "PAYMENTS_BACKEND",
    "caseflow.payments.backends.sandbox.SandboxGateway" if PAYMENTS_SANDBOX else "",
)
VNPAY = "caseflow.payments.backends.vnpay.VnpayGateway"
PAYMENTS_VNPAY_ADDRESS = env.address(
    "PAYMENTS_VNPAY_ADDRESS", "" if PAYMENTS_BACKEND != VNPAY else None, schemes={"https", ""}
)
PAYMENTS_VNPAY_MERCHANT = env.text(
    "PAYMENTS_VNPAY_MERCHANT", "" if PAYMENTS_BACKEND != VNPAY else None
)
PAYMENTS_VNPAY_SECRET = env.text("PAYMENTS_VNPAY_SECRET", "" if PAYMENTS_BACKEND != VNPAY else None)
# The sandbox signs with a secret of its own, made from ours, that opens nothing else.
PAYMENTS_SANDBOX_SECRET = sha256(f"payments sandbox {SECRET_KEY}".encode()).hexdigest()
PAYMENTS_SANDBOX_DELAY_SECONDS = env.integer("PAYMENTS_SANDBOX_DELAY_SECONDS", 30)
# How long an order is payable online, how long one visit to the gateway may take, how long we wait.
# Decree 118/2025 art 24 names no term, so the first is the office's own.
PAYMENTS_ORDER_DAYS = env.integer("PAYMENTS_ORDER_DAYS", 90, least=1)
PAYMENTS_ATTEMPT_MINUTES = env.integer("PAYMENTS_ATTEMPT_MINUTES", 30, least=5)
PAYMENTS_GATEWAY_SECONDS = env.integer("PAYMENTS_GATEWAY_SECONDS", 10, least=1)
# A form may lead where the payer is sent, and back to us under the name that citizens use.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += [
    env.origin(address) for address in (CASEFLOW_PUBLIC_URL, PAYMENTS_VNPAY_ADDRESS) if address
]

# By which service each channel leaves the house. Without an address of a service the messages stay
# in the outbox, which an administrator reads at the desk.
MAIL = env.mail("EMAIL_URL")
EMAIL_HOST, EMAIL_PORT = MAIL.host or "localhost", MAIL.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls
EMAIL_TIMEOUT = env.integer("NOTICES_TIMEOUT_SECONDS", 10, least=1)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "caseflow@localhost")
NOTICES_SMS_URL = env.address("NOTICES_SMS_URL", "", schemes={"http", "https", ""})
NOTICES_SMS_SECRET = env.text("NOTICES_SMS_SECRET", "")
NOTICES_SMS_SENDER = env.text("NOTICES_SMS_SENDER", "Caseflow")
OUTBOX = "caseflow.notices.backends.outbox.OutboxBackend"
NOTICES_BACKENDS = {
    "email": env.text(
        "NOTICES_EMAIL_BACKEND",
        "caseflow.notices.backends.email.EmailBackend" if MAIL.host else OUTBOX,
    ),
    "sms": env.text(
        "NOTICES_SMS_BACKEND",
        "caseflow.notices.backends.sms.SmsGatewayBackend" if NOTICES_SMS_URL else OUTBOX,
    ),
}
# Push messages need a key of our own (32 random bytes, base64url); without one none are offered.
NOTICES_PUSH_KEY = env.text("NOTICES_PUSH_KEY", "")
# A browser names its push service; we send to these and their subdomains only.
NOTICES_PUSH_HOSTS = env.words(
    "NOTICES_PUSH_HOSTS",
    "fcm.googleapis.com,push.services.mozilla.com,push.apple.com,notify.windows.com",
)
if NOTICES_PUSH_KEY:
    NOTICES_BACKENDS["push"] = "caseflow.notices.backends.push.WebPushBackend"
# Whose messages get their words only when they leave: text → dotted path of a function that takes
# the row and its letter, and gives the letter, or refuses.
NOTICES_FINISHED_AT_SENDING = {"report": "caseflow.reports.subscriptions.letters.finished"}
# How long sending is tried, how long one try belongs to a worker, how long texts are kept.
NOTICES_TERM_HOURS = env.integer("NOTICES_TERM_HOURS", 48, least=1)
NOTICES_LEASE_SECONDS = env.integer("NOTICES_LEASE_SECONDS", 60, least=50)
NOTICES_BODY_DAYS = env.integer("NOTICES_BODY_DAYS", 365, least=1)
# Working hours after filing at which clerks are reminded (Decree 118 art 17(2) gives them eight).
NOTICES_RECEPTION_HOURS = env.integers("NOTICES_RECEPTION_HOURS", "4,7", least=1)
# So many working days before its due date a file comes into the morning digest.
NOTICES_DUE_SOON_DAYS = env.integer("NOTICES_DUE_SOON_DAYS", 2, least=1)

# What an hour of whoever applies is worth: Đồng Nai, Decision 2816/QĐ-UBND of 2025, counts the cost
# of keeping to a procedure with it. A frozen baseline keeps the value of its day.
SCORECARDS_DONG_PER_HOUR = env.integer("SCORECARDS_DONG_PER_HOUR", 40_000, least=1)
# A procedure with fewer files in one of the periods says too little about the other.
SCORECARDS_BASELINE_LEAST_FILES = env.integer("SCORECARDS_BASELINE_LEAST_FILES", 30, least=2)

# How many reports somebody has by e-mail, how many lines of one stand in the mail itself, and how
# many rows in the file that comes with it.
REPORTS_SUBSCRIPTIONS = env.integer("REPORTS_SUBSCRIPTIONS", 20, least=1)
REPORTS_MAIL_LINES = env.integer("REPORTS_MAIL_LINES", 12, least=1)
REPORTS_MAIL_ROWS = env.integer("REPORTS_MAIL_ROWS", 5000, least=1)

# A clock at the desk turns amber when no more than so much of its term is left (a usage, not law).
DESK_SOON_PERCENT = env.integer("DESK_SOON_PERCENT", 25)
# How often an open page says that it is open, and asks what happened meanwhile.
DESK_SIGN_OF_LIFE_SECONDS = env.integer("DESK_SIGN_OF_LIFE_SECONDS", 15, least=1)
# How many filters somebody keeps.
DESK_SAVED_FILTERS = env.integer("DESK_SAVED_FILTERS", 20, least=1)

# The hour after which yesterday is sealed, once; the later runs catch up what could not be signed.
SEALING_HOUR = env.integer("SEALING_HOUR", 2, most=23)
# A figure that rests on fewer files than this does not stand in a public seal.
SEALING_LEAST_COUNT = env.integer("SEALING_LEAST_COUNT", 10, least=1)
# A count of fewer files than this, and what would give it away, is not published.
PUBLISHING_LEAST_COUNT = env.integer("PUBLISHING_LEAST_COUNT", 10, least=2)
# From which day of the month on the month before is published on its own; later days catch up.
PUBLISHING_DAY = env.integer("PUBLISHING_DAY", 5, least=1, most=28)
# Under which terms the published figures may be used.
PUBLISHING_LICENCE_NAME = env.text("PUBLISHING_LICENCE_NAME", "CC BY 4.0")
PUBLISHING_LICENCE_URL = env.address(
    "PUBLISHING_LICENCE_URL",
    "https://creativecommons.org/licenses/by/4.0/",
    schemes={"http", "https"},
)
# Where event logs are written that supervisors ask for, and for how long they are kept.
EVENTLOGS_DIR = env.folder("EVENTLOGS_DIR", VAR_DIR / "eventlogs")
EVENTLOGS_KEPT_HOURS = env.integer("EVENTLOGS_KEPT_HOURS", 72, least=1)

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Nothing is published twice: what a hint meant, the sweep finds.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest task; a lost worker's messages come back after it.
    "visibility_timeout": env.integer("CELERY_VISIBILITY_TIMEOUT", 900, least=10),
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    # A hint to a stopped broker gives up at once; the sweep catches what it meant.
    "socket_connect_timeout": 1,
    "socket_timeout": 1,
    "retry_on_timeout": False,
    "max_retries": 0,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = beat_schedule(
    channels=NOTICES_BACKENDS,
    followers=FOLLOWERS,
    sealing_hour=SEALING_HOUR,
    publishing_day=PUBLISHING_DAY,
)

# A period of the register with more lines than this is exported as a table, not printed.
ISSUING_REGISTER_PDF_LINES = env.integer("ISSUING_REGISTER_PDF_LINES", 1000, least=1)
# Of agencies that decided nothing else in the admin: where a leader's key is ("at_once" on the
# server, "confirmed" there but used from the signing inbox, "device"), whose signatures follow.
ISSUING_SIGNING_KEY = env.choice(
    "ISSUING_SIGNING_KEY", "at_once", among={"at_once", "confirmed", "device"}
)
ISSUING_SIGNATURES = env.choice(
    "ISSUING_SIGNATURES",
    "leader_seal",
    among={"leader", "leader_seal", "drafter_leader", "drafter_leader_seal"},
)
# After how long another worker goes on with a result that was being signed, how long a batch rests
# when the signer is out of reach, how long a digest given to a device may be answered.
ISSUING_SIGNING_LEASE_SECONDS = env.integer("ISSUING_SIGNING_LEASE_SECONDS", 60, least=1)
ISSUING_SIGNING_PAUSE_SECONDS = env.integer("ISSUING_SIGNING_PAUSE_SECONDS", 15, least=1)
ISSUING_DEVICE_MINUTES = env.integer("ISSUING_DEVICE_MINUTES", 15, least=1)

SIGNATURES_BACKEND = env.text("SIGNATURES_BACKEND", "signatures.backends.pkcs12.Pkcs12Backend")
# How much a signature carries: PAdES-B-B, with a time stamp -B-T, with all to check it later -B-LT.
# Without an address the demonstration's own key `timestamp` stamps.
SIGNATURES_TIME_STAMP_URL = env.text("SIGNATURES_TIME_STAMP_URL", "")
SIGNATURES_LEVEL = env.choice(
    "SIGNATURES_LEVEL",
    "PAdES-B-LT" if SIGNATURES_TIME_STAMP_URL or CASEFLOW_DEMONSTRATION else "PAdES-B-B",
    among={"PAdES-B-B", "PAdES-B-T", "PAdES-B-LT"},
)
SIGNATURES_TIME_STAMPS = env.text(
    "SIGNATURES_TIME_STAMPS",
    "signatures.backends.time_stamps."
    + ("RemoteTimeStamps" if SIGNATURES_TIME_STAMP_URL else "OwnTimeStamps"),
)
# How long a signature waits for its stamp, how long a service that failed is left alone (what was
# signed meanwhile is stamped later), and how far its clock may be from ours.
SIGNATURES_TIME_STAMP_SECONDS = env.integer("SIGNATURES_TIME_STAMP_SECONDS", 5, least=1)
SIGNATURES_TIME_STAMP_REST_SECONDS = env.integer("SIGNATURES_TIME_STAMP_REST_SECONDS", 60, least=0)
SIGNATURES_CLOCK_SECONDS = env.integer("SIGNATURES_CLOCK_SECONDS", 300, least=1)
DEMONSTRATION_KEY = VAR_DIR / "keys" / "demonstration.p12"
SIGNATURES_PKCS12_FILE = env.folder("SIGNATURES_PKCS12_FILE", DEMONSTRATION_KEY)
# Who has a key of their own in here (agency's code or account, .p12) signs with it.
SIGNATURES_PKCS12_DIR = env.folder("SIGNATURES_PKCS12_DIR", SIGNATURES_PKCS12_FILE.parent)
SIGNATURES_PKCS12_PASSWORD = env.text("SIGNATURES_PKCS12_PASSWORD", "")
# Pkcs11Backend: the maker's library, the token's label, its PIN, and the label of the key for
# holders who have none of their own on it.
SIGNATURES_PKCS11_MODULE = env.text("SIGNATURES_PKCS11_MODULE", "")
SIGNATURES_PKCS11_TOKEN = env.text("SIGNATURES_PKCS11_TOKEN", "")
SIGNATURES_PKCS11_PIN = env.text("SIGNATURES_PKCS11_PIN", "")
SIGNATURES_PKCS11_KEY = env.text("SIGNATURES_PKCS11_KEY", "")
# CscBackend: a remote signing service (Cloud Signature Consortium API v2), up to and with /csc/v2.
SIGNATURES_CSC_URL = env.text("SIGNATURES_CSC_URL", "")
SIGNATURES_CSC_TOKEN = env.text("SIGNATURES_CSC_TOKEN", "")
SIGNATURES_CSC_PIN = env.text("SIGNATURES_CSC_PIN", "")
SIGNATURES_CSC_SECONDS = env.integer("SIGNATURES_CSC_SECONDS", 10, least=1)
# Whom an authority in here (*.pem) gave a certificate is believed, whatever its kind.
SIGNATURES_TRUST_DIR = env.folder("SIGNATURES_TRUST_DIR", SIGNATURES_PKCS12_FILE.parent)
# Authorities believed for one kind of certificate only.
SIGNATURES_TRUST_DIRS = {
    kind: env.folder(f"SIGNATURES_TRUST_{kind.upper()}_DIR", SIGNATURES_TRUST_DIR / kind)
    for kind in ("official_agency", "official_person", "public", "seal", "demonstration")
}
# Demonstration authorities are believed nowhere else; who has a key of their own has left it.
SIGNATURES_TRUST_DEMONSTRATION = env.flag(
    "SIGNATURES_TRUST_DEMONSTRATION",
    default=CASEFLOW_DEMONSTRATION or SIGNATURES_PKCS12_FILE == DEMONSTRATION_KEY,
)
# Where the revocation lists of authorities are fetched; none are without an address.
SIGNATURES_REVOCATION_URLS = env.words("SIGNATURES_REVOCATION_URLS")
SIGNATURES_REVOCATION_HOURS = env.integer("SIGNATURES_REVOCATION_HOURS", 6, least=1)
SIGNATURES_REVOCATION_SECONDS = env.integer("SIGNATURES_REVOCATION_SECONDS", 20, least=1)
SIGNATURES_REVOCATION_MEGABYTES = env.integer("SIGNATURES_REVOCATION_MEGABYTES", 20, least=1)
# Kinds of certificates an office's documents are signed with (Decree 68/2024/NĐ-CP).
SIGNATURES_OFFICIAL_KINDS = env.words(
    "SIGNATURES_OFFICIAL_KINDS", "official_agency,official_person,demonstration"
)
# What checking one document may take: its size, its signatures, and of the process that reads it
# the seconds altogether, the seconds of computing, and the memory.
SIGNATURES_VERIFY_MEGABYTES = env.integer("SIGNATURES_VERIFY_MEGABYTES", 20, least=1)
SIGNATURES_VERIFY_SIGNATURES = env.integer("SIGNATURES_VERIFY_SIGNATURES", 50, least=1)
SIGNATURES_VERIFY_SECONDS = env.integer("SIGNATURES_VERIFY_SECONDS", 15, least=1)
SIGNATURES_VERIFY_PROCESSOR_SECONDS = env.integer("SIGNATURES_VERIFY_PROCESSOR_SECONDS", 5, least=1)
SIGNATURES_VERIFY_MEMORY_MEGABYTES = env.integer(
    "SIGNATURES_VERIFY_MEMORY_MEGABYTES", 1024, least=256
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
}
