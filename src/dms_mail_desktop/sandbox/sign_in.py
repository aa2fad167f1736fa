"""What a person sees of the provider: account picker, sign-in, consent, and the page that carries the answer back."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from secrets import token_urlsafe
from urllib.parse import urlencode, urlsplit

from dms_mail_desktop.sandbox.directory import APPLICATION, COMPANY, User
from dms_mail_desktop.sandbox.faults import Refused
from dms_mail_desktop.sandbox.pages import Markup, Pages
from dms_mail_desktop.sandbox.provider import AuthorizeRequest, Provider, Target, refusal
from dms_mail_desktop.sandbox.tokens import RESOURCE
from dms_mail_desktop.sandbox.web import Request, Response

AUTHORIZE = "oauth2/v2.0/authorize"
PERMISSION_TEXTS = {
    f"{RESOURCE}/IMAP.AccessAsUser.All": "Dostęp do odczytu i zapisu poczty za pośrednictwem protokołu IMAP",
    f"{RESOURCE}/POP.AccessAsUser.All": "Dostęp do odczytu i zapisu poczty za pośrednictwem protokołu POP",
    f"{RESOURCE}/SMTP.Send": "Wysyłanie wiadomości e-mail ze skrzynek pocztowych przy użyciu SMTP AUTH",
    "offline_access": "Zachowaj dostęp do danych, do których udzielono dostępu",
}
REFUSED_BY_PERSON = Refused("access_denied", 65004, "User declined to consent to access the app.")
OUTDATED = Refused("invalid_request", 900561, "This page is no longer valid. Start again in the application.")


@dataclass(slots=True)
class _Visit:
    """One authorisation request and how far the person has come with it."""

    request: AuthorizeRequest
    user: User | None = None


class SignIn:
    """The dialogue between a browser and the provider; a visit is named by the form field `ctx`."""

    def __init__(self, provider: Provider, pages: Pages) -> None:
        self._provider = provider
        self._pages = pages
        self._visits: dict[str, _Visit] = {}

    def answer(self, request: Request) -> Response | None:
        """The page for a request, None when the path is not the provider's."""
        tenant, _, rest = request.path.strip("/").partition("/")
        if rest == AUTHORIZE:
            return self._begin(tenant, request.form if request.method == "POST" else request.query)
        step = {"pick": self._pick, "login": self._login, "consent": self._consent}.get(rest.rpartition("/")[2])
        if step is None or request.method != "POST":
            return None
        visit = self._visits.get(request.form.get("ctx", ""))
        if visit is None:
            return self._error(OUTDATED)
        try:
            return step(request.form, visit)
        except Refused as error:
            del self._visits[request.form["ctx"]]
            return self._deliver(visit.request.target, _parameters(error))

    def _begin(self, tenant: str, query: Mapping[str, str]) -> Response:
        try:
            target = self._provider.begin(tenant, query)
        except Refused as error:
            return self._error(error)
        try:
            request = self._provider.read(target, query)
        except Refused as error:
            return self._deliver(target, _parameters(error))
        ctx = token_urlsafe(24)
        self._visits[ctx] = _Visit(request)
        if request.prompt == "select_account":
            return self._picker(ctx)
        return self._sign_in_page(ctx, request.login_hint)

    def _picker(self, ctx: str) -> Response:
        users = self._provider.directory.users.values()
        rows = self._pages.parts("account", ({"login": u.login, "name": u.display_name} for u in users))
        return self._pages.page("Wybierz konto", self._pages.part("picker", ctx=ctx, accounts=rows, company=COMPANY))

    def _sign_in_page(self, ctx: str, login: str, error: str = "") -> Response:
        users = self._provider.directory.users.values()
        known = self._provider.directory.user(login) if login else None
        hints = ({"login": u.login, "password": u.password} for u in ([known] if known else users))
        body = self._pages.part(
            "sign_in",
            ctx=ctx,
            company=COMPANY,
            login=login,
            login_focus="" if login else "autofocus",
            password_focus="autofocus" if login else "",
            error=self._pages.part("field_error", text=error) if error else Markup(),
            invalid="true" if error else "false",
            hints=self._pages.parts("hint", hints),
        )
        return self._pages.page("Zaloguj się", body)

    def _pick(self, form: Mapping[str, str], _visit: _Visit) -> Response:
        return self._sign_in_page(form["ctx"], form.get("login", ""))

    def _login(self, form: Mapping[str, str], visit: _Visit) -> Response:
        login = form.get("login", "").strip()
        directory = self._provider.directory
        if directory.user(login) is None:
            text = "Nie znaleziono konta o tej nazwie użytkownika." if login else "Wprowadź adres e-mail."
            return self._sign_in_page(form["ctx"], login, text)
        visit.user = directory.check_password(login, form.get("passwd", ""))
        if visit.user is None:
            return self._sign_in_page(form["ctx"], login, "Twoje konto lub hasło jest niepoprawne.")
        asked = visit.request.scopes
        if visit.request.prompt == "consent" or not self._provider.grants.consented(visit.user, asked):
            return self._consent_page(form["ctx"], visit.user, asked)
        return self._finish(form["ctx"], visit, visit.user)

    def _consent_page(self, ctx: str, user: User, scopes: tuple[str, ...]) -> Response:
        texts = [text for scope, text in PERMISSION_TEXTS.items() if scope in scopes]
        permissions = self._pages.parts("permission", ({"text": text} for text in texts))
        body = self._pages.part(
            "consent", ctx=ctx, login=user.login, application=APPLICATION, company=COMPANY, permissions=permissions
        )
        return self._pages.page("Przyznać aplikacji dostęp do informacji?", body)

    def _consent(self, form: Mapping[str, str], visit: _Visit) -> Response:
        if visit.user is None:
            return self._sign_in_page(form["ctx"], visit.request.login_hint)
        if form.get("answer") != "yes":
            raise REFUSED_BY_PERSON
        return self._finish(form["ctx"], visit, visit.user)

    def _finish(self, ctx: str, visit: _Visit, user: User) -> Response:
        if self._provider.faults.dead_end:
            return self._error(self._provider.faults.dead_end)
        parameters = self._provider.finish(visit.request, user)
        del self._visits[ctx]
        return self._deliver(visit.request.target, parameters)

    def _deliver(self, target: Target, parameters: Mapping[str, str]) -> Response:
        """Sends the parameters to the application (OAuth 2.0 Form Post Response Mode, or a redirect)."""
        given = {**parameters, "state": target.state, **self._provider.faults.answer}
        sent = {name: value for name, value in given.items() if value}
        if target.response_mode == "query":
            parts = urlsplit(target.redirect_uri)
            address = parts._replace(path=parts.path or "/", query=urlencode(sent)).geturl()
            return Response(status=HTTPStatus.FOUND, headers={"Location": address})
        nonce = token_urlsafe(16)
        fields = self._pages.parts("hidden", [{"name": name, "value": value} for name, value in sent.items()])
        body = self._pages.part("form_post", address=target.redirect_uri, fields=fields, nonce=nonce)
        return self._pages.page("Powrót do aplikacji", body, nonce=nonce)

    def _error(self, error: Refused) -> Response:
        document = refusal(error)
        body = self._pages.part(
            "error",
            text=error,
            number=error.number,
            correlation=document["correlation_id"],
            trace=document["trace_id"],
            timestamp=document["timestamp"],
        )
        return self._pages.page("Logowanie", body, status=HTTPStatus.BAD_REQUEST)


def _parameters(error: Refused) -> dict[str, str]:
    document = refusal(error)
    shown = {name: document[name] for name in ("error", "error_description", "error_uri")}
    return shown | ({"error_subcode": "cancel"} if error.number == REFUSED_BY_PERSON.number else {})
