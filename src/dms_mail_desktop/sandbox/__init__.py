"""A small Microsoft-365-like service on loopback, to try the program without an account.

`service.Sandbox` is the whole of it; `agent.sign_in` stands in for a person at a browser.
"""
