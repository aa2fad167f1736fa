"""The HTTP client against real TLS servers on loopback."""

import datetime as dt
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dms_mail_desktop.errors import MetadataRejected, NetworkFault, ProviderUnreachable
from dms_mail_desktop.oauth.http import Answer, HttpClient, retry_after


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for localhost with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + signed.public_bytes(serialization.Encoding.PEM)
    )
    return path


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        moves = {
            "/same": "/found",
            "/away": "https://127.0.0.1:1/found",
            "/plain": "http://localhost/x",
            "/loop": "/loop",
        }
        if self.path in moves:
            self.answer(302, b"", Location=moves[self.path])
        elif self.path == "/endless":
            self.answer(200, b"a" * 1_100_000)
        elif self.path == "/slow":
            self.server.release.wait(5)  # type: ignore[attr-defined]
        else:
            self.answer(200, b'{"path": "' + self.path.encode() + b'"}')

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/move":
            self.answer(307, b"", Location="/found")
        else:
            self.answer(200, json.dumps({"body": body.decode(), "auth": self.headers.get("Authorization")}).encode())

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass  # a client that hangs up is what several tests are about


@pytest.fixture(scope="module")
def server(certificate: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    serving = Server(("127.0.0.1", 0), Handler)
    serving.release = threading.Event()  # type: ignore[attr-defined]
    serving.socket = context.wrap_socket(serving.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"https://localhost:{serving.server_address[1]}"
    serving.release.set()  # type: ignore[attr-defined]
    serving.shutdown()
    serving.server_close()
    thread.join()


@pytest.fixture
def client(certificate: Path) -> Iterator[HttpClient]:
    client = HttpClient(trusting(certificate), time_limit=5)
    yield client
    client.close()


def trusting(certificate: Path | None) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if certificate:
        context.load_verify_locations(certificate)
    return context


def fault_of(call: Callable[[], Answer]) -> ProviderUnreachable:
    with pytest.raises(ProviderUnreachable) as caught:
        call()
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return caught.value


def test_it_reads_and_posts(client: HttpClient, server: str) -> None:
    assert json.loads(client.get(f"{server}/x").text) == {"path": "/x"}
    assert json.loads(client.post(f"{server}/t", data={"a": "ż&="}).text)["body"] == "a=%C5%BC%26%3D"


def test_d1_a_redirect_on_the_same_host_is_followed_and_another_is_not(client: HttpClient, server: str) -> None:
    assert json.loads(client.get(f"{server}/same").text) == {"path": "/found"}
    for path in ("/away", "/plain", "/loop"):
        with pytest.raises(MetadataRejected, match="redirect"):
            client.get(server + path)


def test_d1_a_form_with_secrets_is_never_sent_on(client: HttpClient, server: str) -> None:
    assert client.post(f"{server}/move", data={"refresh_token": "x"}).status_code == 307


def test_d2_an_unknown_certificate_is_refused_with_its_reason(server: str) -> None:
    client = HttpClient(trusting(None), time_limit=5)
    error = fault_of(lambda: client.get(server))
    client.close()
    assert error.fault is NetworkFault.TLS
    assert "self-signed" in error.detail


def test_d2_the_environment_changes_nothing(
    server: str, certificate: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine localhost login a password b\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    distrusting, trusted = HttpClient(trusting(None), time_limit=5), HttpClient(trusting(certificate), time_limit=5)
    assert fault_of(lambda: distrusting.get(server)).fault is NetworkFault.TLS
    assert json.loads(trusted.post(f"{server}/t", data={}).text)["auth"] is None
    distrusting.close()
    trusted.close()


def test_d2_the_certifi_list_is_not_added_to_the_given_trust(server: str) -> None:
    context = trusting(None)
    client = HttpClient(context, time_limit=5)
    fault_of(lambda: client.get(server))
    client.close()
    assert context.cert_store_stats()["x509_ca"] == 0


def test_d1_plain_http_is_no_way_to_a_provider(client: HttpClient, server: str) -> None:
    error = fault_of(lambda: client.get(server.replace("https", "http")))
    assert (error.fault, error.detail) == (NetworkFault.OTHER, "InvalidSchema")


def test_what_goes_wrong_on_the_network_is_told_apart(client: HttpClient, certificate: Path) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        assert fault_of(lambda: client.get(f"https://localhost:{port}/")).fault is NetworkFault.REFUSED
    assert fault_of(lambda: client.get("https://no-such-host.invalid/")).fault is NetworkFault.NAME
    proxied = HttpClient(trusting(certificate), proxies=lambda _: {"https": f"http://127.0.0.1:{port}"}, time_limit=5)
    assert fault_of(lambda: proxied.get("https://login.test/")).fault is NetworkFault.PROXY
    proxied.close()


def test_a_server_that_says_nothing_is_given_up(server: str, certificate: Path) -> None:
    client = HttpClient(trusting(certificate), time_limit=0.3)
    error = fault_of(lambda: client.get(f"{server}/slow"))
    client.close()
    assert (error.fault, error.host) == (NetworkFault.TIMED_OUT, "localhost")


def test_an_answer_without_end_is_given_up(client: HttpClient, server: str) -> None:
    assert fault_of(lambda: client.get(f"{server}/endless")).detail == "the answer does not end"


def test_e4_retry_after_as_seconds_and_as_a_date() -> None:
    later = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=90)
    date = retry_after({"Retry-After": later.strftime("%a, %d %b %Y %H:%M:%S GMT")})
    assert date is not None
    assert 80 < date <= 90
    assert retry_after({"retry-after": "12"}) == 12
    assert retry_after({"retry-after": "999999"}) == 3600
    assert [retry_after({"retry-after": value}) for value in ("", "soon", "-5")] == [None, None, None]
    assert retry_after({}) is None


def test_an_answer_keeps_its_text_out_of_repr() -> None:
    assert "SECRET" not in repr(Answer(200, "SECRET", {"x": "SECRET"}))
