"""A chart as SVG: laid out by pygal, then left with what any page may hold and with the faces of the document.

pygal writes a style sheet, hooks for a script and the day into its drawing. Only bars and texts are kept, with
presentation attributes, so that a strict Content-Security-Policy admits it and the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from lxml import etree
from pygal import Bar, HorizontalBar

from exporters.charts import ChartFigures
from exporters.titles import width

NAMESPACE = "http://www.w3.org/2000/svg"
WIDTH = 440
SIZE, TITLE_SIZE, GAP = 14, 16, 6
STRONG = "#1f4e8c"
# Told apart without colour: full, empty, and grey with a broken edge. A chart of years has no more series than these.
FILLS = (
    {"fill": STRONG, "stroke": STRONG},
    {"fill": "#fff", "stroke": STRONG, "stroke-width": "1.5"},
    {"fill": "#d8dee6", "stroke": "#1c2430", "stroke-dasharray": "3 2"},
)
_PLAIN = {
    "js": (), "print_values": True, "print_values_position": "top", "show_x_guides": False, "show_y_guides": False,
    "truncate_label": -1, "truncate_legend": -1, "margin": GAP, "spacing": 2 * GAP, "width": WIDTH,
}  # fmt: skip


def chart_svg(chart: ChartFigures, family: str = "") -> etree._Element:
    """The chart as an `svg` element, its title inside; `family` names faces where the page's own do not reach it.

    Where they do, its texts have the colour of the page's text, also when a reader's system chooses that.
    """
    ink = "#000" if family else "currentColor"
    drawing = _lying(chart) if len(chart.series) == 1 else _standing(chart)
    root = etree.fromstring(drawing.render())
    height = root.get("viewBox", "").split()[3]
    svg = etree.Element("svg", {"viewBox": f"0 0 {WIDTH} {height}"}, nsmap={None: NAMESPACE})
    if family:
        svg.set("font-family", family)
    bars, texts = list(_bars(root)), list(_texts(root))
    if len(chart.series) == 1:
        _label(bars, texts)
    etree.SubElement(svg, "path", {"d": _base(bars, lying=len(chart.series) == 1), "stroke": ink})
    for text in texts:
        text.set("fill", ink)
    for element in (*bars, *texts):
        element.attrib.pop("class", None)
        svg.append(element)
    return svg


def _lying(chart: ChartFigures) -> HorizontalBar:
    """Shares: a bar for each part, the first on top, its name before it and its value behind it."""
    ((name, numbers),) = chart.series
    most = max(numbers)
    labels, values = (max(map(width, texts)) * SIZE for texts in (chart.categories, map(chart.shown, numbers)))
    room = WIDTH - 4 * GAP - labels
    drawing = HorizontalBar(
        **_PLAIN,
        title=chart.title,
        show_legend=False,
        show_x_labels=False,
        height=2 * TITLE_SIZE + 2 * SIZE * len(numbers) + 4 * GAP,
        # What pygal takes a character's width for is less than half of a Chinese one's.
        margin_left=labels - max(map(len, chart.categories)) * 0.6 * 10 + GAP,
        range=(0, float(most) * room / (room - values - 2 * GAP)),
        formatter=lambda number: chart.shown(Decimal(number)),
    )
    drawing.x_labels = chart.categories[::-1]
    drawing.add(name, [int(number) for number in numbers][::-1])
    return drawing


def _standing(chart: ChartFigures) -> Bar:
    """Years: a group of bars for each, the values above them, the unit in the title, the series named below."""
    most = max(max(numbers) for _, numbers in chart.series)
    drawing = Bar(
        **_PLAIN,
        title=f"{chart.title}（单位：{chart.unit}）" if chart.unit else chart.title,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(chart.series),
        legend_box_size=SIZE,
        show_y_labels=False,
        height=280,
        range=(0, max(float(most) * 1.1, 1)),
        formatter=str,
    )
    drawing.x_labels = chart.categories
    for name, numbers in chart.series:
        drawing.add(name, [int(number) for number in numbers])
    return drawing


def _placed(element: etree._Element) -> tuple[float, float]:
    """Where the groups around an element move it."""
    x = y = 0.0
    for group in element.iterancestors():
        if (move := group.get("transform", "")).startswith("translate("):
            right, down = move.removeprefix("translate(").rstrip(")").replace(",", " ").split()
            x, y = x + float(right), y + float(down)
    return x, y


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _bars(root: etree._Element) -> Iterator[etree._Element]:
    """The bars, and the boxes of the legend, each as its series looks."""
    for rect in root.iter(f"{{{NAMESPACE}}}rect"):
        around = " ".join([rect.get("class", ""), *(group.get("class", "") for group in rect.iterancestors())])
        series = next((int(name.removeprefix("color-")) for name in around.split() if name.startswith("color-")), None)
        if series is None or "overlay" in around:
            continue
        x, y = _placed(rect)
        place = {"x": float(rect.get("x", 0)) + x, "y": float(rect.get("y", 0)) + y}
        size = {side: float(rect.get(side, 0)) for side in ("width", "height")}
        attributes = {name: _number(value) for name, value in (place | size).items()}
        yield etree.Element("rect", attributes | FILLS[series] | {"class": "legend" if "legend" in around else "bar"})


def _texts(root: etree._Element) -> Iterator[etree._Element]:
    """Title, labels and values, where pygal puts them."""
    for text in root.iter(f"{{{NAMESPACE}}}text"):
        kind = " ".join([text.get("class", ""), *(group.get("class", "") for group in text.iterancestors())])
        title, standing = "plot_title" in kind, "value" in kind and "axis" not in kind
        anchor = "end" if "axis y" in kind else "start" if "legend" in kind else "middle"
        x, y = _placed(text)
        element = etree.Element(
            "text",
            {
                "x": _number(float(text.get("x", 0)) + x),
                "y": _number(float(text.get("y", 0)) + y - (3 if standing else 0)),
                "font-size": str(TITLE_SIZE if title else SIZE),
                "text-anchor": anchor,
                "class": kind,
            },
        )
        if title:
            element.set("font-weight", "bold")
        element.text = text.text
        yield element


def _label(bars: list[etree._Element], texts: list[etree._Element]) -> None:
    """Name and value of each lying bar on its middle line, the value right behind it."""
    values = [text for text in texts if "value" in text.get("class", "")]
    names = [text for text in texts if "axis y" in text.get("class", "")]
    for bar, name, value in zip(bars, names, values, strict=True):
        x, y, length, height = (float(bar.get(name, 0)) for name in ("x", "y", "width", "height"))
        middle = _number(y + height / 2 + SIZE * 0.36)
        value.set("x", _number(x + length + GAP))
        value.set("text-anchor", "start")
        name.set("y", middle)
        value.set("y", middle)


def _base(bars: list[etree._Element], *, lying: bool) -> str:
    """The line that the bars start from, as a path."""
    drawn = [bar for bar in bars if bar.get("class") == "bar"]
    left, top = ([float(bar.get(name, 0)) for bar in drawn] for name in ("x", "y"))
    right = [float(bar.get("x", 0)) + float(bar.get("width", 0)) for bar in drawn]
    bottom = [float(bar.get("y", 0)) + float(bar.get("height", 0)) for bar in drawn]
    if lying:
        return f"M{_number(min(left))} {_number(min(top) - GAP)} V{_number(max(bottom) + GAP)}"
    return f"M{_number(min(left) - GAP)} {_number(max(bottom))} H{_number(max(right) + GAP)}"
