using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace VaeMlNet.Tests.Shared;

/// <summary>The public and protected API of an assembly as text, a line per member, for approval by a committed file.</summary>
/// <remarks>
/// The line of a record says so, and its members that the compiler generates (equality, ToString, Deconstruct, clone) are
/// left out: they follow from the others. Members written by hand are listed. A record named with () can be created
/// without arguments.
/// </remarks>
public static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    /// <summary>Describes every visible type of <paramref name="assembly"/>, ordered by name; lines end with LF.</summary>
    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            if (typeof(Delegate).IsAssignableFrom(type))
            {
                text.Append("delegate ").Append(Signature(type.GetMethod("Invoke")!, Name(type))).Append('\n');
                continue;
            }

            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            var members = IsRecord(type) ? type.GetMembers(Declared).Where(IsWritten) : type.GetMembers(Declared);
            foreach (var line in members.Select(Line).OfType<string>().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(line).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// Fails unless the API of <paramref name="assembly"/> is the text of <paramref name="approvedFile"/>. What was
    /// found is written beside it as *.received.txt, so that an intended change is approved by moving one file.
    /// </summary>
    public static void AssertApproved(Assembly assembly, string approvedFile)
    {
        var actual = Describe(assembly);
        var approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        var received = Path.ChangeExtension(approvedFile, null) + ".received.txt";
        if (actual == approved)
        {
            return;
        }

        File.WriteAllText(received, actual);
        Assert.That(
            actual,
            Is.EqualTo(approved),
            $"The public API of {assembly.GetName().Name} is not the approved one. If the change is meant, move {received} to {approvedFile} and note it in CHANGELOG.md."
        );
    }

    private static string? Line(MemberInfo member) =>
        member switch
        {
            ConstructorInfo { IsStatic: false } c when IsVisible(c) => $"new({Parameters(c)})",
            MethodInfo m
                when IsVisible(m) && (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal)) =>
                Modifiers(m) + Signature(m, m.Name + GenericArguments(m)),
            PropertyInfo p when p.GetAccessors(true).Any(IsVisible) => Property(p),
            FieldInfo f when (f.IsPublic || f.IsFamily) && !f.IsSpecialName =>
                $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}{Constant(f)}",
            EventInfo e when IsVisible(e.AddMethod!) => $"event {Name(e.EventHandlerType!)} {e.Name}",
            _ => null,
        };

    private static string Signature(MethodInfo m, string name) => $"{Name(m.ReturnType)} {name}({Parameters(m)})";

    private static string Property(PropertyInfo p)
    {
        var visible = p.GetAccessors(true).Where(IsVisible).ToArray();
        var accessors = string.Concat(
            visible.Contains(p.GetMethod) ? "get; " : "",
            visible.Contains(p.SetMethod)
                ? IsInitOnly(p)
                    ? "init; "
                    : "set; "
                : ""
        );
        return $"{Modifiers(visible[0])}{Name(p.PropertyType)} {p.Name} {{ {accessors}}}";
    }

    private static bool IsInitOnly(PropertyInfo p) =>
        p.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Any(m => m.Name == "IsExternalInit");

    private static bool IsVisible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    private static string Modifiers(MethodInfo m) =>
        (m.IsFamily ? "protected " : "")
        + (
            m.IsStatic ? "static "
            : m.IsAbstract ? "abstract "
            : ""
        );

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", Declared) is { } print && IsGenerated(print);

    private static bool IsWritten(MemberInfo member) =>
        member switch
        {
            ConstructorInfo c => c.GetParameters().Length > 0 && !IsGenerated(c),
            MethodInfo m => !IsGenerated(m),
            PropertyInfo p => p.Name != "EqualityContract",
            _ => true,
        };

    private static bool IsGenerated(MethodBase method) => method.IsDefined(typeof(CompilerGeneratedAttribute), false);

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType
            ? IsRecord(type) ? "record struct"
                : "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : (
            type.IsAbstract ? "abstract "
            : type.IsSealed ? "sealed "
            : ""
        ) + (IsRecord(type) ? "record" : "class");

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return "";
        }

        var isRecord = IsRecord(type);
        var bases = type.GetInterfaces()
            .Where(i => i.IsVisible && !(isRecord && i.Name == typeof(IEquatable<>).Name))
            .Select(Name)
            .Order(StringComparer.Ordinal)
            .ToList();
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType))
        {
            bases.Insert(0, Name(b));
        }

        var create = isRecord && type.GetConstructor(Type.EmptyTypes) is not null ? "()" : "";
        return bases.Count == 0 ? create : $"{create} : {string.Join(", ", bases)}";
    }

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo p) =>
        $"{Name(p.ParameterType)} {p.Name}" + (p.HasDefaultValue ? $" = {Literal(p.RawDefaultValue)}" : "");

    private static string Constant(FieldInfo f) => f.IsLiteral ? $" = {Literal(f.GetRawConstantValue())}" : "";

    private static string Literal(object? value) =>
        value switch
        {
            null => "default",
            string s => $"\"{s}\"",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    private static string GenericArguments(MethodInfo m) =>
        m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return "ref " + Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return Name(type.GetElementType()!) + "[]";
        }

        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        var name = (type.FullName ?? type.Name).Split('[')[0].Replace('+', '.');
        if (!type.IsGenericType)
        {
            return name;
        }

        var arguments = string.Join(", ", type.GetGenericArguments().Select(Name));
        return $"{name.Split('`')[0]}<{arguments}>";
    }
}
