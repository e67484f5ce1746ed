using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.RegularExpressions;

namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// The scoring part of VaeMlNet runs in programs that are compiled ahead of time, and its ML.NET part says that it does not. The analyzers of the build check the
/// code between the two.
/// </summary>
internal sealed class AheadOfTimeTests
{
    private static readonly Assembly Library = typeof(VaeModel).Assembly;

    [Test]
    public void Catalogs_OfMlNet_AreMarkedAsUsingReflectionAndCodeAtRunTime()
    {
        Type[] catalogs =
        [
            .. Library
                .GetExportedTypes()
                .Where(type => type.Namespace?.StartsWith("Microsoft", StringComparison.Ordinal) == true),
        ];

        Assert.That(catalogs, Is.Not.Empty);
        Assert.That(
            catalogs.Where(type =>
                type.GetCustomAttribute<RequiresUnreferencedCodeAttribute>() is null
                || type.GetCustomAttribute<RequiresDynamicCodeAttribute>() is null
            ),
            Is.Empty
        );
    }

    [TestCase(typeof(VaeModel))]
    [TestCase(typeof(VaeScorer))]
    public void ScoringPart_Members_HaveNoSuchMark(Type type) =>
        Assert.That(
            type.GetMembers()
                .Append(type)
                .Where(member =>
                    member.IsDefined(typeof(RequiresUnreferencedCodeAttribute))
                    || member.IsDefined(typeof(RequiresDynamicCodeAttribute))
                ),
            Is.Empty
        );

    [Test]
    public void Analyzers_Warnings_AreSilencedOnlyInPipelines()
    {
        string[] silenced =
        [
            .. Directory
                .EnumerateFiles(Repository.PathOf("src", "VaeMlNet"), "*.cs", SearchOption.AllDirectories)
                .Where(file => Regex.IsMatch(File.ReadAllText(file), "\"IL[0-9]{4}\"|disable IL[0-9]{4}"))
                .Select(file => Path.GetRelativePath(Repository.PathOf("src", "VaeMlNet"), file).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];

        Assert.That(silenced, Is.EqualTo(new[] { "Columns/BufferedColumn.cs", "Saving/SavedStep.cs" }));
    }
}
