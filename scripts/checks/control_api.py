"""docs/CONTROL_API.md tells every path and every error code that the code answers with; docs.py asks the reverse."""
import re

PAGE = "docs/CONTROL_API.md"
ROUTE = re.compile(r'\broute(?:_now)?\(\s*"[A-Z]+",\s*"(/[^"]*)"')
STANDARD = re.compile(r'\bget\("(/[a-z]+)"')
CODE = re.compile(r'(?:ControlResponse::error|error|Refusal|refused?)\s*[({]\s*[1-5]\d\d,\s*"([a-z_]+)"')


def sources(root):
    for folder in ("libs/runtime", "services"):
        for path in sorted((root / folder).rglob("*.cpp")):
            yield path.relative_to(root), path.read_text(encoding="utf-8")


def is_told(route, page):
    """A route's * stands in the page as <what it is>."""
    return re.search(re.escape(route).replace(r"\*", "<[a-z_]+>") + r"(?![\w/])", page) is not None


def mistakes(root):
    page = (root / PAGE).read_text(encoding="utf-8")
    for name, text in sources(root):
        routes = ROUTE.findall(text)
        if name.name == "standard_routes.cpp":
            routes += STANDARD.findall(text)
        for route in routes:
            if not is_told(route, page):
                yield f"{name}: {PAGE} does not tell of {route}"
        for code in CODE.findall(text):
            if f"`{code}`" not in page:
                yield f"{name}: {PAGE} does not tell of the error {code}"
