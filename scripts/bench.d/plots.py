"""Plots as SVG, written by hand: nothing to install, and a diff shows what changed."""
import math
import statistics

COLOURS = ("#4269d0", "#efb118", "#ff725c", "#6cc5b0", "#3ca951", "#ff8ab7", "#a463f2", "#97bbf5", "#9c6b4e", "#9498a0")
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 360, 70, 190, 40, 45


def svg(title, parts, height=HEIGHT):
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif" font-size="12">\n'
            f'<rect width="{WIDTH}" height="{height}" fill="white"/>\n<text x="{LEFT}" y="22" font-size="15">{title}</text>\n'
            + "\n".join(parts) + "\n</svg>\n")


def text(x, y, words, anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{words}</text>'


def lines(title, unit, series):
    """Both axes logarithmic. series: name -> {x: y}."""
    xs = sorted({x for points in series.values() for x in points})
    ys = [y for points in series.values() for y in points.values() if y > 0]
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    first, last = math.log10(xs[0]), math.log10(xs[-1])

    def at_x(x):
        return LEFT + (math.log10(x) - first) / (last - first or 1) * (WIDTH - LEFT - RIGHT)

    def at_y(y):
        return HEIGHT - BOTTOM - (math.log10(y) - low) / (high - low or 1) * (HEIGHT - TOP - BOTTOM)

    parts = []
    for power in range(low, high + 1):
        y = at_y(10 ** power)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.0f}" y2="{y:.0f}" stroke="#ddd"/>')
        parts.append(text(LEFT - 6, y + 4, f"{10 ** power:,.0f}", "end"))
    parts += [text(at_x(x), HEIGHT - BOTTOM + 18, f"{x:,}", "middle") for x in xs]
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, unit, "middle"))
    for number, (name, points) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        path = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in sorted(points.items()) if y > 0)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<rect x="{WIDTH - RIGHT + 12}" y="{TOP + 18 * number}" width="12" height="12" fill="{colour}"/>')
        parts.append(text(WIDTH - RIGHT + 30, TOP + 10 + 18 * number, name))
    return svg(title, parts)


def stacks(title, unit, bars):
    """Horizontal. bars: name -> {part: value}."""
    names = list(dict.fromkeys(part for bar in bars.values() for part in bar))
    most = max(sum(bar.values()) for bar in bars.values()) or 1
    room = WIDTH - LEFT - RIGHT - 70
    parts, height = [], TOP + 46 * len(bars) + BOTTOM
    for row, (name, bar) in enumerate(bars.items()):
        x, y = LEFT + 60, TOP + 46 * row
        parts.append(text(x - 6, y + 20, name, "end"))
        for part, value in bar.items():
            width = value / most * room
            colour = COLOURS[names.index(part) % len(COLOURS)]
            parts.append(f'<rect x="{x:.1f}" y="{y}" width="{width:.1f}" height="30" fill="{colour}"><title>{part}: {value:.3g} {unit}</title></rect>')
            x += width
        parts.append(text(x + 5, y + 20, f"{sum(bar.values()):.3g} {unit}"))
    height = max(height, TOP + 18 * len(names) + 20)
    for number, part in enumerate(names):
        parts.append(f'<rect x="{WIDTH - RIGHT + 12}" y="{TOP + 18 * number}" width="12" height="12" fill="{COLOURS[number % len(COLOURS)]}"/>')
        parts.append(text(WIDTH - RIGHT + 30, TOP + 10 + 18 * number, part))
    return svg(title, parts, height)


def short(house):
    return house["answer_on"].split("-")[0] + ("" if house["sync"] == "1s" else ", " + house["sync"])


def draw(found, folder, counted, cpu):
    houses = [found[key] for key in ("house-asking", "house-own", "house-always") if key in found]
    latency = {}
    for house in houses[:2]:
        for quantile in ("p50", "p99"):
            latency[f"{short(house)} socket, {quantile}"] = {
                int(rate): statistics.median(pair["house"][quantile + "_us"] for pair in pairs) for rate, pairs in house["pairs"].items()}
    for quantile in ("p50", "p99"):
        latency[f"bare chain, {quantile}"] = {
            int(rate): statistics.median(pair["bare"][quantile + "_us"] for pair in pairs) for rate, pairs in houses[0]["pairs"].items()}
    (folder / "latency.svg").write_text(lines("Question to answer, microseconds", "quotes a second", latency))
    (folder / "ceiling.svg").write_text(lines("Answered a second", "questions in flight", {
        **{f"{short(house)} socket": {int(n): pairs[0]["house"]["per_second"] for n, pairs in house["ceiling"].items()} for house in houses[:2]},
        "bare chain": {int(n): pairs[0]["bare"]["per_second"] for n, pairs in houses[0]["ceiling"].items()}}))
    (folder / "stages.svg").write_text(stacks("Where the time goes at 1,000 quotes/s (p50)", "us", {
        short(house): {name[2:]: max(at["p50"], 0) for name, at in sorted(house["stages"]["1000"].items()) if name[0].isdigit()}
        for house in houses}))
    (folder / "cpu.svg").write_text(stacks("CPU seconds per 1,000 quotes at 1,000/s", "s", {
        short(house): {name: value for name, value in cpu(house).items() if name in (*counted, "postgres")} for house in houses}))
