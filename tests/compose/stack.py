"""The compose stack as a test sees it: up, asked, hurt, and taken down, whatever happens between."""
import json
import os
import pathlib
import signal
import subprocess
import time
import urllib.error
import urllib.request

TREE = pathlib.Path(__file__).resolve().parents[2]
PROCESSES = ["near-intents-ingest", "market-reference-ingest", "inventory-sync", "liquidity-manager", "history-writer",
             "strategy-engine", "trade-executor"]
STAY_UP = ["nats", "postgres", "venue-sandbox", *PROCESSES]
PORTS = "187"  # 18781 to 18790: an installation on the usual ports is left alone.


class Failed(Exception):
    pass


def said_by(*command, limit=120, **more):
    """What the command prints; Failed with all it said when it does not succeed."""
    done = subprocess.run(command, cwd=TREE, capture_output=True, text=True, timeout=limit, check=False, **more)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def comes_true(what, condition, patience=120):
    """Waits for something to be so, and gives the seconds that it took."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > patience:
            raise Failed(f"{what}: not within {patience} s")
        time.sleep(0.2)
    return time.monotonic() - began


class Stack:
    def __init__(self, compose, folder, image):
        self.env_file = folder / "env"
        settings = (TREE / ".env.example").read_text(encoding="utf-8")
        settings += f"UNRIP_PORTS={PORTS}\nPOSTGRES_PORT=18732\nUNRIP_IMAGE_TAG=test\n"
        settings += f"UNRIP_BUILD_CONTEXT={image}\nUNRIP_DOCKERFILE=Dockerfile\n"
        self.env_file.write_text(settings, encoding="utf-8")
        # Whatever profiles the caller's environment names, here it is this one.
        self.environment = {**os.environ, "COMPOSE_PROFILES": "sandbox"}
        self.command = [*compose, "-p", "unrip-compose-test", "--env-file", str(self.env_file)]

    def compose(self, *words, limit=300):
        return said_by(*self.command, *words, limit=limit, env=self.environment)

    def up(self):
        self.compose("up", "-d", "--build")

    def down(self):
        self.compose("down", "-v", "--remove-orphans")

    def container(self, service):
        return self.compose("ps", "-q", service).strip()

    def inspect(self, service):
        return json.loads(said_by("docker", "inspect", self.container(service)))[0]

    def is_healthy(self, service):
        state = self.inspect(service)["State"]
        return state["Running"] and state["Health"]["Status"] == "healthy"

    def all_are_healthy(self):
        return all(self.is_healthy(service) for service in STAY_UP)

    def crash(self, service):
        """Ends the process as a crash would: for what `docker kill` ends the restart policy does not apply."""
        before = self.inspect(service)["State"]
        os.kill(before["Pid"], signal.SIGKILL)

        def is_another():
            state = self.inspect(service)["State"]
            return state["Running"] and state["StartedAt"] != before["StartedAt"]
        comes_true(f"{service} comes back by itself", is_another, 60)

    def logs(self, service):
        return self.compose("logs", "--no-color", service)

    def ask(self, sql):
        return self.compose("exec", "-T", "postgres", "psql", "-U", "unrip", "-d", "unrip", "-Atc", sql).strip()

    @staticmethod
    def call(port, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{PORTS}{port}{path}", data, method=method,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def arm(self):
        def both_take_it():
            try:
                return all(self.call(port, "POST", "/arm", {"who": "test"})["armed"] for port in (86, 87))
            except (OSError, urllib.error.URLError):
                return False  # It has just been started, or refuses until it knows enough.
        comes_true("both can be armed", both_take_it)

    def stats(self):
        return self.call(90, "GET", "/stats")

    def maker(self, figure):
        return self.stats()["relay"]["solvers"].get("maker.sandbox.near", {}).get(figure, 0)
