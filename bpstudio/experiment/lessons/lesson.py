"""A lesson as one frozen value: what it tells, which states it brings the window to, what it asks.

The fields, their defaults and their limits are those of the JSON format; ``resources/lessons`` has
a guide for whoever writes one. A lesson names facts and states; it holds no code.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, field

from bpstudio.experiment.spec import Number

MAX_STEPS = 30
MAX_PARAGRAPHS = 20
MAX_CONDITIONS = 8
MAX_CHANGES = 40
MAX_RACERS = 8
MAX_TRAINED = 200_000  # updates that a state may ask for
VIEWS = ("loss", "gradient", "saturation", "boundary", "unit", "histogram", "runs", "doctor")
PAGES = ("Network", "Circuit", "Check", "Draw")

Page = Literal["Network", "Circuit", "Check", "Draw"]
View = Literal["loss", "gradient", "saturation", "boundary", "unit", "histogram", "runs", "doctor"]
Title = Annotated[str, Meta(min_length=1, max_length=60)]
Label = Annotated[str, Meta(min_length=1, max_length=40)]
Sentence = Annotated[str, Meta(min_length=1, max_length=400)]
Remark = Annotated[str, Meta(max_length=400)]
Paragraph = Annotated[str, Meta(min_length=1, max_length=900)]
Tex = Annotated[str, Meta(min_length=1, max_length=400)]
OptionalTex = Annotated[str, Meta(max_length=400)]
Name = Annotated[str, Meta(min_length=1, max_length=80)]
Where = Annotated[str, Meta(max_length=80)]
Place = Annotated[int, Meta(ge=1, le=10**6)]
Scalar = bool | float | str
Pace = Annotated[float, Meta(gt=0, le=1e9)] | Literal["full", "epoch"]
Changes = Annotated[dict[str, Any], Meta(max_length=MAX_CHANGES)]


class Equation(Struct, frozen=True, forbid_unknown_fields=True):
    """An equation between two paragraphs, as TeX."""

    tex: Tex


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """Something that can be told of the window's state; `bpstudio.experiment.lessons.facts`.

    `of` says of what: a layer, a gate of the circuit, a field of the experiment.
    """

    what: Name
    of: Where = ""


class Condition(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What has to be so: all that it says of one fact.

    `is_` is `within` a distance where it is a number. `changed`, `rises` and `falls` are by the
    state that the step was begun in.
    """

    what: Name
    of: Where = ""
    is_: Scalar | None = field(default=None, name="is")
    within: Annotated[float, Meta(ge=0, le=1e30)] = 0.0
    at_least: Number | None = None
    at_most: Number | None = None
    below: Number | None = None
    above: Number | None = None
    changed: bool = False
    rises: bool = False
    falls: bool = False


class Racer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who takes part in a race: the experiment with `changes`, or another one on the same data."""

    name: Label
    changes: Changes = {}
    experiment: str | dict[str, Any] | None = None


class State(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the window is brought to; what is left out stays as it is.

    The values come first, then the run, then what is looked at; at last something sets off.

    Parameters
    ----------
    button
        What the button says.
    experiment, circuit
        To begin with: the name of a shipped one, or the value itself as a file has it, header
        aside.
    changes
        Fields of the experiment by their place in a file, and what they are to be.
    numbers
        Inputs of the circuit by their names, and what they are to be.
    incoming
        The gradient that comes in at the circuit's output.
    reset
        Whether it begins anew, from the initial weights of the experiment as it is now.
    step
        The update to which the run is trained.
    look_back
        Which step of it is looked back at.
    pace
        Updates a second, ``"full"``, or ``"epoch"``: an epoch each time that the screen is drawn.
    page, views
        What is in front; which views are brought in front, the last one last.
    passes
        Steps through the passes, at the instruction that makes this: ``"δ2"``.
    open
        Which number of it is opened: its row, a unit, and its column, both from 1.
    batch
        Whether the passes are those of the next batch rather than of one sample.
    sample
        Which training sample is shown, from 0.
    layer, unit
        Which layer is selected, and which of its units, from 1, is told about.
    race
        Who races, from one start; the first is the experiment itself.
    check
        Whether the race to the same gradient is started.
    gates
        How many steps of the circuit's passes are done.
    cover
        Whose gradients are covered in the circuit; they are to be predicted.
    train
        Whether the training sets off.
    """

    button: Label = "Show it"
    experiment: str | dict[str, Any] | None = None
    circuit: str | dict[str, Any] | None = None
    changes: Changes = {}
    numbers: Annotated[dict[str, Number], Meta(max_length=MAX_CHANGES)] = {}
    incoming: Number | None = None
    reset: bool = False
    step: Annotated[int, Meta(ge=0, le=MAX_TRAINED)] | None = None
    look_back: Annotated[int, Meta(ge=0, le=MAX_TRAINED)] | None = None
    pace: Pace | None = None
    page: Page | None = None
    views: Annotated[tuple[View, ...], Meta(max_length=len(VIEWS))] = ()
    passes: Name | None = None
    open: tuple[Place, Place] | None = None
    batch: bool | None = None
    sample: Annotated[int, Meta(ge=0, le=10**7)] | None = None
    layer: Name | None = None
    unit: Place | None = None
    race: Annotated[tuple[Racer, ...], Meta(max_length=MAX_RACERS)] = ()
    check: bool = False
    gates: Annotated[int, Meta(ge=0, le=10_000)] | None = None
    cover: Annotated[tuple[Name, ...], Meta(max_length=MAX_CHANGES)] = ()
    train: bool = False


class Predict(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A number to be predicted, before bpstudio tells it.

    `within` is how far off it may be; `measured` the fact that has the number in the prepared
    state, so that the answer can't be wrong.
    """

    question: Sentence
    answer: Number
    within: Annotated[float, Meta(ge=0, le=1e30)] = 0.0
    unit: Annotated[str, Meta(max_length=20)] = ""
    hint: Sentence
    then: Remark = ""
    measured: Fact | None = None


class Choose(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A choice; the `answer` is one of the `choices`, and a hint may be one for each of them."""

    question: Sentence
    choices: Annotated[tuple[Sentence, ...], Meta(min_length=2, max_length=8)]
    answer: Sentence
    hint: Sentence
    hints: Annotated[dict[str, Sentence], Meta(max_length=8)] = {}
    then: Remark = ""


class Do(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to do in the window; done when all of `until` is so.

    `solution` is one way to get there, which the panel offers, and the tests take.
    """

    task: Sentence
    until: Annotated[tuple[Condition, ...], Meta(min_length=1, max_length=MAX_CONDITIONS)]
    solution: State
    hint: Sentence
    then: Remark = ""


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step: a sentence, the state that its button shows, and one thing to do or to predict."""

    text: Paragraph
    equation: OptionalTex = ""
    show: State | None = None
    predict: Predict | None = None
    choose: Choose | None = None
    do: Do | None = None

    @property
    def asked(self) -> Predict | Choose | Do:
        """What there is to do or to predict; exactly one of the three is there."""
        found = self.predict or self.choose or self.do
        assert found is not None
        return found


class Lesson(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lesson: what it tells, then its steps."""

    title: Title
    about: Annotated[str, Meta(max_length=120)] = ""
    text: Annotated[tuple[Paragraph | Equation, ...], Meta(max_length=MAX_PARAGRAPHS)] = ()
    steps: Annotated[tuple[Step, ...], Meta(min_length=1, max_length=MAX_STEPS)]
