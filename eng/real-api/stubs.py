"""Writes listed declarations as C# whose bodies are all `throw null`."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from csharp_types import Named, TypeExpression, escape, parse_type, render, substitute
from declarations import (
    IMPLEMENTABLE,
    Api,
    Constraints,
    Kind,
    Member,
    Parameter,
    Remarks,
    TypeDeclaration,
    parameter_names,
)
from system_interfaces import SYSTEM_INTERFACES

THROW = "{ throw null; }"
INDENT = "    "
MARKER = "#pragma warning disable\ninternal sealed class StubMarker { }\n"
ENUMERABLE = "System.Collections.Generic.IEnumerable`1"
SAFE_HANDLE = "System.Runtime.InteropServices.SafeHandle"
# Arguments for base classes of .NET that have no constructor without any.
BASE_ARGUMENTS = {SAFE_HANDLE: "(default(global::System.IntPtr), true)"}
# Structs whose stubs hold no reference, so that they count as unmanaged types; what structs hold is not listed.
UNMANAGED_STRUCTS = {"TorchSharp.BFloat16"}

OPERATORS = {
    "op_Addition": "+",
    "op_Subtraction": "-",
    "op_Multiply": "*",
    "op_Division": "/",
    "op_Modulus": "%",
    "op_BitwiseAnd": "&",
    "op_BitwiseOr": "|",
    "op_ExclusiveOr": "^",
    "op_Equality": "==",
    "op_Inequality": "!=",
    "op_GreaterThan": ">",
    "op_GreaterThanOrEqual": ">=",
    "op_LessThan": "<",
    "op_LessThanOrEqual": "<=",
    "op_OnesComplement": "~",
    "op_UnaryNegation": "-",
    "op_UnaryPlus": "+",
    "op_LogicalNot": "!",
    "op_LeftShift": "<<",
    "op_RightShift": ">>",
    "op_Increment": "++",
    "op_Decrement": "--",
    "op_True": "true",
    "op_False": "false",
}
CONVERSIONS = {"op_Implicit": "implicit", "op_Explicit": "explicit"}


def render_parameter(parameter: Parameter, with_default: bool = True) -> str:
    """As in 'ref global::System.Span<T> destination' or 'int axis = 0'."""
    words = [*parameter.modifiers, render(parameter.type, parameter.tuple_names), escape(parameter.name)]
    default = f" = {parameter.default}" if with_default and parameter.default is not None else ""
    return " ".join(words) + default


def render_parameters(parameters: list[Parameter], with_defaults: bool = True) -> str:
    return ", ".join(render_parameter(parameter, with_defaults) for parameter in parameters)


def render_generic_parameters(member: Member) -> str:
    return "<" + ", ".join(member.generic_parameters) + ">" if member.generic_parameters else ""


def render_type_of(member: Member) -> str:
    """The member's type, after ref where it returns a reference."""
    return member.ref_return + render(member.type, member.remarks.tuple_names)


def render_usage(usage: str) -> str:
    """AttributeUsage from the listing's 'usage 4 AllowMultiple=False'."""
    targets, *settings = usage.split(" ")
    named = (re.sub(r"(\w+)=(True|False)", lambda match: f"{match[1]} = {match[2].lower()}", s) for s in settings)
    return f"[global::System.AttributeUsage({', '.join([f'(global::System.AttributeTargets){targets}', *named])})]"


class StubWriter:
    """Writes the C# files of one stub project, and notes on what they leave out or add."""

    def __init__(self, project: str, api: Api) -> None:
        self.project = project
        self.api = api
        self.notes: list[str] = []
        self._lines: list[str] = []

    def write(self, folder: Path) -> None:
        """Writes one file per namespace."""
        namespaces: dict[str, list[TypeDeclaration]] = {}
        for declaration in self.api.types.values():
            if declaration.parent is None:
                namespace = ".".join(name for name, _ in declaration.name.segments[:-1])
                namespaces.setdefault(namespace, []).append(declaration)
        for namespace, declarations in sorted(namespaces.items()):
            self._lines = ["#pragma warning disable", f"namespace {namespace}", "{"]
            for declaration in declarations:
                self._type(declaration, 1)
            self._lines.append("}")
            (folder / f"{namespace}.cs").write_text("\n".join(self._lines) + "\n", encoding="utf-8")
        (folder / "StubMarker.cs").write_text(MARKER, encoding="utf-8")

    def _put(self, depth: int, text: str) -> None:
        self._lines.append(INDENT * depth + text)

    def _note(self, text: str) -> None:
        self.notes.append(f"{self.project}: {text}")

    # Types

    def _type(self, declaration: TypeDeclaration, depth: int) -> None:
        self._attributes(declaration.remarks, depth)
        if declaration.kind == "delegate":
            self._delegate(declaration, depth)
        elif declaration.kind == "enum":
            self._enum(declaration, depth)
        else:
            self._class_struct_or_interface(declaration, depth)

    def _attributes(self, remarks: Remarks, depth: int) -> None:
        if remarks.flags:
            self._put(depth, "[global::System.Flags]")
        if remarks.obsolete:
            self._put(depth, f'[global::System.Obsolete("listed as obsolete", {remarks.obsolete})]')
        if remarks.usage:
            self._put(depth, render_usage(remarks.usage))

    def _delegate(self, declaration: TypeDeclaration, depth: int) -> None:
        signature = declaration.delegate
        self._put(
            depth,
            f"{declaration.access} unsafe delegate {render_type_of(signature)} {escape(signature.name)}"
            f"{render_generic_parameters(signature)}({render_parameters(signature.parameters)})"
            f"{self._constraints(signature.constraints)};",
        )

    def _enum(self, declaration: TypeDeclaration, depth: int) -> None:
        self._put(depth, f"{declaration.access} enum {declaration.declared_name} : {render(declaration.bases[0])}")
        self._put(depth, "{")
        for member in declaration.members:
            self._attributes(member.remarks, depth + 1)
            self._put(depth + 1, f"{escape(member.name)} = {member.value},")
        self._put(depth, "}")

    def _class_struct_or_interface(self, declaration: TypeDeclaration, depth: int) -> None:
        base = self._known_base_class(declaration)
        interfaces = self._own_interfaces(declaration, base)
        self._head(declaration, base, interfaces, depth)
        self._put(depth, "{")
        for member in declaration.members:
            self._member(declaration, member, base, depth + 1)
        self._unlisted_members(declaration, base, interfaces, depth + 1)
        for nested in declaration.nested:
            self._type(nested, depth + 1)
        self._put(depth, "}")

    def _known_base_class(self, declaration: TypeDeclaration) -> Named | None:
        base = self.api.base_class(declaration)
        if base is None or self.api.is_known(base, declaration.generic_parameters()):
            return base
        self._note(f"base {base.canonical} of {declaration.full_name} left out")
        return None

    def _own_interfaces(self, declaration: TypeDeclaration, base: Named | None) -> list[Named]:
        """The interfaces other than those of the base class, which implements them already."""
        inherited: set[TypeExpression] = set()
        if base is not None and base.canonical in self.api.types:
            arguments = self.api.arguments_of(base)
            bases_of_base = self.api.types[base.canonical].bases
            inherited = {substitute(name, arguments) for name in bases_of_base if self.api.is_interface(name)}
        interfaces = []
        for interface in filter(self.api.is_interface, declaration.bases):
            if not self.api.is_known(interface, declaration.generic_parameters()):
                self._note(f"interface {interface.canonical} of {declaration.full_name} left out")
            elif interface not in inherited:
                interfaces.append(interface)
        return interfaces

    def _head(
        self, declaration: TypeDeclaration, base: Named | None, interfaces: list[Named], depth: int
    ) -> None:
        """The line up to the opening brace."""
        # listings have no tuple names in bases; those of the public GetEnumerator are the same
        element_names = next(
            (m.remarks.tuple_names for m in declaration.members if m.name == "GetEnumerator" and m.remarks.tuple_names),
            None,
        )
        bases = ([base] if base is not None else []) + interfaces
        rendered = [render(name, element_names if name.canonical == ENUMERABLE else None) for name in bases]
        own_parameters = parameter_names(declaration.own_segments)
        constraints = [constraint for constraint in declaration.constraints if constraint[0] in own_parameters]
        name = declaration.declared_name
        self._put(
            depth,
            f"{declaration.access} unsafe {declaration.modifiers}{declaration.kind} "
            f"{name if '<' in name else escape(name)}"
            + (" : " + ", ".join(rendered) if rendered else "")
            + self._constraints(constraints),
        )

    def _constraints(self, constraints: Constraints, only: tuple[str, ...] | None = None) -> str:
        """The where clauses, in the order that C# demands."""
        clauses = ""
        for name, listed in constraints:
            types = [parse_type(text) for text in listed if text not in ("class", "struct", "new()")]
            types.sort(key=lambda expression: len(expression.segments) == 1 or self.api.is_interface(expression))
            parts = [text for text in listed if text in ("class", "struct")]
            parts += [render(expression) for expression in types]
            parts += [text for text in listed if text == "new()"]
            if only is not None:
                parts = [part for part in parts if part in only]
            if parts:
                clauses += f" where {name} : " + ", ".join(parts)
        return clauses

    # Listed members

    def _member(self, declaration: TypeDeclaration, member: Member, base: Named | None, depth: int) -> None:
        known_parameters = declaration.generic_parameters() | set(member.generic_parameters)
        types = ([member.type] if member.type else []) + [parameter.type for parameter in member.parameters]
        if not all(self.api.is_known(expression, known_parameters) for expression in types):
            self._note(f"member left out, unlisted type: {declaration.full_name}: {member.text}")
            return
        self._attributes(member.remarks, depth)
        if member.kind == Kind.CONSTRUCTOR:
            chained = self._base_call(base) if declaration.kind == "class" else ""
            modifiers = "".join(word + " " for word in [member.access, *member.modifiers])
            parameters = render_parameters(member.parameters)
            self._put(depth, f"{modifiers}{declaration.short_name}({parameters}){chained} {THROW}")
        else:
            self._put(depth, self._render_member(member, declaration.kind == "interface"))

    def _render_member(self, member: Member, in_interface: bool) -> str:
        """A field, event, property, operator or method."""
        is_instance_of_interface = in_interface and "static" not in member.modifiers
        has_body = "abstract" not in member.modifiers and (
            not is_instance_of_interface or "virtual" in member.modifiers
        )
        words = [word for word in member.modifiers if word != "event"]
        if not is_instance_of_interface:
            words.insert(0, member.access)
        elif "virtual" in words:
            words = [member.access, *(word for word in words if word != "virtual")]
        modifiers = "".join(word + " " for word in words)

        if member.kind == Kind.FIELD:
            value = f" = {member.value}" if member.value is not None else ""
            return f"{modifiers}{render_type_of(member)} {escape(member.name)}{value};"
        if member.kind == Kind.EVENT:
            body = f" {{ add {THROW} remove {THROW} }}" if has_body else ";"
            return f"{modifiers}event {render_type_of(member)} {escape(member.name)}{body}"
        if member.kind == Kind.PROPERTY:
            accessors = member.accessors.replace(";", f" {THROW}") if has_body else member.accessors
            name = f"this[{render_parameters(member.parameters)}]" if member.name == "this" else escape(member.name)
            return f"{modifiers}{render_type_of(member)} {name} {{ {accessors} }}"
        return modifiers + self._render_method(member, has_body)

    def _render_method(self, member: Member, has_body: bool) -> str:
        """An operator or method, from its type on."""
        member_type, parameters = render_type_of(member), render_parameters(member.parameters)
        if member.name in OPERATORS:
            return f"{member_type} operator {OPERATORS[member.name]}({parameters}) {THROW}"
        if member.name in CONVERSIONS:
            return f"{CONVERSIONS[member.name]} operator {member_type}({parameters}) {THROW}"
        # an override inherits its constraints and may repeat these two alone
        constraints = self._constraints(
            member.constraints, ("class", "struct") if "override" in member.modifiers else None
        )
        signature = f"{escape(member.name)}{render_generic_parameters(member)}({parameters}){constraints}"
        return f"{member_type} {signature}" + (f" {THROW}" if has_body else ";")

    def _base_call(self, base: Named | None) -> str:
        """The call of a constructor that the base class is sure to have."""
        if base is None:
            return ""
        if base.canonical in self.api.types:
            return " : base((global::StubMarker)null)"
        return " : base" + BASE_ARGUMENTS.get(base.canonical, "()")

    # Members that the listings do not show, without which the stubs would not compile or not behave alike

    def _unlisted_members(
        self, declaration: TypeDeclaration, base: Named | None, interfaces: list[Named], depth: int
    ) -> None:
        is_abstract = "abstract" in declaration.modifiers
        if declaration.kind == "class" and not declaration.is_static:
            marker = f"internal {declaration.short_name}(global::StubMarker _)"
            self._put(depth, f"{marker}{self._base_call(base)} {THROW}")
        if declaration.kind == "struct" and "ref " not in declaration.modifiers:
            kept_type = "int" if declaration.name.canonical in UNMANAGED_STRUCTS else "object"
            self._put(depth, f"private readonly {kept_type} _stub;")
        if declaration.kind in ("class", "struct") and not declaration.is_static:
            for interface in interfaces:
                self._explicit_implementations(declaration, interface, depth)
        if base is not None and base.canonical == SAFE_HANDLE and not is_abstract:
            self._safe_handle_overrides(declaration, depth)
        if declaration.kind == "class" and not is_abstract and not declaration.is_static:
            self._missing_overrides(declaration, depth)

    def _safe_handle_overrides(self, declaration: TypeDeclaration, depth: int) -> None:
        listed = {member.name for member in declaration.members}
        if "ReleaseHandle" not in listed:
            self._put(depth, f"protected override bool ReleaseHandle() {THROW}")
        if "IsInvalid" not in listed:
            self._put(depth, f"public override bool IsInvalid {{ get {THROW} }}")

    def _interface_members(self, interface: Named) -> tuple[list[Member], dict[str, TypeExpression]]:
        """The interface's members, and the arguments for its generic parameters."""
        name = interface.canonical
        if name in self.api.types:
            return self.api.types[name].members, self.api.arguments_of(interface)
        if name in SYSTEM_INTERFACES:
            parameters, members = SYSTEM_INTERFACES[name]
            return members, dict(zip(parameters, interface.segments[-1][1]))
        self._note(f"members of interface {name} unknown")
        return [], {}

    def _explicit_implementations(self, declaration: TypeDeclaration, interface: Named, depth: int) -> None:
        """Implements what no public member of the type does."""
        members, arguments = self._interface_members(interface)
        for member in members:
            if {"static", "virtual"} & set(member.modifiers) or member.kind not in IMPLEMENTABLE:
                continue
            accessors = [f"{word};" for word in ("get", "set", "init") if f"{word};" in member.accessors]
            if self.api.has_public_member(declaration, member.signature(arguments), accessors):
                continue
            self._put(depth, self._render_explicit(interface, self._as_seen_from(member, arguments), accessors))

    def _render_explicit(self, interface: Named, member: Member, accessors: list[str]) -> str:
        parameters = render_parameters(member.parameters, with_defaults=False)
        start = f"{render_type_of(member)} {render(interface)}."
        if member.kind == Kind.PROPERTY:
            name = f"this[{parameters}]" if member.name == "this" else escape(member.name)
            bodies = " ".join(f"{accessor[:-1]} {THROW}" for accessor in accessors)
            return f"{start}{name} {{ {bodies} }}"
        return f"{start}{escape(member.name)}{render_generic_parameters(member)}({parameters}) {THROW}"

    @staticmethod
    def _as_seen_from(member: Member, arguments: dict[str, TypeExpression]) -> Member:
        """The member with its type's generic parameters replaced."""
        parameters = [
            replace(parameter, type=substitute(parameter.type, arguments)) for parameter in member.parameters
        ]
        return replace(member, type=substitute(member.type, arguments), parameters=parameters)

    def _missing_overrides(self, declaration: TypeDeclaration, depth: int) -> None:
        """Overrides what is still abstract: the real override is internal or otherwise unlisted."""
        implemented = set()
        for owner, arguments in self.api.with_base_classes(declaration):
            for member in owner.members:
                if member.kind not in IMPLEMENTABLE or "static" in member.modifiers:
                    continue
                signature = member.signature(arguments, with_type=False)
                if "abstract" in member.modifiers and signature not in implemented:
                    self._note(
                        f"unlisted override of an abstract member added: {declaration.full_name}: {member.text}"
                    )
                    override = self._as_seen_from(member, arguments)
                    override.modifiers = ["override"]
                    override.remarks = replace(member.remarks, obsolete=None)
                    self._member(declaration, override, None, depth)
                implemented.add(signature)
