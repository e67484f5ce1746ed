using System.Reflection;
using System.Text.RegularExpressions;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Outsider.Tests;

/// <summary>docs/contract.md lists the tests that prove its promises.</summary>
public sealed partial class ContractTests
{
    private static readonly int[] Statements =
    [
        .. Enumerable.Range(1, 33),
        .. Enumerable.Range(35, 26),
        .. Enumerable.Range(62, 28),
    ];

    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "contract.md"));

    private static readonly ILookup<int, string> Proofs = FindProofs();

    [Test]
    public void Contract_EachPromise_HasATestOrNotYet()
    {
        var promises = Promise().Matches(Page).ToDictionary(match => Number(match), match => match.Value);

        Assert.That(promises.Keys, Is.EqualTo(Statements));

        foreach (var (number, text) in promises)
        {
            var isHonest = Proofs.Contains(number) || text.Contains("Not yet", StringComparison.Ordinal);
            Assert.That(isHonest, Is.True, $"promise {number}");
        }
    }

    [Test]
    public void Contract_TestsOfEachPromise_AreThoseThatSayThatTheyProveIt()
    {
        var page = Promise()
            .Replace(Page, match => $"{match.Groups["text"].Value}\n\n{string.Join('\n', Proofs[Number(match)])}\n");
        if (page != Page)
        {
            File.WriteAllText(Repository.PathOf("docs", "contract.received.md"), page);
        }

        Assert.That(page, Is.EqualTo(Page), "move docs/contract.received.md over docs/contract.md");
        Assert.That(Proofs.Select(tests => tests.Key), Is.SubsetOf(Statements));
    }

    /// <summary>The checks of the generic contracts have the number of their promise in their names.</summary>
    [Test]
    public void Contract_EachCheckOfEveryEstimator_ProvesThePromiseOfItsName()
    {
        MethodInfo[] checks =
        [
            .. typeof(ContributionContract)
                .GetMethods()
                .Where(m => m.Name.StartsWith("Statement", StringComparison.Ordinal)),
        ];

        Assert.That(checks, Has.Length.GreaterThan(20));

        foreach (var check in checks)
        {
            var statement = int.Parse(
                check.Name.AsSpan("Statement".Length, 2),
                System.Globalization.CultureInfo.InvariantCulture
            );
            Assert.That(
                check.GetCustomAttributes<ProvesAttribute>().Select(proof => proof.Promise),
                Does.Contain(statement),
                check.Name
            );
        }
    }

    /// <summary>A model folder must not select code: the ML.NET side cannot load any by name.</summary>
    [Test]
    [Proves(38)]
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

    /// <summary>Archives cannot write files outside their folder, because none is unpacked to files; two classes read them in memory.</summary>
    [Test]
    [Proves(38)]
    public void Sources_OfTheMlNetSide_UnpackNoFile()
    {
        AssertNoSourceHas("ZipFile", "ExtractTo", "TarFile", "TarReader", "GZipStream", "DeflateStream", "ZLibStream");
        string[] readers = [.. SourcesWith("ZipArchive").Select(f => Path.GetFileName(f))];

        Assert.That(
            readers,
            Is.EquivalentTo(new[] { "BatchingRestorer.cs", "ModelArchive.cs" }),
            "of which one reads what ML.NET wrote in memory, and one a model folder with the limits of folders"
        );
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

    private static int Number(Match promise) =>
        int.Parse(promise.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Finds the tests of each promise as lines of the page.</summary>
    private static ILookup<int, string> FindProofs()
    {
        var files = Directory
            .EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file =>
                !Path.GetRelativePath(Repository.Root, file).Split('/', '\\').Intersect(["bin", "obj"]).Any()
            );
        return files
            .SelectMany(file =>
                Method()
                    .Matches(File.ReadAllText(file))
                    .SelectMany(method =>
                        Proof()
                            .Matches(method.Groups["attributes"].Value)
                            .Select(proof => (Number: Number(proof), Line: Line(file, method)))
                    )
            )
            .OrderBy(proof => proof.Line, StringComparer.Ordinal)
            .ToLookup(proof => proof.Number, proof => proof.Line);
    }

    // A class in several files has its name before the first point.
    private static string Line(string file, Match method)
    {
        var isLong = method.Groups["attributes"].Value.Contains("\"Long\"", StringComparison.Ordinal);
        return $"- `{Path.GetFileName(file).Split('.')[0]}.{method.Groups["name"].Value}`{(isLong ? " (TestLong)" : "")}";
    }

    /// <summary>Matches a promise of the page: a paragraph that begins with its number, and the list of its tests.</summary>
    [GeneratedRegex(
        @"^(?<text>\*\*(?<number>\d+)\.\*\* .*?)\n\n- .*?\n(?=\n)",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Promise();

    [GeneratedRegex(@"\[Proves\((?<number>\d+)\)\]")]
    private static partial Regex Proof();

    [GeneratedRegex(
        @"(?<attributes>(^ *\[.*\]\r?\n)+) *(public|internal|protected)[^\n=;]* (void|Task) (?<name>\w+)(<\w+>)?\(",
        RegexOptions.Multiline
    )]
    private static partial Regex Method();
}
