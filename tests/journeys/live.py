"""A whole Marquee for browser stories: its own database and Valkey, web server and worker."""

import email
import email.policy
import json
import os
import subprocess
import time
from contextlib import ExitStack, contextmanager
from urllib.parse import quote

import psycopg
from psycopg import sql

from infra.run import system
from infra.run.application import Application
from infra.run.environment import PYTHON
from infra.run.folder import temporary
from infra.run.paths import ROOT
from infra.run.valkey import Valkey, free_port


class Live:
    """What runs, and how to work behind its scenes."""

    def __init__(self, application, stagehand):
        self.application = application
        self.port = application.port
        self.platform = f"http://marquee.localhost:{self.port}"
        self._stagehand = stagehand

    def shop(self, subdomain):
        """Return the address of a shop's front door."""
        return f"http://{subdomain}.localhost:{self.port}"

    def do(self, act, shop=None, **given):
        """Let the stagehand do `module:function`, in a shop or on the platform; give its answer.

        A bare name is one of `tests.journeys.scenes`.
        """
        act = act if ":" in act else f"tests.journeys.scenes:{act}"
        wish = {"act": act, "shop": shop, "with": given}
        self._stagehand.stdin.write(json.dumps(wish) + "\n")
        self._stagehand.stdin.flush()
        answer = json.loads(self._stagehand.stdout.readline() or '{"error": "he is gone"}')
        assert "error" not in answer, f"{act}: {answer['error']}\n{self.logs()}"
        return answer["value"]

    def mails(self, to, subject=""):
        """Return the mails to an address, oldest first."""
        return [
            mail
            for mail in self._all_mails()
            if to in str(mail["To"]) and subject in str(mail["Subject"])
        ]

    def mail(self, to, subject="", seconds=15):
        """Wait for a mail and return the newest such."""
        until = time.monotonic() + seconds
        while not (found := self.mails(to, subject)):
            assert time.monotonic() < until, f"no mail “{subject}” to {to}\n{self.logs()}"
            time.sleep(0.1)
        return found[-1]

    def logs(self, lines=25):
        """Return the ends of all logs, for a failure to tell."""
        folder = self.application.folder.logs
        tails = {one.name: one.read_text(errors="replace") for one in sorted(folder.glob("*.log"))}
        return "\n".join(
            f"--- {name}\n" + "\n".join(text.splitlines()[-lines:]) for name, text in tails.items()
        )

    def _all_mails(self):
        written = (self.application.folder.path / "mail").glob("*.log")
        text = "\n".join(one.read_text() for one in sorted(written))
        parts = [part.strip("\n") for part in text.split("-" * 79)]
        return [email.message_from_string(p, policy=email.policy.default) for p in parts if p]


@contextmanager
def a_live_marquee(database, name):
    """Bring one up on the server that `database` (Django's settings) names; leave no trace."""
    with ExitStack() as stack:
        folder = stack.enter_context(temporary())
        url = stack.enter_context(_database(database, name))
        valkey = Valkey(folder, system.server_user())
        _on_leash(stack, valkey.start())
        environment = {"DATABASE_URL": url, "REDIS_URL": valkey.url}
        application = Application(folder, free_port(), environment)
        application.environment["PYTHONPATH"] = f"{ROOT}{os.pathsep}{ROOT / 'platform'}"
        live = Live(application, stack.enter_context(_stagehand(application)))
        live.do("build")
        _on_leash(stack, application.worker())
        _on_leash(stack, application.web(workers=1, threads=4))
        yield live


def _on_leash(stack, child):
    stack.callback(child.wait)
    stack.callback(child.let_go)


@contextmanager
def _database(said, name):
    def administer(*statements):
        with psycopg.connect(
            host=said["HOST"], port=said["PORT"] or None, user=said["USER"],
            password=said["PASSWORD"], dbname="postgres", autocommit=True,
        ) as line:  # fmt: skip
            for statement in statements:
                line.execute(sql.SQL(statement).format(sql.Identifier(name)))

    drop = "DROP DATABASE IF EXISTS {} WITH (FORCE)"
    administer(drop, "CREATE DATABASE {}")
    try:
        port = f":{said['PORT']}" if said["PORT"] else ""
        who = f"{quote(said['USER'])}:{quote(said['PASSWORD'] or '')}".rstrip(":")
        yield f"postgres://{who}@{quote(said['HOST'], safe='')}{port}/{name}"
    finally:
        administer(drop)


@contextmanager
def _stagehand(application):
    log = application.folder.log("stagehand")
    with log.open("w") as errors:
        process = subprocess.Popen(
            [PYTHON, "-m", "tests.journeys.stagehand"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            cwd=ROOT,
            env=application.environment,
        )
        try:
            yield process
        finally:
            process.stdin.close()  # he ends when nobody tells him anything any more
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            process.stdout.close()
