"""A PostgreSQL server of the test's own: in a temporary folder, on a socket in it, gone afterwards."""

import glob
import os
import pwd
import shutil
import subprocess
import tempfile


def newest_binaries():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if not found:
        raise RuntimeError("PostgreSQL's server programs are not installed (scripts/deps)")
    return found[-1]


def unprivileged_user():
    """PostgreSQL refuses to run as root; another user of this machine then runs it."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
            return name
        except KeyError:
            continue
    raise RuntimeError("no user but root to run PostgreSQL as")


class ThrowAwayPostgres:
    def __enter__(self):
        self.binaries = newest_binaries()
        self.user = unprivileged_user()
        self.folder = tempfile.mkdtemp(prefix="unrip-pg-")
        if self.user:
            shutil.chown(self.folder, self.user)
        self.data = os.path.join(self.folder, "data")
        self._as_user("initdb", "-D", self.data, "-A", "trust", "-U", "postgres", "--no-sync")
        options = f"-k {self.folder} -c listen_addresses= -c fsync=off"
        self._as_user("pg_ctl", "-D", self.data, "-o", options, "-l", self.data + ".log", "-t", "60", "-w", "start")
        return self

    def __exit__(self, *_):
        try:
            self._as_user("pg_ctl", "-D", self.data, "-m", "immediate", "-t", "60", "-w", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)

    def _as_user(self, program, *arguments):
        done = subprocess.run([os.path.join(self.binaries, program), *arguments], user=self.user, cwd="/",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                              timeout=120, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}")

    def run(self, sql, role="postgres", database="postgres", one_transaction=True):
        """What psql prints for it: one line per row, columns parted by |. Raises what PostgreSQL says."""
        single = ["-1"] if one_transaction else []
        done = subprocess.run(["psql", "-h", self.folder, "-U", role, "-d", database, "-X", "-q", "-A", "-t",
                               "-v", "ON_ERROR_STOP=1", *single, "-f", "-"],
                              input=sql, capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise PermissionError(done.stderr) if "permission denied" in done.stderr else ValueError(done.stderr)
        return done.stdout.rstrip("\n")
