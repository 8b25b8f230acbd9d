"""What the figures were measured on."""
import datetime
import pathlib
import re
import subprocess


def said(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def facts():
    cpu = pathlib.Path("/proc/cpuinfo").read_text()
    memory = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    nats = next((str(path) for path in pathlib.Path("var/tools").glob("nats-server*/usr/sbin/nats-server")), "nats-server")
    return {
        "date": datetime.date.today().isoformat(),
        "commit": said("git", "rev-parse", "--short=12", "HEAD"),
        "cpu": re.search(r"model name\s*:\s*(.*)", cpu).group(1),
        "cores": cpu.count("processor\t"),
        "memory_gb": round(int(memory.group(1)) / 1048576),
        "system": system.group(1),
        "kernel": said("uname", "-r"),
        "compiler": said("g++", "-dumpfullversion"),
        "nats_server": said(nats, "--version").replace("nats-server: ", ""),
        "postgresql": next(iter(sorted((path.name for path in pathlib.Path("/usr/lib/postgresql").glob("*")), key=int, reverse=True)), ""),
        "load_before": pathlib.Path("/proc/loadavg").read_text().split()[2],
    }


def sentence(of):
    return (f"{of['date']} at {of['commit']}: {of['cores']} cores of {of['cpu']}, {of['memory_gb']} GB, {of['system']}, Linux {of['kernel']}, "
            f"g++ {of['compiler']}, nats-server {of['nats_server']}, PostgreSQL {of['postgresql']}.")
