"""Mail settings of a document-management system: OAuth2 sign-in, test message, mailboxes."""

__version__ = "0.1.0"
