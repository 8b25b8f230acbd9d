#!/usr/bin/env python3
"""Whether what was built is hardened as docs/SECURITY.md says, read from the binaries themselves with readelf.

    hardening.py FOLDER    prints what each ELF program in it lacks; exit code 1 when one lacks something
"""
import pathlib
import re
import subprocess
import sys

# Of the program as a whole: without one function that needs it, a small program would lack these.
EVERY_PROGRAM_CALLS = ("__stack_chk_fail",)
# A program of ours copies and formats texts somewhere: with _FORTIFY_SOURCE at least one of these is checked.
FORTIFIED = re.compile(r"\b__\w+_chk\b")


def lacks(headers, symbols):
    """`headers`: readelf -hldW; `symbols`: readelf --dyn-syms -W. One line for each thing that is missing."""
    found = []
    flags = " ".join(re.findall(r"\(FLAGS(?:_1)?\)(.*)", headers))
    if "DYN (Position-Independent" not in headers and not (" DYN " in headers and re.search(r"\bPIE\b", flags)):
        found.append("is not position independent: -fPIE -pie")
    if "GNU_RELRO" not in headers:
        found.append("has no read-only relocations: -Wl,-z,relro")
    if not re.search(r"\b(BIND_NOW|NOW)\b", flags):
        found.append("binds lazily, so its table of functions stays writable: -Wl,-z,now")
    stack = re.search(r"GNU_STACK\s+(?:0x[0-9a-f]+\s+){5}([RWE ]+)", headers)
    if stack is None or "E" in stack.group(1):
        found.append("has an executable stack: -Wl,-z,noexecstack")
    if re.search(r"LOAD\s+(?:0x[0-9a-f]+\s+){5}RWE", headers):
        found.append("has memory that is writable and executable")
    if "(TEXTREL)" in headers:
        found.append("relocates its code")
    if re.search(r"\((RPATH|RUNPATH)\)", headers):
        found.append("looks for libraries in a folder of its own: no rpath")
    for name in EVERY_PROGRAM_CALLS:
        if name not in symbols:
            found.append("has no stack protector: -fstack-protector-strong")
    if not [name for name in FORTIFIED.findall(symbols) if name not in EVERY_PROGRAM_CALLS]:
        found.append("is not fortified: -O2 -D_FORTIFY_SOURCE=2")
    return found


def read(program, *options):
    return subprocess.run(["readelf", *options, str(program)], capture_output=True, text=True, check=True).stdout


def programs(folder):
    for path in sorted(folder.iterdir()):
        if path.is_file() and path.read_bytes()[:4] == b"\x7fELF":
            yield path


def main():
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    wrong, seen = 0, 0
    for program in programs(pathlib.Path(sys.argv[1])):
        seen += 1
        for line in lacks(read(program, "-hldW"), read(program, "--dyn-syms", "-W")):
            print(f"{program.name} {line}")
            wrong += 1
    if seen == 0:
        print(f"hardening: there is no program in {sys.argv[1]}")
    else:
        print(f"hardening: {seen} programs, {wrong} faults")
    return 1 if wrong or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
