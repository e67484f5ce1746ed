"""Declarations of types and members, parsed from the lines of the listings.

A line is KIND, full name of the type and declaration, with tabs between them. Types are written in full, and comments
at the end carry what C# writes elsewhere: tuple names, Obsolete, Flags and AttributeUsage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from csharp_types import BUILT_IN, Named, TypeExpression, escape, names_in, parse_type, simple, substitute

MEMBER_MODIFIERS = ("static", "abstract", "virtual", "override", "sealed", "const", "readonly", "event")
PARAMETER_MODIFIER = re.compile(r"(this|params|ref|out|in|scoped)\s+")
LAST_COMMENT = re.compile(r"\s*/\*([^*]*)\*/$")
TYPE_DECLARATION = re.compile(
    r"(?P<access>public|protected) (?P<modifiers>(?:readonly |ref |static |abstract |sealed )*)"
    r"(?P<kind>class|struct|interface|enum) (?P<rest>.*)$"
)
SPECIAL_NUMBER = re.compile(r"(NaN|-?Infinity)([df])$")
CAST_NUMBER = re.compile(r"\(([\w.<>]+)\)(-?\d+)$")
QUALIFIED_NAME = re.compile(r"[A-Za-z_]\w*(\.\w+)+$")
SPECIAL_NUMBERS = {"NaN": "NaN", "Infinity": "PositiveInfinity", "-Infinity": "NegativeInfinity"}

# Generated from protocol buffers; their base library is not listed.
UNLISTED_NAMESPACE = "Tensorboard"
# Known though not among the listings: compat's own project for it takes part in the build.
REFERENCED_NAMESPACE = "Microsoft.ML.OnnxRuntime."

Constraints = list[tuple[str, list[str]]]  # generic parameter, its constraints
Signature = tuple  # what two members that implement each other agree in


class Kind(str, Enum):
    """The first column of a listing."""

    TYPE = "T"
    CONSTRUCTOR = "C"
    METHOD = "M"
    PROPERTY = "P"
    FIELD = "F"
    EVENT = "E"
    ENUM_VALUE = "V"


CALLABLE = (Kind.METHOD, Kind.CONSTRUCTOR)
IMPLEMENTABLE = (Kind.METHOD, Kind.PROPERTY)


@dataclass
class Remarks:
    """What the comments at the end of a declaration say."""

    tuple_names: list[str] | None = None
    obsolete: str | None = None  # 'true' where use is an error, 'false' where it is a warning
    usage: str | None = None
    flags: bool = False


@dataclass
class Parameter:
    """A parameter of a method, constructor, indexer or delegate."""

    type: TypeExpression
    name: str
    modifiers: list[str]
    default: str | None
    tuple_names: list[str] | None


@dataclass
class Member:
    """A member of a type, or the signature of a delegate."""

    kind: Kind
    text: str
    name: str = ""
    access: str = ""
    modifiers: list[str] = field(default_factory=list)
    type: TypeExpression | None = None
    ref_return: str = ""
    generic_parameters: list[str] = field(default_factory=list)
    parameters: list[Parameter] = field(default_factory=list)
    constraints: Constraints = field(default_factory=list)
    accessors: str = ""
    value: str | None = None
    remarks: Remarks = field(default_factory=Remarks)

    def signature(self, arguments: dict[str, TypeExpression], with_type: bool = True) -> Signature:
        """Kind, name and types, with the type's generic parameters replaced and the method's own numbered."""
        own = {name: simple(f"!!{index}") for index, name in enumerate(self.generic_parameters)}
        replaced = arguments | own
        parameters = tuple(
            (bool({"ref", "out", "in"} & set(parameter.modifiers)), substitute(parameter.type, replaced))
            for parameter in self.parameters
        )
        member_type = substitute(self.type, replaced) if with_type and self.type else None
        return self.kind, self.name, len(self.generic_parameters), parameters, member_type


@dataclass
class TypeDeclaration:
    """A listed type with its members."""

    full_name: str
    name: Named
    access: str
    modifiers: str
    kind: str  # class, struct, interface, enum or delegate
    declared_name: str
    bases: list[TypeExpression]
    constraints: Constraints
    remarks: Remarks
    delegate: Member | None = None
    members: list[Member] = field(default_factory=list)
    nested: list[TypeDeclaration] = field(default_factory=list)
    parent: TypeDeclaration | None = None

    @property
    def own_segments(self) -> tuple:
        """The name's segments without those of the type around it."""
        return self.name.segments[len(self.parent.name.segments) if self.parent else 0 :]

    @property
    def short_name(self) -> str:
        return self.name.segments[-1][0]

    @property
    def is_static(self) -> bool:
        return "static" in self.modifiers

    def generic_parameters(self) -> set[str]:
        """The generic parameters of the type and of those around it."""
        return parameter_names(self.name.segments)


def parameter_names(segments: tuple) -> set[str]:
    """The names of the generic parameters in a declared name."""
    return {parameter.simple_name for _, parameters in segments for parameter in parameters}


def split_top_level(text: str, separator: str = ",") -> list[str]:
    """Splits at separators that stand outside brackets, strings and comments."""
    parts, depth, quoted, start, position = [], 0, False, 0, 0
    while position < len(text):
        character = text[position]
        if character == '"' and text[position - 1] != "\\":
            quoted = not quoted
        if not quoted:
            if text.startswith("/*", position):
                position = text.index("*/", position) + 2
                continue
            if character in "<([":
                depth += 1
            elif character in ">)]":
                depth -= 1
            elif character == separator and depth == 0:
                parts.append(text[start:position])
                start = position + 1
        position += 1
    if text[start:].strip():
        parts.append(text[start:])
    return [part.strip() for part in parts]


def matching_bracket(text: str, opening: int) -> int:
    """Where the bracket that opens at the position closes."""
    depth, quoted = 0, False
    for position in range(opening, len(text)):
        character = text[position]
        if character == '"' and text[position - 1] != "\\":
            quoted = not quoted
        if quoted:
            continue
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
            if depth == 0:
                return position
    raise ValueError(f"no closing bracket in {text!r}")


def cut_remarks(text: str) -> tuple[str, Remarks]:
    """The text without the comments at its end, and what these say."""
    remarks = Remarks()
    while comment := LAST_COMMENT.search(text):
        text = text[: comment.start()]
        word, _, rest = comment.group(1).partition(" ")
        if word == "tuple":
            remarks.tuple_names = rest.split(" ")
        elif word == "obsolete":
            remarks.obsolete = "true" if rest == "error" else "false"
        elif word == "usage":
            remarks.usage = rest
        elif word == "flags":
            remarks.flags = True
        else:
            raise ValueError(f"unknown comment {comment.group(1)!r}")
    return text, remarks


def parse_default(text: str) -> str:
    """A constant as C# writes it."""
    text = text.strip()
    if match := SPECIAL_NUMBER.match(text):
        return ("double." if match.group(2) == "d" else "float.") + SPECIAL_NUMBERS[match.group(1)]
    if match := CAST_NUMBER.match(text):
        type_name = match.group(1)
        return f"({type_name if type_name in BUILT_IN else 'global::' + type_name})({match.group(2)})"
    if QUALIFIED_NAME.match(text):
        return "global::" + ".".join(escape(name) for name in text.split("."))
    return text


def parse_parameter(text: str) -> Parameter:
    """As in 'ref System.Span<T> destination' or 'int axis = 0'."""
    text, remarks = cut_remarks(text)
    text, has_default, default = text.partition("=")
    text = text.strip()
    modifiers = []
    while modifier := PARAMETER_MODIFIER.match(text):
        modifiers.append(modifier.group(1))
        text = text[modifier.end() :]
    type_text, _, name = text.rpartition(" ")
    constant = parse_default(default) if has_default else None
    return Parameter(parse_type(type_text), name, modifiers, constant, remarks.tuple_names)


def parse_parameters(text: str, opening: int) -> tuple[list[Parameter], int]:
    """The parameters in the brackets that open at the position, and where these close."""
    closing = matching_bracket(text, opening)
    return [parse_parameter(part) for part in split_top_level(text[opening + 1 : closing])], closing


def parse_constraints(text: str) -> Constraints:
    """As in 'where T : class, new() where U : struct'."""
    constraints = []
    for part in re.split(r"\s+where\s+", " " + text):
        if part.strip():
            name, _, rest = part.partition(" : ")
            constraints.append((name.strip(), split_top_level(rest)))
    return constraints


def parse_member(kind: Kind, text: str) -> Member:
    """Parses the third column of a member's line."""
    member = Member(kind, text)
    text, member.remarks = cut_remarks(text)
    if kind == Kind.ENUM_VALUE:
        member.name, member.value = (part.strip() for part in text.split("="))
        return member
    if kind in CALLABLE:
        text = _parse_callable_end(member, text)
    elif kind == Kind.PROPERTY:
        text = _parse_property_end(member, text)
    elif kind == Kind.FIELD and " = " in text:
        text, _, value = text.partition(" = ")
        member.value = parse_default(value)
    _parse_member_head(member, text)
    return member


def _parse_callable_end(member: Member, text: str) -> str:
    """Takes parameters and constraints; returns what stands before them."""
    opening = text.index("(")
    member.parameters, closing = parse_parameters(text, opening)
    member.constraints = parse_constraints(text[closing + 1 :].strip())
    return text[:opening]


def _parse_property_end(member: Member, text: str) -> str:
    """Takes accessors and an indexer's parameters; returns what stands before them."""
    brace = text.rindex("{")
    member.accessors = text[brace + 1 : text.rindex("}")].strip()
    text = text[:brace].strip()
    if indexer := re.search(r"\bthis\[", text):
        opening = indexer.end() - 1
        member.parameters, _ = parse_parameters(text, opening)
        text = text[:opening]
    return text


def _parse_member_head(member: Member, text: str) -> None:
    """Takes access, modifiers, type and name."""
    words = split_top_level(text, " ")
    member.access = words.pop(0)
    while len(words) > 1 and words[0] in MEMBER_MODIFIERS:
        member.modifiers.append(words.pop(0))
    if member.kind != Kind.CONSTRUCTOR and words[0] == "ref":
        words.pop(0)
        member.ref_return = "ref "
        if words[0] == "readonly":
            words.pop(0)
            member.ref_return = "ref readonly "
    member.name, has_generic_parameters, rest = words.pop().partition("<")
    if has_generic_parameters:
        member.generic_parameters = split_top_level(rest[:-1])
    if member.kind != Kind.CONSTRUCTOR:
        member.type = parse_type(" ".join(words))


def parse_type_declaration(full_name: str, text: str) -> TypeDeclaration:
    """Parses the second and third column of a type's line."""
    name = parse_type(full_name)
    text, remarks = cut_remarks(text)
    access, _, rest = text.partition(" ")
    if rest.startswith("delegate "):
        signature = parse_member(Kind.METHOD, text.replace(" delegate ", " ", 1))
        return TypeDeclaration(full_name, name, access, "", "delegate", "", [], [], remarks, signature)

    match = TYPE_DECLARATION.match(text)
    if not match:
        raise ValueError(f"no type declaration: {text!r}")
    declaration, where, constraints = match["rest"].partition(" where ")
    declared_name, _, bases = declaration.partition(" : ")
    return TypeDeclaration(
        full_name,
        name,
        match["access"],
        match["modifiers"],
        match["kind"],
        declared_name,
        [parse_type(base) for base in split_top_level(bases)],
        parse_constraints(where + constraints),
        remarks,
    )


class Api:
    """The types of one stub project, by name and in the listings' order."""

    def __init__(self, listings: Iterable[Path]) -> None:
        self.types: dict[str, TypeDeclaration] = {}
        for listing in listings:
            self._read(listing)
        for declaration in self.types.values():
            self._nest(declaration)

    def _read(self, listing: Path) -> None:
        current = None
        for number, line in enumerate(listing.read_text(encoding="utf-8").split("\n"), start=1):
            if not line or line.startswith("#"):
                continue
            kind, full_name, text = line.split("\t")
            if full_name.startswith(UNLISTED_NAMESPACE):
                continue
            try:
                if kind == Kind.TYPE:
                    current = parse_type_declaration(full_name, text)
                    self.types[current.name.canonical] = current
                elif current is None or current.full_name != full_name:
                    raise ValueError(f"member of {full_name} does not follow its type")
                else:
                    current.members.append(parse_member(Kind(kind), text))
            except (ValueError, IndexError) as error:
                raise SystemExit(f"{listing}, line {number}: {error}\n{line}") from error

    def _nest(self, declaration: TypeDeclaration) -> None:
        """Puts a nested type into the innermost listed type around it."""
        segments = declaration.name.segments
        for length in range(len(segments) - 1, 0, -1):
            parent = self.types.get(Named(segments[:length]).canonical)
            if parent:
                declaration.parent = parent
                parent.nested.append(declaration)
                return

    def is_known(self, expression: TypeExpression, generic_parameters: set[str]) -> bool:
        """Whether the stub project can name the type: it is listed, a generic parameter, or of .NET itself."""
        return all(self._is_known_name(name, generic_parameters) for name in names_in(expression))

    def _is_known_name(self, name: Named, generic_parameters: set[str]) -> bool:
        if name.simple_name:
            return name.simple_name in BUILT_IN or name.simple_name in generic_parameters
        canonical = name.canonical
        return (
            name.segments[0][0] == "System"
            or canonical in self.types
            or canonical.startswith(REFERENCED_NAMESPACE)
        )

    def is_interface(self, name: Named) -> bool:
        """For types that are not listed, the name decides."""
        declaration = self.types.get(name.canonical)
        if declaration:
            return declaration.kind == "interface"
        return bool(re.match(r"I[A-Z]", name.segments[-1][0]))

    def arguments_of(self, name: Named) -> dict[str, TypeExpression]:
        """The generic parameters of a listed type, with the arguments that the name gives for them."""
        declared = self.types[name.canonical].name
        return {
            parameter.simple_name: argument
            for (_, parameters), (_, arguments) in zip(declared.segments, name.segments)
            for parameter, argument in zip(parameters, arguments)
        }

    def base_class(self, declaration: TypeDeclaration) -> Named | None:
        """The base class where the listing gives one."""
        first = declaration.bases[0] if declaration.kind == "class" and declaration.bases else None
        return None if first is None or self.is_interface(first) else first

    def with_base_classes(
        self, declaration: TypeDeclaration
    ) -> Iterator[tuple[TypeDeclaration, dict[str, TypeExpression]]]:
        """The type and its listed base classes, each with its generic arguments as seen from the type."""
        arguments: dict[str, TypeExpression] = {}
        yield declaration, arguments
        base = self.base_class(declaration)
        while base is not None and base.canonical in self.types:
            base = substitute(base, arguments)
            arguments = self.arguments_of(base)
            declaration = self.types[base.canonical]
            yield declaration, arguments
            base = self.base_class(declaration)

    def has_public_member(self, declaration: TypeDeclaration, signature: Signature, accessors: list[str]) -> bool:
        """Whether the type or a base class has a public member that implements the signature."""
        return any(
            member.kind in IMPLEMENTABLE
            and member.access == "public"
            and "static" not in member.modifiers
            and member.signature(arguments) == signature
            and (member.kind == Kind.METHOD or all(accessor in member.accessors for accessor in accessors))
            for owner, arguments in self.with_base_classes(declaration)
            for member in owner.members
        )
