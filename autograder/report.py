"""`autograder report`: one page about a whole class: scores, hard exercises, the commonest mistakes, what to re-teach.

The same results give the same bytes: no dates, fixed identifiers in the pictures, every list in a fixed order.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import correlation, mean, median, quantiles
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import pages
from .arrivals import Arrivals, arrivals
from .course import Course, Lesson
from .exercises import Exercise
from .feedback import STATES, explain
from .results import UNWRITTEN, ClassResults, Result, class_results

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.ticker import MaxNLocator

# Okabe and Ito's colours, which people tell apart however they see colour; hatching helps on paper.
STATE_LOOKS = {
    "full": ("#009E73", ""),
    "part": ("#56B4E9", "//"),
    "none": ("#D55E00", ""),
    "unanswered": ("#B8BDC6", ".."),
    "awaits": ("#F0E442", "xx"),
}
BLUE, ORANGE = "#0072B2", "#E69F00"
INKS = {"light": "#1c2430", "dark": "#e4e8ee"}
BINS = 10
MOST_BARS = 12
FEWEST = 3  # students, for a correlation
LOW = 0.1  # a discrimination below this says: look at the exercise
FIRST = 3  # exercises named for re-teaching


@dataclass(frozen=True)
class Chart:
    """A picture as `data:` addresses for light and dark pages, and its text alternative."""

    light: str
    dark: str
    alt: str


@dataclass(frozen=True)
class Difficulty:
    """How a class did in one exercise: students by state, the mean share of its points, and how many were lost.

    `discrimination` is the correlation of its points with the points of all other exercises (the point-biserial one
    where it is all or nothing): near 1 it tells strong students from weak ones, near 0 or below it does not, and
    something in it may be wrong. There is none where everybody has the same, or for fewer than three students.

    While an answer awaits a person there is no share: the mean of the others would mean nothing.
    """

    exercise: Exercise
    counts: dict[str, int]
    share: float | None
    lost: float
    discrimination: float | None = None

    @property
    def short(self) -> int:
        """How many students do not have all its points."""
        return sum(self.counts.values()) - self.counts["full"]


@dataclass
class Common:
    """A mistake (or, without a name, a kind of failure) and how many students made it in one exercise."""

    exercise: Exercise
    name: str
    named: bool
    students: int = 0
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bin:
    """A range of scores and how many students are in it; the last range holds its upper end too."""

    low: float
    high: float
    students: int


def report(lesson: Lesson) -> Path:
    """Write the class report of a lesson and return where it is."""
    path = lesson.course.grading / "reports" / f"{lesson.name}.html"
    pages.write(report_page(class_results(lesson)), path)
    return path


def report_page(results: ClassResults) -> str:
    """The class report as HTML."""
    graded = results.with_status("graded")
    scores = [result.points for result in graded]
    bins = score_bins(scores, results.max_points)
    hard = difficulties(results)
    mistakes = common_mistakes(results)
    steps = arrivals(results)
    return pages.render(
        "report.html",
        {
            "lesson": results.lesson,
            "lesson_title": results.title,
            "max_points": results.max_points,
            "results": results,
            "graded": graded,
            "spread": _spread(scores),
            "bins": bins,
            "difficulties": hard,
            "states": STATES,
            "mistakes": mistakes,
            "most_mistakes": MOST_BARS,
            "reteach": _reteach(hard, mistakes),
            "late": [result for result in results.results if result.late_seconds and result.status != "missing"],
            "reasons": ungradable_reasons,
            "arrivals": steps,
            "low": LOW,
            "charts": {
                "arrivals": _arrivals_chart(steps),
                "scores": _scores_chart(bins, scores, results.max_points),
                "exercises": _difficulty_chart(hard),
                "mistakes": _mistakes_chart([common for common in mistakes if common.named]),
            },
        },
    )


def percent(share: float | None) -> str:
    """A share as a person reads it: `61 %`."""
    return "–" if share is None else f"{100 * share:.0f} %"


def score_bins(scores: list[float], most: float) -> list[Bin]:
    """Scores counted in ten equal ranges; a score above the maximum (extra credit) counts in the last."""
    width = most / BINS if most else 1.0
    counts = Counter(max(0, min(int(score / width + 1e-9), BINS - 1)) for score in scores)
    return [Bin(number * width, (number + 1) * width, counts[number]) for number in range(BINS)]


def difficulties(results: ClassResults) -> list[Difficulty]:
    """How the class did in each exercise, in the lesson's order."""
    found = []
    for position, exercise in enumerate(results.exercises):
        outcomes = [result.outcomes[position] for result in results.with_status("graded")]
        counts = Counter(outcome.state for outcome in outcomes)
        final = bool(outcomes) and exercise.points > 0 and not counts["awaits"]
        share = mean(outcome.points / exercise.points for outcome in outcomes) if final else None
        lost = sum(max(0.0, exercise.points - outcome.points) for outcome in outcomes) if final else 0.0
        found.append(Difficulty(exercise, {state: counts[state] for state in STATES}, share, lost))
    judged = [position for position, each in enumerate(found) if each.share is not None]
    for position in judged:
        found[position] = replace(found[position], discrimination=_discrimination(results, position, judged))
    return found


def _discrimination(results: ClassResults, position: int, judged: list[int]) -> float | None:
    graded = results.with_status("graded")
    own = [result.outcomes[position].points for result in graded]
    rest = [sum(result.outcomes[other].points for other in judged if other != position) for result in graded]
    if len(graded) < FEWEST or len(set(own)) == 1 or len(set(rest)) == 1:
        return None
    return correlation(own, rest)


def common_mistakes(results: ClassResults) -> list[Common]:
    """What went wrong, the commonest first. Each student counts once for a mistake in an exercise; nobody is named."""
    found: dict[tuple[str, str], Common] = {}
    hide = _hider(results)
    for result in results.with_status("graded"):
        for outcome in result.outcomes:
            mine = set()
            for failure in outcome.failures:
                if failure.kind == UNWRITTEN:
                    continue
                told = explain(failure.kind, failure.message)
                kind = "a check failed, no known mistake fits" if told.from_check else f"stopped with {told.kind}"
                name = hide(pages.shorten(failure.mistake or kind, 120))
                key = (outcome.exercise.label, name)
                common = found.setdefault(key, Common(outcome.exercise, name, bool(failure.mistake)))
                advice = hide(told.advice or told.law)
                if advice and advice not in common.told:
                    common.told.append(advice)
                mine.add(key)
            for key in mine:
                found[key].students += 1
    order = {exercise.label: number for number, exercise in enumerate(results.exercises)}
    for common in found.values():
        common.told.sort()
    return sorted(found.values(), key=lambda c: (-c.students, not c.named, order[c.exercise.label], c.name))


def _hider(results: ClassResults) -> Callable[[str], str]:
    """A function that takes students' ids and whole names out of a text: an error message may hold them."""
    names = {result.student for result in results.results} | {result.name for result in results.results}
    known = sorted((pages.clean(name) for name in names if len(name) > 2), key=lambda name: (-len(name), name))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in known) or r"(?!)")
    return lambda text: pattern.sub("…", text)


def _spread(scores: list[float]) -> dict[str, float] | None:
    if not scores:
        return None
    lower, _, upper = quantiles(scores, n=4, method="inclusive") if len(scores) > 1 else scores * 3
    return {
        "mean": mean(scores),
        "median": median(scores),
        "lower": lower,
        "upper": upper,
        "least": min(scores),
        "most": max(scores),
    }


def _reteach(hard: list[Difficulty], mistakes: list[Common]) -> list[tuple[Difficulty, Common | None]]:
    """The exercises that cost the class most points, each with its commonest named mistake."""
    worst = sorted((each for each in hard if each.lost > 0), key=lambda each: -each.lost)[:FIRST]
    return [
        (each, next((m for m in mistakes if m.named and m.exercise.label == each.exercise.label), None))
        for each in worst
    ]


def _chart(draw: Callable[[Axes, str], None], height: float, alt: str) -> Chart:
    """Draw a picture twice, in dark ink and in light, as SVG that is the same at every run."""
    import matplotlib as mpl  # a second to import, which other commands need not wait
    from matplotlib.figure import Figure

    drawn = {}
    for scheme, ink in INKS.items():
        settings: Any = {
            "svg.hashsalt": "autograder",
            "svg.fonttype": "path",
            "text.parse_math": False,
            "font.family": "DejaVu Sans",
            "font.size": 10,
            "text.color": ink,
            "axes.edgecolor": ink,
            "axes.labelcolor": ink,
            "xtick.color": ink,
            "ytick.color": ink,
            "hatch.linewidth": 0.6,
        }
        with mpl.rc_context(settings):
            figure = Figure(figsize=(7.6, height), layout="constrained")
            axes = figure.add_subplot()
            axes.spines[["top", "right"]].set_visible(False)
            draw(axes, ink)
            file = io.BytesIO()
            figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
        drawn[scheme] = pages.svg(file.getvalue())
    return Chart(drawn["light"], drawn["dark"], alt)


def _scores_chart(bins: list[Bin], scores: list[float], most: float) -> Chart | None:
    if not scores:
        return None
    middle = median(scores)

    def draw(axes: Axes, ink: str) -> None:
        width = bins[0].high - bins[0].low
        bars = axes.bar(
            [each.low for each in bins], [each.students for each in bins], width * 0.94, align="edge", color=BLUE
        )
        axes.bar_label(bars, [str(each.students) if each.students else "" for each in bins], padding=2)
        axes.axvline(middle, color=ORANGE, linewidth=2, linestyle="--", label=f"median {pages.plain_number(middle)}")
        axes.set_xlim(0, max(most, bins[-1].high))
        axes.set_ylim(0, max(each.students for each in bins) * 1.15)
        axes.yaxis.set_major_locator(_whole())
        axes.set_xticks([each.low for each in bins] + [bins[-1].high])
        axes.set_xlabel(f"points (of {pages.plain_number(most)})")
        axes.set_ylabel("students")
        axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)

    top = max(bins, key=lambda each: each.students)
    alt = (
        f"Histogram of {len(scores)} scores out of {pages.plain_number(most)} points. The median is "
        f"{pages.plain_number(middle)}; most students, {top.students}, are between {pages.plain_number(top.low)} and "
        f"{pages.plain_number(top.high)} points. The table below holds the numbers."
    )
    return _chart(draw, 3.2, alt)


def _arrivals_chart(steps: list[Arrivals]) -> Chart | None:
    if not steps:
        return None
    whole = all(each.low % 24 == 0 for each in steps) and steps[0].high - steps[0].low >= 24
    unit, name = (24, "days") if whole else (1, "hours")
    deadline = steps[0].against_deadline

    def draw(axes: Axes, ink: str) -> None:
        width = (steps[0].high - steps[0].low) / unit
        bars = axes.bar(
            [each.low / unit for each in steps], [each.students for each in steps], width * 0.94, align="edge",
            color=[ORANGE if each.late else BLUE for each in steps], linewidth=0, edgecolor=(0, 0, 0, 0.35),
            hatch=["//" if each.late else "" for each in steps],
        )  # fmt: skip
        axes.bar_label(bars, [str(each.students) if each.students else "" for each in steps], padding=2)
        if deadline:
            axes.axvline(0, color=ink, linewidth=1.5, linestyle="--", label="deadline")
            axes.legend(frameon=False, loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0)
        axes.set_xlim(steps[0].low / unit, steps[-1].high / unit)
        axes.set_ylim(0, max(each.students for each in steps) * 1.15)
        axes.yaxis.set_major_locator(_whole())
        axes.set_xlabel(f"{name} after the {'deadline (before it: negative)' if deadline else 'first submission'}")
        axes.set_ylabel("submissions")

    top = max(steps, key=lambda each: each.students)
    late = sum(each.students for each in steps if each.late)
    of_deadline = " the deadline" if deadline else ""
    alt = (
        f"Submissions over time, {steps[-1].so_far} in all. Most, {top.students}, came {top.words}{of_deadline}"
        f"{f'; {late} came after it' if late else ''}. The table below holds the numbers."
    )
    return _chart(draw, 2.8, alt)


def _difficulty_chart(hard: list[Difficulty]) -> Chart | None:
    if not hard or not any(sum(each.counts.values()) for each in hard):
        return None

    def draw(axes: Axes, ink: str) -> None:
        rows = range(len(hard))
        left = [0] * len(hard)
        for state, (colour, hatch) in STATE_LOOKS.items():
            widths = [each.counts[state] for each in hard]
            if any(widths):
                axes.barh(
                    rows, widths, 0.68, left, color=colour, hatch=hatch, edgecolor=(0, 0, 0, 0.35), linewidth=0,
                    label=STATES[state][1],
                )  # fmt: skip
            left = [a + b for a, b in zip(left, widths, strict=True)]
        for row, each in enumerate(hard):
            share = percent(each.share)
            axes.text(1.015, row, share, va="center", transform=axes.get_yaxis_transform())
        axes.text(1.015, -0.85, "mean", va="center", transform=axes.get_yaxis_transform(), fontsize=9)
        _label_rows(axes, [_shorter(f"{each.exercise.name} · {each.exercise.title}") for each in hard])
        axes.set_xlim(0, max(left))
        axes.xaxis.set_major_locator(_whole())
        axes.set_xlabel("students")
        axes.legend(frameon=False, ncols=3, loc="lower left", bbox_to_anchor=(-0.35, 1.0), fontsize=9)

    judged = [each for each in hard if each.share is not None]
    alt = "Bars for each exercise: how many students have it complete, partly right, not right, not answered."
    if judged:
        worst = min(judged, key=lambda each: each.share or 0.0)
        alt += (
            f" The hardest is {worst.exercise.name}, of whose points the class has {percent(worst.share)} on average."
        )
    return _chart(draw, 1.2 + 0.34 * len(hard), alt + " The table below holds the numbers.")


def _mistakes_chart(mistakes: list[Common]) -> Chart | None:
    if not mistakes:
        return None
    shown = mistakes[:MOST_BARS]

    def draw(axes: Axes, ink: str) -> None:
        bars = axes.barh(range(len(shown)), [each.students for each in shown], 0.68, color=BLUE)
        axes.bar_label(bars, [str(each.students) for each in shown], padding=3)
        _label_rows(axes, [f"{_shorter(each.name, 40)} ({each.exercise.name})" for each in shown])
        axes.set_xlim(0, shown[0].students * 1.08)
        axes.xaxis.set_major_locator(_whole())
        axes.set_xlabel("students")

    alt = (
        f"The {len(shown)} commonest mistakes by name. The first is “{shown[0].name}” in {shown[0].exercise.name}, "
        f"made by {shown[0].students}. The table below holds the numbers."
    )
    return _chart(draw, 0.9 + 0.34 * len(shown), alt)


def _whole() -> MaxNLocator:
    from matplotlib.ticker import MaxNLocator

    return MaxNLocator(integer=True)


def _label_rows(axes: Axes, labels: list[str]) -> None:
    axes.set_yticks(range(len(labels)), [pages.clean(label) for label in labels])
    axes.tick_params(axis="y", length=0)
    axes.invert_yaxis()


def _shorter(text: str, limit: int = 46) -> str:
    text = text.replace("`", "")
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def ungradable_reasons(result: Result) -> list[str]:
    """What a TA should know of a submission that could not be graded."""
    return result.notes_for("ta") or result.notes_for("student") or ["no reason is recorded"]


def command(
    lesson: Annotated[str, typer.Argument(help="The lesson: 01-perceptron, 01 or perceptron.")],
    course: Annotated[
        Path | None, typer.Option("--course", help="The course's folder (default: found from here).")
    ] = None,
) -> None:
    """Write the class report of a lesson: scores, hard exercises, common mistakes, what to re-teach first."""
    typer.echo(f"Class report: {report(Course.find(course).lesson(lesson))}")
