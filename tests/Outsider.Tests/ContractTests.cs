using System.Reflection;
using System.Text.RegularExpressions;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Outsider.Tests;

/// <summary>The tests that docs/contract.md names for its promises must exist.</summary>
public sealed partial class ContractTests
{
    private static readonly int[] Statements =
    [
        .. Enumerable.Range(1, 33),
        .. Enumerable.Range(35, 26),
        .. Enumerable.Range(62, 25),
    ];

    [Test]
    public void Contract_EachStatement_HasOneRowWithATestOrNotYet()
    {
        (int number, string tests)[] rows = [.. Rows()];

        Assert.That(rows.Select(r => r.number), Is.EqualTo(Statements));

        foreach ((var number, var tests) in rows)
        {
            var isHonest = TestName().IsMatch(tests) || tests.Contains("Not yet", StringComparison.Ordinal);
            Assert.That(isHonest, Is.True, $"statement {number}");
        }
    }

    [Test]
    public void Contract_EachNamedTest_Exists()
    {
        string[] names =
        [
            .. Rows().SelectMany(r => TestName().Matches(r.Tests)).Select(m => m.Groups[1].Value).Distinct(),
        ];
        var sources = Directory
            .EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            // A class in several files has its name before the first point.
            .GroupBy(file => Path.GetFileName(file).Split('.')[0])
            .ToDictionary(files => files.Key, files => string.Concat(files.Select(File.ReadAllText)));

        Assert.That(names, Has.Length.GreaterThan(40));

        foreach (var name in names)
        {
            var parts = name.Split('.');
            Assert.That(sources, Does.ContainKey(parts[0]), name);
            Assert.That(Regex.IsMatch(sources[parts[0]], $@"(void|Task) {parts[1]}(<\w+>)?\("), Is.True, name);
        }
    }

    /// <summary>
    /// Each check of the generic contracts has the number of its statement in its name, and the row of that statement names
    /// it.
    /// </summary>
    [Test]
    public void Contract_EachCheckOfEveryEstimator_IsInTheRowOfItsStatement()
    {
        MethodInfo[] checks =
        [
            .. typeof(ContributionContract)
                .GetMethods()
                .Where(m => m.Name.StartsWith("Statement", StringComparison.Ordinal)),
        ];
        var rows = Rows().ToDictionary(r => r.Number, r => r.Tests);

        Assert.That(checks, Has.Length.GreaterThan(20));

        foreach (var check in checks)
        {
            var statement = int.Parse(
                check.Name.AsSpan("Statement".Length, 2),
                System.Globalization.CultureInfo.InvariantCulture
            );
            Assert.That(rows[statement], Does.Contain($"`{check.DeclaringType!.Name}.{check.Name}`"));
        }
    }

    /// <summary>A model folder must not select code: the ML.NET side cannot load any by name.</summary>
    [Test]
    public void Sources_OfTheMlNetSide_LoadNothingByName() =>
        AssertNoSourceHas(
            "BinaryFormatter",
            "Type.GetType(",
            "Activator.",
            "Assembly.Load",
            "NativeLibrary",
            "RegisterCustomOp",
            "Process.Start"
        );

    /// <summary>Archives cannot write files outside their folder or expand without limit, because no archive is unpacked.</summary>
    [Test]
    public void Sources_OfTheMlNetSide_UnpackNoFile()
    {
        AssertNoSourceHas("ZipFile", "ExtractTo", "TarFile", "TarReader", "GZipStream", "DeflateStream", "ZLibStream");
        string[] readers = [.. SourcesWith("ZipArchive").Select(f => Path.GetFileName(f))];

        Assert.That(readers, Is.EqualTo(new[] { "BatchingRestorer.cs" }), "which reads what ML.NET wrote in memory");
    }

    private static void AssertNoSourceHas(params string[] texts)
    {
        foreach (var text in texts)
        {
            Assert.That(SourcesWith(text), Is.Empty, text);
        }
    }

    private static string[] SourcesWith(string text)
    {
        var files = Directory.GetFiles(Repository.PathOf("src", "VaeMlNet"), "*.cs", SearchOption.AllDirectories);
        Assert.That(files, Has.Length.GreaterThan(50));
        return [.. files.Where(f => File.ReadAllText(f).Contains(text, StringComparison.Ordinal))];
    }

    private static IEnumerable<(int Number, string Tests)> Rows() =>
        File.ReadAllLines(Repository.PathOf("docs", "contract.md"))
            .Select(line => line.Split('|'))
            .Where(cells => cells.Length == 5 && int.TryParse(cells[1], out _))
            .Select(cells => (int.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture), cells[3]));

    [GeneratedRegex(@"`(\w+(?:Tests|Contract)\.\w+)`")]
    private static partial Regex TestName();
}
