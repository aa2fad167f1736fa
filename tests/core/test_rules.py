"""The rules of single values, case by case."""

import pytest

from dms_mail_desktop.rules import Fault, address_fault, ascii_address, ascii_domain, host_fault, proxy_fault


@pytest.mark.parametrize(
    ("domain", "encoded"),
    [
        ("firma.pl", "firma.pl"),
        ("FIRMA.PL", "firma.pl"),
        ("firma.pl.", "firma.pl."),
        ("żółw.pl", "xn--w-uga1v8h.pl"),
        ("Żółw.PL", "xn--w-uga1v8h.pl"),
        ("poczta.gęś.com.pl", "poczta.xn--g-1ia2r.com.pl"),
        ("xn--w-uga1v8h.pl", "xn--w-uga1v8h.pl"),
        ("_smtp.firma.pl", "_smtp.firma.pl"),
        ("localhost", "localhost"),
    ],
)
def test_a_domain_has_an_ascii_form(domain: str, encoded: str) -> None:
    assert ascii_domain(domain) == encoded


@pytest.mark.parametrize(
    "domain",
    [
        "", ".", "a..b", "-a.pl", "a-.pl", "a b.pl", "a.pl/x", "a" * 64 + ".pl", "ab." * 90 + "pl",
        "ż..pl", "ż" * 64 + ".pl", "ż!.pl",
    ],
)  # fmt: skip
def test_what_is_no_domain_is_refused(domain: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - idna's own error is one, too
        ascii_domain(domain)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("jan.kowalski@firma.pl", None),
        ("dms+faktury_2026@firma.com.pl", None),
        ("o'neil@firma.pl", None),
        ("biuro@żółw.pl", None),
        ("a" * 64 + "@firma.pl", None),
        ("", Fault.ADDRESS),
        ("firma.pl", Fault.ADDRESS),
        ("@firma.pl", Fault.ADDRESS),
        ("jan@", Fault.ADDRESS),
        ("jan@kowalski@firma.pl", Fault.ADDRESS),
        ("jan@firma", Fault.ADDRESS),
        ("jan@firma.", Fault.ADDRESS),
        ("a" * 65 + "@firma.pl", Fault.ADDRESS_LOCAL_PART),
        ("żółw@firma.pl", Fault.ADDRESS_LOCAL_PART),
        ("jan kowalski@firma.pl", Fault.ADDRESS_LOCAL_PART),
        (".jan@firma.pl", Fault.ADDRESS_LOCAL_PART),
        ("jan..k@firma.pl", Fault.ADDRESS_LOCAL_PART),
        ("Jan <jan@firma.pl", Fault.ADDRESS_LOCAL_PART),
        ("jan@firma..pl", Fault.ADDRESS_DOMAIN),
        ("jan@-firma.pl", Fault.ADDRESS_DOMAIN),
        ("jan@firma.pl>", Fault.ADDRESS_DOMAIN),
        ("jan@ż!.pl", Fault.ADDRESS_DOMAIN),
    ],
)
def test_what_is_wrong_with_an_address(address: str, fault: Fault | None) -> None:
    assert address_fault(address) == fault


def test_an_address_goes_out_with_an_ascii_domain() -> None:
    assert ascii_address("Biuro.DMS@Żółw.pl") == "Biuro.DMS@xn--w-uga1v8h.pl"
    with pytest.raises(ValueError, match="address_local_part"):
        ascii_address("żółw@firma.pl")


@pytest.mark.parametrize(
    ("host", "fault"),
    [
        ("smtp.office365.com", None),
        ("SMTP.Firma.PL", None),
        ("poczta.żółw.pl", None),
        ("exchange01", None),
        ("serwer_dms.firma.local", None),
        ("192.168.1.10", None),
        ("::1", None),
        ("[2001:db8::1]", None),
        ("https://outlook.office.com", Fault.HOST_IS_URL),
        ("outlook.office.com/owa", Fault.HOST_IS_URL),
        ("dms@firma.pl", Fault.HOST_IS_ADDRESS),
        ("192.168.1.256", Fault.HOST),
        ("1.2.3", Fault.HOST),
        ("smtp..firma.pl", Fault.HOST),
        ("smtp firma.pl", Fault.HOST),
        ("smtp.firma.pl:587", Fault.HOST),
        ("-smtp.firma.pl", Fault.HOST),
    ],
)
def test_what_is_wrong_with_a_host(host: str, fault: Fault | None) -> None:
    assert host_fault(host) == fault


@pytest.mark.parametrize(
    ("proxy", "fault"),
    [
        ("none", None),
        ("http://proxy.firma.pl:8080", None),
        ("http://10.0.0.8:3128/", None),
        ("http://[::1]:3128", None),
        ("proxy.firma.pl:8080", Fault.PROXY),
        ("http://proxy.firma.pl", Fault.PROXY),
        ("http://proxy.firma.pl:0", Fault.PROXY),
        ("http://proxy.firma.pl:99999", Fault.PROXY),
        ("https://proxy.firma.pl:8080", Fault.PROXY),
        ("socks5://proxy.firma.pl:1080", Fault.PROXY),
        ("http://proxy.firma.pl:8080/proxy.pac", Fault.PROXY),
        ("http://jan:tajne@proxy.firma.pl:8080", Fault.PROXY_SECRET),
        ("jan@proxy", Fault.PROXY_SECRET),
    ],
)
def test_a_proxy_is_an_address_without_a_login(proxy: str, fault: Fault | None) -> None:
    assert proxy_fault(proxy) is fault
