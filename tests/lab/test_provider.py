"""The provider by itself."""

import pytest
import requests

from .authority import Authority
from .provider import Provider

pytestmark = pytest.mark.lab


def test_metadata_names_the_issuer(provider: Provider, authority: Authority) -> None:
    address = provider.issuer + "/.well-known/openid-configuration"
    metadata = requests.get(address, verify=str(authority.ca_file), timeout=10).json()
    assert metadata["issuer"] == provider.issuer
    assert "form_post" in metadata["response_modes_supported"]
    assert metadata["code_challenge_methods_supported"] == ["S256"]
