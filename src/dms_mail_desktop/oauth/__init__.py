"""Signing in at an identity provider, and the tokens that come of it (RFC 6749, RFC 8252, OpenID Connect Core)."""
