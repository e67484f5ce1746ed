using System.Text.RegularExpressions;

namespace VaeMlNet.Architecture.Tests;

/// <summary>All tests follow the rules of CONTRIBUTING.md for names and layout.</summary>
internal sealed partial class TestConventionTests
{
    private static IEnumerable<string> Projects =>
        Directory
            .EnumerateFiles(Repository.PathOf("tests"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal)!;

    [TestCaseSource(nameof(Projects))]
    public void Names_OfTests_AreMemberSituationAndOutcome(string project)
    {
        string[] others =
        [
            .. TestMethod
                .ReadAll(project)
                .Where(test => !ThreeParts().IsMatch(test.Name))
                .Select(test => test.ToString()),
        ];

        Assert.That(others, Is.Empty, () => string.Join('\n', others));
    }

    [TestCaseSource(nameof(Projects))]
    public void Assertions_OfTests_HaveBlankLinesAroundThem(string project)
    {
        string[] missing = [.. TestMethod.ReadAll(project).SelectMany(test => test.FindMissingBlankLines())];

        Assert.That(missing, Is.Empty, () => string.Join('\n', missing));
    }

    [TestCase("var x = 1;\n\nAssert.That(x);", TestName = "assertions at the end")]
    [TestCase("Assert.That(1);\nAssert.That(2);", TestName = "assertions alone")]
    [TestCase("var x = 1;\n\n// Why.\nAssert.That(x);", TestName = "a comment before assertions")]
    [TestCase("Assert.That(Two());\n\nstatic int Two() => 2;", TestName = "a local function at the end")]
    public void FindMissingBlankLines_OfAssertionsThatAreSeparated_FindsNothing(string body) =>
        Assert.That(Parse(body).FindMissingBlankLines(), Is.Empty);

    [TestCase("var x = 1;\nAssert.That(x);", TestName = "no line before assertions")]
    [TestCase("var x = 1;\n// Why.\nAssert.That(x);", TestName = "a comment and no line before assertions")]
    [TestCase("var x = 1;\nawait Assert.ThatAsync(x);", TestName = "an awaited assertion")]
    [TestCase("var x = 1;\nAssert.Multiple(() =>\n{\n    Assert.That(x);\n});", TestName = "several assertions")]
    [TestCase("Assert.That(1);\nvar x = 1;\nx++;", TestName = "no line after assertions")]
    public void FindMissingBlankLines_OfAssertionsThatAreNotSeparated_FindsThem(string body) =>
        Assert.That(Parse(body).FindMissingBlankLines().ToArray(), Has.Length.EqualTo(1));

    private static TestMethod Parse(string body) =>
        TestMethod.Find($"class C {{ [Test] void M()\n{{\n{body}\n}} }}", "C.cs").Single();

    [GeneratedRegex("^[A-Z][A-Za-z0-9]*(_[A-Z0-9][A-Za-z0-9]*){2}$")]
    private static partial Regex ThreeParts();
}
