from threads.deposits.charts import Figure, tonnes_against_grade


def figure(key: str, tonnes: float, grade: float, year: int, *, series: str = "total") -> Figure:
    return Figure(key, key, tonnes, grade, series, (year, 0, 0), uncertain=year < 2020)


def test_marks_lie_within_the_plot_and_time_runs_along_the_line() -> None:
    chart = tonnes_against_grade([figure("new", 1500, 0.2359, 2025), figure("old", 409, 0.2626, 2023)])
    assert chart is not None
    assert [mark.figure.key for mark in chart.marks] == ["old", "new"]
    for mark in chart.marks:
        assert chart.left <= mark.x <= chart.right
        assert chart.top <= mark.y <= chart.bottom
    assert chart.series[0].points == " ".join(f"{mark.x:g},{mark.y:g}" for mark in chart.marks)


def test_more_tonnes_lie_right_and_more_grade_lies_higher() -> None:
    chart = tonnes_against_grade([figure("poor", 10, 0.1, 2020), figure("rich", 100, 10, 2020)])
    assert chart is not None
    poor, rich = sorted(chart.marks, key=lambda mark: mark.x)
    assert (poor.figure.key, rich.figure.key) == ("poor", "rich")
    assert rich.y < poor.y


def test_one_figure_makes_a_chart_with_labelled_ticks_and_no_line() -> None:
    chart = tonnes_against_grade([figure("only", 44.97, 0.4, 2025)])
    assert chart is not None
    assert chart.series == ()
    assert [tick.label for tick in chart.x_ticks if tick.major] != []
    assert [tick.label for tick in chart.y_ticks if tick.major] != []


def test_what_is_uncertain_keeps_its_mark() -> None:
    chart = tonnes_against_grade([figure("sure", 10, 1, 2021), figure("unsure", 20, 1, 2019)])
    assert chart is not None
    assert [mark.figure.uncertain for mark in chart.marks] == [True, False]


def test_lines_of_equal_oxide_pass_through_their_figures() -> None:
    chart = tonnes_against_grade([figure("a", 1, 10, 2020), figure("b", 100, 0.1, 2020)])
    assert chart is not None
    # 1 Mt at 10 % and 100 Mt at 0.1 % both hold 100 kt.
    line = next(line for line in chart.contained if line.label == "100 kt")
    (x1, y1), (x2, y2) = (tuple(map(float, point.split(","))) for point in line.points.split())
    for mark in chart.marks:
        expected = y1 + (mark.x - x1) / (x2 - x1) * (y2 - y1)
        assert abs(mark.y - expected) < 0.5


def test_no_figure_makes_no_chart() -> None:
    assert tonnes_against_grade([]) is None
    assert tonnes_against_grade([figure("nothing", 0, 1, 2020)]) is None
