"""Every operation as every persona: written out by hand from domain.md section 4."""

import pytest

from shared.http.rights import Role
from tests.gateway.conftest import Premises

PERSONAS: dict[str, tuple[Role, ...]] = {
    "admin": (Role.ADMIN,),
    "r-staff": (Role.STAFF,),
    "r-leader": (Role.LEADER,),
    "r-liaison": (Role.LIAISON,),
    "r-responsible": (Role.RESPONSIBLE,),
    "r-reviewer": (Role.REVIEWER,),
    "r-auditor": (Role.AUDITOR,),
    "nobody": (),
}
OPEN = "/api/gateway"
# The operation, who may, and what the answer is then (the target does not exist: 404).
TABLE: list[tuple[str, str, set[str], int]] = [
    ("GET", "/session", set(PERSONAS) - {"nobody"}, 200),
    ("GET", "/clock", set(PERSONAS), 200),
    ("PUT", "/clock", {"admin", "r-staff", "r-leader"}, 422),
    ("GET", "/accounts", {"admin", "r-leader", "r-auditor"}, 200),
    ("POST", "/accounts", {"admin"}, 422),
    ("GET", "/accounts/no-one", {"admin"}, 404),
    ("POST", "/accounts/no-one/password-link", {"admin"}, 404),
    ("DELETE", "/accounts/no-one/lock", {"admin"}, 404),
    ("PUT", "/accounts/no-one/lock", {"admin"}, 422),
    ("DELETE", "/accounts/no-one/sessions", {"admin"}, 204),
    ("POST", "/accounts/no-one/roles", {"r-leader"}, 422),
    ("DELETE", "/accounts/no-one/roles/liaison", {"r-leader"}, 404),
    ("GET", "/clients", {"admin", "r-leader", "r-auditor"}, 200),
    ("POST", "/clients", {"admin"}, 422),
    ("POST", "/clients/no-one/key", {"admin"}, 404),
    ("PUT", "/clients/no-one/suspension", {"admin"}, 422),
    ("GET", "/events", {"r-staff", "r-leader", "r-auditor"}, 200),
]


@pytest.mark.parametrize("persona", PERSONAS)
async def test_each_persona_may_what_the_matrix_says(premises: Premises, persona: str) -> None:
    browser = (
        premises.visitor()
        if persona == "nobody"
        else await premises.signed_in(persona, *PERSONAS[persona], unit="gongan-ju")
    )
    seen: dict[str, int] = {}
    expected: dict[str, int] = {}
    for method, path, allowed, status in TABLE:
        answer = await browser.request(method, OPEN + path)
        operation = f"{method} {path}"
        seen[operation] = answer.status_code
        refusal = 401 if persona == "nobody" else 403
        expected[operation] = status if persona in allowed else refusal

    assert seen == expected
