"""Conversations with mail servers: sending, and the step-by-step tests."""
