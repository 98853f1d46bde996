"""Policies and events as a scenario writes them: what all share, and for each kind its own options."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
    create_model,
    model_validator,
)
from pydantic_core import PydanticCustomError

from corredor.core.event_kinds import EVENT_KINDS
from corredor.core.options import Option
from corredor.core.policy_kinds import PolicyKind, policy_kinds
from corredor.scenario.dates import month_number
from corredor.scenario.fields import (
    Amount,
    Change,
    Flag,
    Month,
    MonthlyMoney,
    Months,
    MonthsOrNone,
    Share,
    Strict,
    Text,
    Whole,
    quantity,
    schema_of,
    whole_months,
)
from corredor.scenario.places import Where
from corredor.scenario.problems import did_you_mean, one_of

CHOSEN = ("strongest", "weakest", "random")


class Entry(Strict):
    """What a policy and an event have in common."""

    kind: str
    name: Text
    where: Where | None = None

    @property
    def options(self) -> dict[str, Any]:
        """What this kind was told besides, by name, defaults included."""
        shared = PolicyEntry.model_fields if isinstance(self, PolicyEntry) else EventEntry.model_fields
        return {name: getattr(self, name) for name in type(self).model_fields if name not in shared}

    def unit_of(self, option: str) -> str | None:
        """The unit of an option that is a quantity."""
        known = policy_kinds()[self.kind] if isinstance(self, PolicyEntry) else EVENT_KINDS[self.kind]
        declared = known.options.get(option)
        return declared.unit if declared is not None and declared.type == "quantity" else None

    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: object) -> object:
        """An entry without a name is called as its kind."""
        if isinstance(value, Mapping) and "name" not in value and "kind" in value:
            return {**value, "name": value["kind"]}
        return value


class PolicyEntry(Entry):
    """A policy.

    Attributes:
        kind, name, where: what, what to call it, and where (everywhere when left out).
        start: its first month, the run's first when left out.
        end: the first month without it; or
        duration: how long it lasts; to the end of the run when both are left out.
        ramp: how long it takes to reach full strength.
        intensity: in the terms of its kind; the kind's own default when left out.
        cost: what it costs; what the kind usually costs when left out.
        lapse: chance that a change of government ends it.
    """

    start: Month | None = None
    end: Month | None = None
    duration: Annotated[Months, AfterValidator(whole_months)] | None = None
    ramp: MonthsOrNone = 0.0
    intensity: Amount | None = None
    cost: MonthlyMoney | None = None
    lapse: Share = 0.0

    @model_validator(mode="after")
    def _one_end(self) -> PolicyEntry:
        if self.end is not None and self.duration is not None:
            raise ValueError("both 'end' and 'duration' — give one of them")
        if self.end is not None and self.start is not None and month_number(self.end) <= month_number(self.start):
            raise ValueError(f"ends in {self.end}, not after it starts in {self.start}")
        return self


class EventEntry(Entry):
    """Something that happens without a policy, once or again and again.

    Attributes:
        kind, name, where: what, what to call it, and where (everywhere when left out).
        date: when it happens, or happens first.
        every: repeats after this long; without a date, the first comes one interval after the run begins.
        until: the first month in which it no longer repeats; the end of the run when left out.
    """

    date: Month | None = None
    every: Annotated[Months, AfterValidator(whole_months)] | None = None
    until: Month | None = None

    @model_validator(mode="after")
    def _dated(self) -> EventEntry:
        if self.date is None and self.every is None:
            raise ValueError("no 'date' and no 'every' — say when it happens, e.g. date: 1996-03")
        if self.until is not None and self.every is None:
            raise ValueError("'until' without 'every' — give both for something that repeats")
        if self.until is not None and self.date is not None and month_number(self.until) <= month_number(self.date):
            raise ValueError(f"ends in {self.until}, not after its first date {self.date}")
        return self


class At(Strict):
    """The organisation that is strongest at a place."""

    at: Where


def read_organisation(value: object) -> object:
    """``strongest``, ``weakest``, ``random``, a name, or ``{at: place}``.

    Raises:
        ValueError: if it is none of these, or nearly one of the words.
    """
    if isinstance(value, Mapping):
        return At.model_validate(value)
    if isinstance(value, At):
        return value
    if not isinstance(value, str) or not value.strip():
        raise ValueError("not an organisation — write strongest, weakest, random, a name, or {at: {country: MEX}}")
    if value not in CHOSEN and (right := did_you_mean(value, CHOSEN)) and " " not in value:
        raise ValueError(f"'{value}' is not a way to choose an organisation{right}")
    return value


def _as_list(value: object) -> object:
    return (value,) if isinstance(value, str | Mapping) else value


Organisation = Annotated[
    str | At,
    BeforeValidator(read_organisation),
    PlainSerializer(lambda value: value if isinstance(value, str) else value.model_dump(exclude_unset=True)),
]
Organisations = Annotated[tuple[Organisation, ...], BeforeValidator(_as_list), Field(min_length=1)]


def _word(choices: tuple[str, ...]) -> BeforeValidator:
    def check(value: object) -> object:
        if value not in choices:
            raise ValueError(
                f"'{str(value)[:40]}' is not known here" + did_you_mean(str(value), choices, one_of(choices))
            )
        return value

    return BeforeValidator(check)


def _annotation(option: Option) -> Any:
    word = Annotated[str, _word(option.choices)]
    simple: dict[str, Any] = {
        "choice": Annotated[word, Field(json_schema_extra={"enum": list(option.choices)})],
        "choices": Annotated[tuple[word, ...], BeforeValidator(_as_list), Field(min_length=1)],
        "share": Share,
        "change": Change,
        "count": Annotated[Whole, Field(ge=0, le=10_000_000)],
        "flag": Flag,
        "quantity": Annotated[float, quantity(option.unit), Field(ge=0), schema_of(f"1 {option.unit}")],
        "organisation": Organisation,
        "organisations": Organisations,
    }
    kept = simple[option.type]
    return kept if option.required or option.default is not None else kept | None


def _fields(options: Mapping[str, Option]) -> dict[str, Any]:
    return {
        name: (_annotation(option), Field(... if option.required else option.default, description=option.meaning))
        for name, option in options.items()
    }


def policy_model(kind: PolicyKind) -> type[PolicyEntry]:
    """The model of one kind of policy, with its options as fields."""
    return _policy_model(kind.kind)


@lru_cache(maxsize=256)
def _policy_model(kind: str) -> type[PolicyEntry]:
    known = policy_kinds()[kind]
    fields = _kind_field(kind) | _fields(known.options)
    return create_model(f"policy {kind}", __base__=PolicyEntry, __doc__=known.meaning, **fields)


@lru_cache(maxsize=64)
def event_model(kind: str) -> type[EventEntry]:
    """The model of one kind of event, with its options as fields."""
    known = EVENT_KINDS[kind]
    fields = _kind_field(kind) | _fields(known.options)
    if known.lasting:
        fields["duration"] = (Annotated[Months, AfterValidator(whole_months)] | None, None)
    return create_model(f"event {kind}", __base__=EventEntry, __doc__=known.meaning, **fields)


def _kind_field(kind: str) -> dict[str, Any]:
    return {"kind": (Annotated[str, WithJsonSchema({"const": kind})], ...)}


def read_policy(value: object) -> object:
    """A policy entry of its kind's own model."""
    if isinstance(value, PolicyEntry):
        return value
    kind = _kind(value, "policy", tuple(policy_kinds()))
    return policy_model(policy_kinds()[kind]).model_validate(value)


def read_event(value: object) -> object:
    """An event entry of its kind's own model."""
    if isinstance(value, EventEntry):
        return value
    kind = _kind(value, "event", tuple(EVENT_KINDS))
    return event_model(kind).model_validate(value)


def _kind(value: object, what: str, known: tuple[str, ...]) -> str:
    if not isinstance(value, Mapping):
        raise PydanticCustomError("entry", "{text}", {"text": f"not a {what} — write a mapping with 'kind'"})
    kind = value.get("kind")
    if kind is None:
        raise PydanticCustomError("entry", "{text}", {"text": f"a {what} without 'kind'{one_of(known)}"})
    if not isinstance(kind, str):
        raise PydanticCustomError("kind", "{text}", {"text": f"not the name of a {what} kind{one_of(known)}"})
    if kind not in known:
        other = _of_the_other_list(kind, what)
        text = f"there is no {what} kind '{kind}'" + (other or did_you_mean(kind, known, one_of(known)))
        raise PydanticCustomError("kind", "{text}", {"text": text})
    return kind


def _of_the_other_list(kind: str, what: str) -> str:
    if what == "policy" and kind in EVENT_KINDS:
        return " — it is an event, write it under 'events'"
    if what == "event" and kind in policy_kinds():
        return " — it is a policy, write it under 'policies'"
    return ""
