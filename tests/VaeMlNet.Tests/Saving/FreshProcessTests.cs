using System.Diagnostics;
using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Tests;

/// <summary>Statement 5 of the contract: saved steps in a process that loads ML.NET only, one process for all of them.</summary>
/// <param name="nth">Every n-th pair of a step and a layout.</param>
[TestFixture(6)]
[TestFixture(1, Category = "Long")]
internal sealed class FreshProcessTests(int nth)
{
    /// <summary>Stock ML.NET computes row by row, so matrix products add in another order.</summary>
    private const double RelativeTolerance = 1e-5;

    private const double AbsoluteTolerance = 1e-6;

    private readonly Dictionary<string, string[]> expected = [];
    private Dictionary<string, string[]> printed = [];
    private (int ExitCode, string Errors) end;

    private (EstimatorSubject Subject, ColumnLayout Layout)[] Cases =>
        [
            .. ContractCases
                .Subjects()
                .SelectMany(subject => ContractCases.LayoutsOf(subject).Select(layout => (subject, layout)))
                .Where((_, index) => index % nth == 0),
        ];

    [OneTimeSetUp]
    public void SaveAllAndLoadThemInAnotherProcess()
    {
        using var folder = new TemporaryFolder();
        foreach (var (subject, layout) in Cases)
        {
            Save(subject, layout, folder);
        }

        using var child = ChildProcess.Start(Path.GetTempPath(), StockLoader.Verb, folder.Path);
        var errors = child.StandardError.ReadToEndAsync();
        var lines = child.StandardOutput.ReadToEnd().ReplaceLineEndings("\n").Split('\n');
        child.WaitForExit();
        end = (child.ExitCode, errors.Result);
        printed = Blocks(lines);
    }

    [Test]
    [Proves(5)]
    public void Process_ThatLoadedAllSteps_HasNotLoadedVaeMlNet() =>
        Assert.That(end.ExitCode, Is.Zero, $"1 means that VaeMlNet was loaded. {end.Errors}");

    [Test]
    [Proves(5)]
    public void Statement05_LoadedInAProcessWithoutVaeMlNet_GivesTheSameSchemaAndValues() =>
        Assert.Multiple(() => Array.ForEach(Cases, pair => AssertIsTheSame(pair.Subject, pair.Layout)));

    private void AssertIsTheSame(EstimatorSubject subject, ColumnLayout layout)
    {
        var file = StockLoader.FileName(subject, layout);

        Assert.That(printed, Does.ContainKey(file), end.Errors);

        var want = expected[file];
        var got = printed[file];

        Assert.That(got, Has.Length.EqualTo(want.Length), file);
        Assert.That(got[..2], Is.EqualTo(want[..2]), $"{file}: the schemas");

        for (var row = 2; row < want.Length; row++)
        {
            var cells = got[row].Split('\t');
            var wanted = want[row].Split('\t');
            Assert.That(cells, Has.Length.EqualTo(wanted.Length));
            for (var i = 0; i < cells.Length; i++)
            {
                Assert.That(
                    AreClose(cells[i], wanted[i]),
                    Is.True,
                    $"{file}, row {row - 2}: {cells[i]} for {wanted[i]}"
                );
            }
        }
    }

    private void Save(EstimatorSubject subject, ColumnLayout layout, TemporaryFolder folder)
    {
        using var data = StockLoader.Data(subject, layout);
        var transformer = subject.Create(256).Fit(data.View);
        var file = StockLoader.FileName(subject, layout);
        folder.Write(file, SavedZip.Save(transformer, data.Schema));
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        StockLoader.Print(data.Schema, transformer.Transform(data.View), text);
        expected[file] = text.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        (transformer as IDisposable)?.Dispose();
    }

    /// <summary>Returns the lines that follow each file name, by this name.</summary>
    private static Dictionary<string, string[]> Blocks(string[] lines)
    {
        int[] starts =
        [
            .. lines.Index().Where(l => l.Item.EndsWith(".zip", StringComparison.Ordinal)).Select(l => l.Index),
        ];
        int[] ends = [.. starts.Skip(1), lines.Length - 1];
        return starts
            .Zip(ends)
            .ToDictionary(block => lines[block.First], block => lines[(block.First + 1)..block.Second]);
    }

    private static bool AreClose(string actual, string expected)
    {
        if (actual == expected)
        {
            return true;
        }

        var numbers = actual.Split(' ');
        var wanted = expected.Split(' ');
        return numbers.Length == wanted.Length && numbers.Zip(wanted, IsClose).All(close => close);
    }

    private static bool IsClose(string actual, string expected) =>
        actual == expected
        || (
            double.TryParse(actual, CultureInfo.InvariantCulture, out var a)
            && double.TryParse(expected, CultureInfo.InvariantCulture, out var e)
            && Math.Abs(a - e) <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(e))
        );
}
