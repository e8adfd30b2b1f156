-- Rows are ordered by `seq`, which is never reused, so that a page token stays good when rows go away.
-- ARNs are the keys, since they are what every request names.

CREATE TABLE app_instance (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    metadata TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;

-- Users and bots: whoever may bear a request, be a member, or send.
CREATE TABLE principal (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    app_instance TEXT NOT NULL REFERENCES app_instance (arn),
    kind TEXT NOT NULL CHECK (kind IN ('user', 'bot')),
    name TEXT,
    metadata TEXT,
    -- ExpirationSettings of a user, Configuration of a bot; JSON.
    settings TEXT,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX principal_of_app_instance ON principal (app_instance, kind, seq);

CREATE TABLE admin (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    app_instance TEXT NOT NULL REFERENCES app_instance (arn),
    principal TEXT NOT NULL REFERENCES principal (arn),
    created INTEGER NOT NULL,
    UNIQUE (app_instance, principal)
) STRICT;

CREATE TABLE channel_flow (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    app_instance TEXT NOT NULL REFERENCES app_instance (arn),
    name TEXT NOT NULL,
    processors TEXT NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_flow_of_app_instance ON channel_flow (app_instance, seq);

CREATE TABLE channel (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    app_instance TEXT NOT NULL REFERENCES app_instance (arn),
    name TEXT NOT NULL,
    mode TEXT NOT NULL,
    privacy TEXT NOT NULL,
    metadata TEXT,
    expiration TEXT,
    created_by TEXT NOT NULL REFERENCES principal (arn),
    flow TEXT REFERENCES channel_flow (arn),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX channel_of_app_instance ON channel (app_instance, seq);
CREATE INDEX channel_of_flow ON channel (flow, seq) WHERE flow IS NOT NULL;

CREATE TABLE membership (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL REFERENCES channel (arn) ON DELETE CASCADE,
    member TEXT NOT NULL REFERENCES principal (arn),
    type TEXT NOT NULL,
    invited_by TEXT NOT NULL REFERENCES principal (arn),
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE (channel, member)
) STRICT;

CREATE TABLE moderator (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL REFERENCES channel (arn) ON DELETE CASCADE,
    moderator TEXT NOT NULL REFERENCES principal (arn),
    created_by TEXT NOT NULL REFERENCES principal (arn),
    created INTEGER NOT NULL,
    UNIQUE (channel, moderator)
) STRICT;

-- `status` is that of the version which readers see: an edit under way leaves it SENT.
CREATE TABLE message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL REFERENCES channel (arn) ON DELETE CASCADE,
    id TEXT NOT NULL UNIQUE,
    sender TEXT NOT NULL REFERENCES principal (arn),
    type TEXT NOT NULL,
    persistence TEXT NOT NULL,
    target TEXT,
    status TEXT NOT NULL CHECK (status IN ('SENT', 'PENDING', 'FAILED')),
    detail TEXT,
    -- Content, metadata, push notification, attributes and content type; JSON.
    text TEXT NOT NULL,
    redacted INTEGER NOT NULL DEFAULT 0,
    created INTEGER NOT NULL,
    edited INTEGER,
    updated INTEGER NOT NULL
) STRICT;
CREATE INDEX message_in_order ON message (channel, created, seq);

-- One callback id, given to one processor for one message. The open turn is what makes a message, or
-- an edit of it, pending; a closed one remembers that its id is spent.
CREATE TABLE turn (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    callback TEXT NOT NULL UNIQUE,
    channel TEXT NOT NULL REFERENCES channel (arn) ON DELETE CASCADE,
    message TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('CREATE', 'UPDATE')),
    -- The processors still to run, the one whose turn it is first; JSON.
    processors TEXT NOT NULL,
    -- The text as the processors before this one left it; JSON, emptied when the turn closes.
    draft TEXT NOT NULL,
    edited INTEGER,
    state TEXT NOT NULL CHECK (state IN ('open', 'spent', 'expired')),
    expires INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX open_turn_of_message ON turn (message) WHERE state = 'open';
CREATE INDEX open_turn_by_expiry ON turn (expires) WHERE state = 'open';

-- What was answered to a request with this token, for as long as a repetition counts as the same.
CREATE TABLE token (
    operation TEXT NOT NULL,
    scope TEXT NOT NULL,
    token TEXT NOT NULL,
    request INTEGER NOT NULL,
    answer TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (operation, scope, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_age ON token (created);
