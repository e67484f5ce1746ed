using System.Globalization;
using System.Reflection;
using System.Text;

namespace VaeMlNet.Tests.Shared;

/// <summary>The public and protected API of an assembly as text, a line per member, for approval by a committed file.</summary>
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
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            foreach (var line in type.GetMembers(Declared).Select(Line).OfType<string>().Order(StringComparer.Ordinal))
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
                $"{Modifiers(m)}{Name(m.ReturnType)} {m.Name}{GenericArguments(m)}({Parameters(m)})",
            PropertyInfo p when p.GetAccessors(true).Any(IsVisible) => Property(p),
            FieldInfo f when (f.IsPublic || f.IsFamily) && !f.IsSpecialName =>
                $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}{Constant(f)}",
            EventInfo e when IsVisible(e.AddMethod!) => $"event {Name(e.EventHandlerType!)} {e.Name}",
            _ => null,
        };

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

    private static string Kind(Type type) =>
        type.IsEnum ? "enum"
        : type.IsInterface ? "interface"
        : type.IsValueType ? "struct"
        : type.IsAbstract && type.IsSealed ? "static class"
        : type.IsAbstract ? "abstract class"
        : type.IsSealed ? "sealed class"
        : "class";

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return "";
        }

        var bases = type.GetInterfaces().Where(i => i.IsVisible).Select(Name).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } b && b != typeof(object) && b != typeof(ValueType))
        {
            bases.Insert(0, Name(b));
        }

        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
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
