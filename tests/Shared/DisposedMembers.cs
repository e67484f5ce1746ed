using System.Reflection;

namespace VaeMlNet.Tests.Shared;

/// <summary>Calls every public instance member of a disposed object.</summary>
public static class DisposedMembers
{
    /// <summary>Asserts that each member throws <see cref="ObjectDisposedException"/>, except those that are allowed.</summary>
    /// <param name="disposed">The object, disposed.</param>
    /// <param name="allowed">Names of members that still work, with the reason.</param>
    /// <param name="declaredBy">Looks only at members of these assemblies' types; those of other libraries follow their own rules.</param>
    public static void AssertRefuse(
        IDisposable disposed,
        IReadOnlyDictionary<string, string> allowed,
        params Assembly[] declaredBy
    )
    {
        var type = disposed.GetType();
        MethodInfo[] members =
        [
            .. type.GetMethods(BindingFlags.Instance | BindingFlags.Public)
                .Concat(type.GetInterfaces().SelectMany(i => type.GetInterfaceMap(i).TargetMethods))
                .Where(m => Array.IndexOf(declaredBy, m.DeclaringType!.Assembly) >= 0)
                .Where(m => !m.Name.EndsWith("Dispose", StringComparison.Ordinal))
                // Reflection cannot pass spans. Such members have tests of their own.
                .Where(m => !m.GetParameters().Any(p => p.ParameterType.IsByRefLike))
                .DistinctBy(m => m.ToString()),
        ];
        string[] wrong = [.. members.Select(m => Complaint(disposed, m, allowed)).OfType<string>()];
        Assert.Multiple(() =>
        {
            Assert.That(wrong, Is.Empty);
            Assert.That(members.Count(m => !allowed.ContainsKey(NameOf(m))), Is.GreaterThan(2), "members that refuse");
            Assert.That(allowed.Keys, Is.SubsetOf(members.Select(NameOf)), "no exception for what does not exist");
            Assert.That(disposed.Dispose, Throws.Nothing, "Dispose again");
        });
    }

    private static string? Complaint(
        IDisposable disposed,
        MethodInfo member,
        IReadOnlyDictionary<string, string> allowed
    )
    {
        Exception? thrown = null;
        try
        {
            member.Invoke(disposed, [.. member.GetParameters().Select(DefaultOf)]);
        }
        catch (TargetInvocationException e)
        {
            thrown = e.InnerException;
        }

        return allowed.ContainsKey(NameOf(member))
            ? thrown is null or ObjectDisposedException
                ? null
                : $"{member} threw {thrown.GetType().Name}"
            : thrown is ObjectDisposedException
                ? null
                : $"{member}: {thrown?.GetType().Name ?? "no exception"}";
    }

    private static string NameOf(MethodInfo member) =>
        member.IsSpecialName ? member.Name[(member.Name.IndexOf('_') + 1)..] : member.Name;

    private static object? DefaultOf(ParameterInfo parameter) =>
        parameter.ParameterType.IsValueType ? Activator.CreateInstance(parameter.ParameterType) : null;
}
