"""docs/CONFIGURATION.md as data: which process reads which variable, and which of them are secrets."""
import pathlib
import re

TREE = pathlib.Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (`[A-Z][^|]*) \|([^|]*)\| ([^|]*) \| (.*) \|$", re.M)


class Configuration:
    def __init__(self):
        self.readers, self.secrets = {}, set()
        text = (TREE / "docs/CONFIGURATION.md").read_text(encoding="utf-8")
        for names, _, readers, meaning in ROW.findall(text):
            for name in re.findall(r"`([A-Z0-9_]+)`", names):
                self.readers[name] = set(readers.split(", "))
                if meaning.startswith("Secret.") and not name.endswith("_FILE"):
                    self.secrets.add(name)

    def is_read_by(self, name, process):
        """Whether the process reads it; names that are not ours (PGPASSWORD) are somebody else's."""
        readers = self.readers.get(name)
        return readers is None or "all" in readers or process in readers
