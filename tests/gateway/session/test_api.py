"""Signing in and out, and setting passwords, over HTTP."""

from dataclasses import replace

from fastapi import Response

from services.gateway.session.api import with_cookie
from shared.http.rights import Role
from tests.gateway.conftest import PASSWORD, Premises

SESSION = "/api/gateway/session"


async def sign_in(premises: Premises, account: str, password: str, address: str) -> object:
    async with premises.visitor(address) as browser:
        return await browser.post(SESSION, json={"account": account, "password": password})


class TestSigningIn:
    async def test_the_right_password_opens_a_session(self, premises: Premises) -> None:
        browser = await premises.signed_in("li", Role.LIAISON, unit="guozi-wei")

        answer = await browser.get(SESSION)

        assert answer.json() == {
            "id": "li",
            "title": "li的账号",
            "unit": "guozi-wei",
            "roles": ["liaison"],
            "person": "li本人",
        }

    async def test_the_cookie_is_for_this_site_only_and_no_script_reads_it(
        self, premises: Premises
    ) -> None:
        await premises.account("cookie")
        answer = await sign_in(premises, "cookie", PASSWORD, "192.0.2.2")

        name, *attributes = answer.headers["set-cookie"].split("; ")
        assert name.startswith("lingban=")
        assert set(attributes) == {"HttpOnly", "Path=/", "SameSite=lax"}

    async def test_over_tls_the_cookie_is_bound_to_the_host(self, premises: Premises) -> None:

        resources = premises.office.resources("gateway")
        settings = resources.settings.model_copy(update={"secure_cookies": True})
        answer = with_cookie(Response(), "token", replace(resources, settings=settings))

        assert answer.headers["set-cookie"].startswith("__Host-lingban=token;")
        assert "Secure" in answer.headers["set-cookie"]

    async def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
        self, premises: Premises
    ) -> None:
        await premises.account("wang")

        wrong = await sign_in(premises, "wang", "not the password", "192.0.2.3")
        unknown = await sign_in(premises, "nobody", "not the password", "192.0.2.3")

        assert wrong.status_code == unknown.status_code == 401
        assert wrong.json() == unknown.json()
        assert wrong.json()["code"] == "wrong-name-or-password"

    async def test_without_a_session_nobody_is_signed_in(self, premises: Premises) -> None:
        async with premises.visitor() as browser:
            answer = await browser.get(SESSION)

        assert answer.status_code == 401

    async def test_what_is_not_a_name_is_named(self, premises: Premises) -> None:
        answer = await sign_in(premises, "Not A Name", "", "192.0.2.4")

        assert answer.status_code == 422
        assert {e["field"] for e in answer.json()["errors"]} == {"/body/account", "/body/password"}


class TestThrottling:
    async def test_after_five_failures_even_the_right_password_has_to_wait(
        self, premises: Premises
    ) -> None:
        await premises.account("zhao")
        for _ in range(5):
            assert (await sign_in(premises, "zhao", "wrong", "192.0.2.5")).status_code == 401

        answer = await sign_in(premises, "zhao", PASSWORD, "192.0.2.5")

        assert answer.status_code == 429
        assert 0 < int(answer.headers["retry-after"]) <= 15
        assert answer.json()["code"] == "too-many-attempts"

    async def test_the_wait_doubles_with_every_further_failure(self, premises: Premises) -> None:
        pool = premises.office.resources("gateway").pool
        await premises.account("qian")
        waits: list[int] = []
        for _ in range(7):
            await pool.execute(
                "update sign_in_attempt set blocked_until = clock_timestamp() where key like '%qian'"
            )
            await sign_in(premises, "qian", "wrong", "192.0.2.6")
            seconds = await pool.fetchval(
                "select round(extract(epoch from blocked_until - last_at))::int"
                " from sign_in_attempt where key = 'account:qian'"
            )
            waits.append(seconds)

        assert waits == [0, 0, 0, 0, 15, 30, 60]

    async def test_a_success_forgets_the_failures(self, premises: Premises) -> None:
        await premises.account("sun")
        for _ in range(3):
            for _ in range(3):
                await sign_in(premises, "sun", "wrong", "192.0.2.7")
            assert (await sign_in(premises, "sun", PASSWORD, "192.0.2.7")).status_code == 200

    async def test_an_address_that_tries_many_names_has_to_wait(self, premises: Premises) -> None:
        pool = premises.office.resources("gateway").pool
        await sign_in(premises, "someone", "wrong", "192.0.2.8")
        await pool.execute(
            "update sign_in_attempt set failures = 99 where key = 'address:192.0.2.8'"
        )
        await sign_in(premises, "someone-else", "wrong", "192.0.2.8")

        answer = await sign_in(premises, "a-third", "wrong", "192.0.2.8")

        assert answer.status_code == 429


class TestTheEndOfASession:
    async def test_signing_out_ends_it(self, premises: Premises) -> None:
        browser = await premises.signed_in("zhou")
        stolen = dict(browser.cookies)

        left = await browser.delete(SESSION)

        assert left.status_code == 204
        async with premises.visitor() as thief:
            thief.cookies.update(stolen)
            assert (await thief.get(SESSION)).status_code == 401

    async def test_it_idles_out_after_eight_hours_and_ends_after_a_day(
        self, premises: Premises
    ) -> None:
        resources = premises.office.resources("gateway")
        for number, column in enumerate(("seen_at", "created_at")):
            browser = await premises.signed_in(f"idle-{number}")
            hours = (8, 24)[number]
            await resources.pool.execute(
                f"update session set {column} = {column} - interval '{hours} hours'"
                " where account_id = $1",
                f"idle-{number}",
            )
            resources.own["entrance"].identities.forget(f"idle-{number}")

            assert (await browser.get(SESSION)).status_code == 401

    async def test_the_administrator_ends_all_sessions_of_an_account_at_once(
        self, premises: Premises
    ) -> None:
        admin = await premises.signed_in("admin", Role.ADMIN)
        one, two = await premises.signed_in("wu"), await premises.signed_in("wu")

        answer = await admin.delete("/api/gateway/accounts/wu/sessions")

        assert answer.status_code == 204
        assert {(await b.get(SESSION)).status_code for b in (one, two)} == {401}

    async def test_a_revocation_in_another_process_is_believed_within_seconds(
        self, premises: Premises
    ) -> None:
        resources = premises.office.resources("gateway")
        browser = await premises.signed_in("zheng")
        await browser.get(SESSION)
        await resources.pool.execute("delete from session where account_id = 'zheng'")
        identities = resources.own["entrance"].identities
        for known in identities._known.values():  # noqa: SLF001 - three seconds pass
            known.checked_at -= 3

        assert (await browser.get(SESSION)).status_code == 401


class TestSettingAPassword:
    async def test_a_link_works_once(self, premises: Premises) -> None:
        admin = await premises.signed_in("admin", Role.ADMIN)
        before = await premises.signed_in("chen")
        link = (await admin.post("/api/gateway/accounts/chen/password-link")).json()
        path = f"/api/gateway/password/{link['token']}"
        async with premises.visitor() as browser:
            first = await browser.put(path, json={"password": "another secret 1"})
            again = await browser.put(path, json={"password": "another secret 2"})

        assert (first.status_code, again.status_code) == (204, 404)
        assert again.json()["code"] == "link-used-or-expired"
        assert (await before.get(SESSION)).status_code == 401
        new = await sign_in(premises, "chen", "another secret 1", "192.0.2.9")
        assert new.status_code == 200
        assert (await premises.events("account:chen"))[-2:] == ["PasswordLinkIssued", "PasswordSet"]

    async def test_a_link_expires_after_a_day(self, premises: Premises) -> None:
        admin = await premises.signed_in("admin", Role.ADMIN)
        await premises.account("chu")
        link = (await admin.post("/api/gateway/accounts/chu/password-link")).json()
        await premises.office.resources("gateway").pool.execute(
            "update password_link set expires_at = expires_at - interval '24 hours'"
            " where account_id = 'chu'"
        )
        async with premises.visitor() as browser:
            answer = await browser.put(
                f"/api/gateway/password/{link['token']}", json={"password": "another secret"}
            )

        assert (link["hours"], answer.status_code) == (24, 404)

    async def test_a_weak_password_is_refused_and_the_link_stays_good(
        self, premises: Premises
    ) -> None:
        admin = await premises.signed_in("admin", Role.ADMIN)
        await premises.account("weiweiwei")
        link = (await admin.post("/api/gateway/accounts/weiweiwei/password-link")).json()
        path = f"/api/gateway/password/{link['token']}"
        async with premises.visitor() as browser:
            weak = [
                await browser.put(path, json={"password": password})
                for password in ("short", "WeiWeiWei2017")
            ]
            good = await browser.put(path, json={"password": "another secret"})

        assert [answer.status_code for answer in weak] == [422, 422]
        assert good.status_code == 204

    async def test_no_secret_is_stored_in_clear(self, premises: Premises) -> None:
        browser = await premises.signed_in("feng")
        token = browser.cookies["lingban"]
        pool = premises.office.resources("gateway").pool
        tables = ["event", "session", "credential", "account", "password_link", "client_key"]
        for table in tables:
            text = await pool.fetchval(
                f"select coalesce(string_agg(t::text, ''), '') from {table} t"
            )
            assert PASSWORD not in text
            assert token not in text
            assert "feng本人" not in text
