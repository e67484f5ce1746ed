using System.Text;
using CsvHelper;
using VaeMlNet.Tests.Shared;

namespace VaeMlNet.Jobs.Tests;

/// <summary>The cuts of a plan: every row once, in order, at multiples of the steps' batch.</summary>
public sealed class ShardPlannerTests
{
    private const int Batch = 256;

    private TemporaryFolder folder = null!;

    [SetUp]
    public void MakeFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(7)]
    [TestCase(40)]
    public void Plan_CsvFilesOfAllKinds_GivesEveryRowOnceInOrder(int shardCount)
    {
        string[] paths =
        [
            Csv("a", 700, "\n", seed: 1),
            Csv("b", 1, "\r\n", seed: 2),
            Csv("c", 0, "\n", seed: 3),
            Csv("d", 1500, "\r\n", seed: 4),
        ];
        string[] whole = [.. paths.SelectMany(path => Records(CsvFile.Open(path)))];

        Assert.That(whole, Has.Length.EqualTo(2201));

        var plan = ShardPlanner.Plan(paths, shardCount, CancellationToken.None);
        string[] parts =
        [
            .. plan.Shards.SelectMany(shard => Records(CsvFile.Open(paths[0]).Slice(plan.Slices(shard)))),
        ];

        Assert.That(parts, Is.EqualTo(whole));
        Assert.That(plan.Rows, Is.EqualTo(whole.Length));
        Assert.That(
            plan.Shards.Select(shard => shard.FirstRow),
            Has.All.Matches<long>(row => row % Batch == 0 || row == plan.Rows)
        );
    }

    [Test]
    public void Plan_SomeShards_DifferByOneBatchAtMost()
    {
        var plan = ShardPlanner.Plan([Csv("a", 10_000, "\n", seed: 1)], 7, CancellationToken.None);
        long[] rows = [.. plan.Shards.Select(shard => shard.Rows)];

        Assert.That(rows.Sum(), Is.EqualTo(10_000));
        Assert.That(rows.Max() - rows.Min(), Is.LessThanOrEqualTo(2 * Batch));
    }

    [Test]
    public void Place_RowOfAPart_IsThatOfItsFile()
    {
        string[] paths = [Csv("a", 300, "\n", seed: 1), Csv("b", 600, "\n", seed: 2)];
        var plan = ShardPlanner.Plan(paths, 2, CancellationToken.None);
        var second = CsvFile.Open(paths[0]).Slice(plan.Slices(plan.Shards[1]));
        string[] places = [.. second.ReadRecords().Select(second.Place)];
        var first = plan.Shards[1].FirstRow;

        Assert.That(first, Is.EqualTo(512));
        Assert.That(places[0], Is.EqualTo($"CSV file '{paths[1]}', row {first - 300 + 1}"));
        Assert.That(places[^1], Is.EqualTo($"CSV file '{paths[1]}', row 600"));
    }

    [Test]
    public void Plan_OtherColumns_NamesBothFiles()
    {
        var other = folder.Write("other.csv", "number;text\n1;x\n");
        var error = Assert.Throws<CommandException>(() =>
            ShardPlanner.Plan([Csv("a", 3, "\n", seed: 1), other], 2, CancellationToken.None)
        )!;

        Assert.That(error.Message, Does.Contain("other.csv").And.Contain("a.csv").And.Contain("';'"));
    }

    [TestCase("utf-16", "Rows of Zürich\n\nnumber,text,other\n", ",")]
    [TestCase("windows-1252", "number,text,other\n", ",")]
    [TestCase("utf-8", "Rows of Zürich\nnumber,text,other\n", ",")]
    [TestCase("utf-8", "", ",")]
    [TestCase("utf-8", "", "  ")]
    public void Plan_TextThatIsNotReadAsItIs_GivesEveryRowOnceInOrder(string encoding, string above, string separator)
    {
        var rows = string.Concat(
            Enumerable.Range(0, 700).Select(i => $"{i % 7}.5{separator}Zü{i % 3}{separator}{i * i % 97}.25\n")
        );
        var named = CodePagesEncodingProvider.Instance.GetEncoding(encoding) ?? Encoding.GetEncoding(encoding);
        var path = folder["x.csv"];
        File.WriteAllText(path, above + rows, named);
        var file = CsvFile.Open(path);

        var plan = ShardPlanner.Plan([path, path], 3, CancellationToken.None);
        string[] parts = [.. plan.Shards.SelectMany(shard => Records(file.Slice(plan.Slices(shard))))];

        Assert.That(
            file.Header,
            Is.EqualTo(above.Length > 0 ? ["number", "text", "other"] : new[] { "col0", "col1", "col2" })
        );
        Assert.That(parts, Is.EqualTo(Records(file).Concat(Records(file))));
        Assert.That(parts, Has.Length.EqualTo(1400));
        Assert.That(parts[701], Does.Contain("Zü1"));
    }

    // Line breaks, separators, quotes and nothing at all within quotes; empty lines; the last line without an end.
    private string Csv(string name, int rows, string lineEnd, int seed)
    {
        Random random = new(seed);
        string[] texts = ["plain", "", $"\"two{lineEnd}lines\"", "\"a, \"\"b\"\"\"", "\"\"", "\"\n\n\"", "  spaces  "];
        StringBuilder text = new($"\uFEFFnumber,text{lineEnd}");
        for (var i = 0; i < rows; i++)
        {
            text.Append(
                    i == 0 ? ""
                    : random.Next(10) == 0 ? lineEnd + lineEnd
                    : lineEnd
                )
                .Append($"{name}{i},{texts[random.Next(texts.Length)]}");
        }

        return folder.Write($"{name}.csv", text.ToString());
    }

    private static IEnumerable<string> Records(CsvFile file) =>
        file.ReadRecords().Select(record => $"{record.Text(0)}|{record.Text(1)}");
}
