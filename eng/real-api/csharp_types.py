"""C# type expressions as the listings write them: parsing, substitution of generic parameters, writing back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

KEYWORDS = frozenset(
    """abstract as base bool break byte case catch char checked class const continue decimal default delegate do double
    else enum event explicit extern false finally fixed float for foreach goto if implicit in int interface internal is
    lock long namespace new null object operator out override params private protected public readonly ref return sbyte
    sealed short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe
    ushort using virtual void volatile while""".split()
)
BUILT_IN = frozenset(
    "void object string bool byte sbyte short ushort int uint long ulong float double char decimal".split()
)

IDENTIFIER = re.compile(r"[A-Za-z_]\w*")
VARIANCE = re.compile(r"\s*(out|in)\s+")
ARRAY = re.compile(r"\[,*\]")
UNNAMED = "-"  # how a listing marks a tuple element without a name


def escape(identifier: str) -> str:
    """The identifier with @ where it is a keyword."""
    return "@" + identifier if identifier in KEYWORDS else identifier


@dataclass(frozen=True)
class Named:
    """A name with generic arguments: one (name, arguments) pair per segment between dots."""

    segments: tuple[tuple[str, tuple[TypeExpression, ...]], ...]

    @property
    def canonical(self) -> str:
        """The name as the run time writes it, as in System.Collections.Generic.List`1."""
        return ".".join(name + (f"`{len(arguments)}" if arguments else "") for name, arguments in self.segments)

    @property
    def simple_name(self) -> str | None:
        """The name where it is a single one without arguments: a built-in type or a generic parameter."""
        return self.segments[0][0] if len(self.segments) == 1 and not self.segments[0][1] else None


@dataclass(frozen=True)
class Wrapped:
    """A type followed by '?', '*' or array brackets."""

    suffix: str
    inner: TypeExpression


TypeExpression = Named | Wrapped


def simple(name: str) -> Named:
    """The type expression of a single name."""
    return Named(((name, ()),))


def parse_type(text: str) -> TypeExpression:
    """Parses a whole text as one type."""
    parsed, end = _parse_type_at(text, 0)
    if text[end:].strip():
        raise ValueError(f"type {text!r} goes on with {text[end:]!r}")
    return parsed


def _parse_type_at(text: str, position: int) -> tuple[TypeExpression, int]:
    """The type that begins at the position, and where it ends."""
    position = _skip_spaces(text, position)
    segments = []
    while True:
        name = IDENTIFIER.match(text, position)
        if not name:
            raise ValueError(f"no type at {position} in {text!r}")
        arguments, position = _parse_arguments(text, name.end())
        segments.append((name.group(), arguments))
        if not text.startswith(".", position):
            break
        position += 1
    return _parse_suffixes(Named(tuple(segments)), text, position)


def _parse_arguments(text: str, position: int) -> tuple[tuple[TypeExpression, ...], int]:
    """Generic arguments in angle brackets, where there are any; variance is dropped."""
    if not text.startswith("<", position):
        return (), position
    arguments = []
    while not text.startswith(">", position):
        position += 1  # '<' or ','
        variance = VARIANCE.match(text, position)
        argument, position = _parse_type_at(text, variance.end() if variance else position)
        arguments.append(argument)
        position = _skip_spaces(text, position)
        if text[position] not in ",>":
            raise ValueError(f"no end of generic arguments at {position} in {text!r}")
    return tuple(arguments), position + 1


def _parse_suffixes(parsed: TypeExpression, text: str, position: int) -> tuple[TypeExpression, int]:
    """Wraps the type in the '?', '*' and array brackets that follow it."""
    while position < len(text):
        if text[position] in "?*":
            suffix = text[position]
        elif array := ARRAY.match(text, position):
            suffix = array.group()
        else:
            break
        parsed = Wrapped(suffix, parsed)
        position += len(suffix)
    return parsed, position


def _skip_spaces(text: str, position: int) -> int:
    while text.startswith(" ", position):
        position += 1
    return position


def render(expression: TypeExpression, tuple_names: list[str] | None = None) -> str:
    """C# for the type. Tuple elements take their names from the front of the list, outer tuples before inner ones."""
    remaining = list(tuple_names or ())
    return _render(expression, remaining)


def _render(expression: TypeExpression, names: list[str]) -> str:
    if isinstance(expression, Wrapped):
        return _render_wrapped(expression, names)
    if expression.simple_name:
        return expression.simple_name
    if [name for name, _ in expression.segments] == ["System", "ValueTuple"]:
        elements = expression.segments[1][1]
        if 2 <= len(elements) <= 7:
            return _render_tuple(elements, names)
    return "global::" + ".".join(
        escape(name) + ("<" + ", ".join(_render(argument, names) for argument in arguments) + ">" if arguments else "")
        for name, arguments in expression.segments
    )


def _render_wrapped(expression: Wrapped, names: list[str]) -> str:
    """C# writes the brackets of arrays of arrays outermost first, unlike the other suffixes."""
    if not expression.suffix.startswith("["):
        return _render(expression.inner, names) + expression.suffix
    brackets = []
    element: TypeExpression = expression
    while isinstance(element, Wrapped) and element.suffix.startswith("["):
        brackets.append(element.suffix)
        element = element.inner
    return _render(element, names) + "".join(brackets)


def _render_tuple(elements: tuple[TypeExpression, ...], names: list[str]) -> str:
    own_names = [names.pop(0) if names else UNNAMED for _ in elements]
    return "(" + ", ".join(
        _render(element, names) + ("" if name == UNNAMED else " " + escape(name))
        for element, name in zip(elements, own_names)
    ) + ")"


def substitute(expression: TypeExpression, arguments: Mapping[str, TypeExpression]) -> TypeExpression:
    """The type with generic parameters replaced by their arguments."""
    if isinstance(expression, Wrapped):
        return Wrapped(expression.suffix, substitute(expression.inner, arguments))
    if expression.simple_name:
        return arguments.get(expression.simple_name, expression)
    return Named(tuple(
        (name, tuple(substitute(inner, arguments) for inner in own)) for name, own in expression.segments
    ))


def names_in(expression: TypeExpression) -> Iterator[Named]:
    """Every name that the type mentions, itself included."""
    if isinstance(expression, Wrapped):
        yield from names_in(expression.inner)
        return
    yield expression
    for _, arguments in expression.segments:
        for argument in arguments:
            yield from names_in(argument)
