using System.Text;
using CsvHelper;

namespace VaeMlNet.Data.Tests;

internal sealed class CsvBlockTests
{
    private const string Plain = "a,b\n1,x\n2,y\n3,z\n4,u\n5,v\n";

    private static readonly string[] Awkward =
    [
        Plain,
        Plain.TrimEnd('\n'),
        Plain.Replace("\n", "\r\n", StringComparison.Ordinal),
        Plain.Replace('\n', '\r'),
        "a,b\n\n1,\"one\nline\nmore\"\n\r\n2,\"with \"\"quotes\"\", and a comma\"\n\n\n3,\"\r\n\"\n4,\"\"\n",
        "\"a\nname\",b\n1,2\n3,\"4\n",
        "a;b\n 1 ; \"x;\ny\" \n2;z",
        "a,b\n1,\ufeffx\n\ufeff2,y\n3,z\n",
        "a\n1\n\n\"\"\n2\n",
        "a,b\n1,5\" pipe\n2,\"x\" or y\n3,x\"y\"\n4,\"z\"\n",
        "a,b\n" + new string('x', 700_000) + ",1\n2,\"" + new string('\n', 90_000) + "\"\n3,4\n",
        "a,b\n",
    ];

    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    [Proves(81)]
    public void Divide_AwkwardText_HasTheRowsOfTheFile(
        [ValueSource(nameof(Awkward))] string text,
        [Values(1, 2, 3)] int batchSize
    )
    {
        var path = folder.Write("x.csv", text);

        AssertDivided(path, batchSize, 1);
        AssertDivided(path, batchSize, 20);
    }

    [TestCase("utf-8", true)]
    [TestCase("utf-16", true)]
    [TestCase("utf-16", false)]
    [TestCase("utf-16BE", true)]
    [TestCase("utf-16BE", false)]
    [TestCase("utf-32", true)]
    [TestCase("iso-8859-1", false)]
    [Proves(81)]
    public void Divide_AnotherEncoding_HasTheRowsOfTheFile(string encoding, bool isMarked)
    {
        var text = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. isMarked ? text.GetPreamble() : [], .. text.GetBytes("a,b\n1,é\n2,ü\n3,\"ö\nß\"\n")];

        AssertDivided(folder.Write("x.csv", bytes), batchSize: 1, leastBytes: 1);
    }

    [Test]
    [Proves(81)]
    public void WriteBlocks_SomeRows_WritesThemInOrder()
    {
        var rows = File("a,b\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},\"x\n{i}\"\n")));
        List<string> ends = [];

        Write(rows, Copy(rows, ends), batchSize: 10);

        Assert.That(Read(CsvFile.Open(folder["out.csv"])), Is.EqualTo(Read(rows)));
        Assert.That(
            ends.Select(first => int.Parse(first, System.Globalization.CultureInfo.InvariantCulture)),
            Is.Ordered
        );
        Assert.That(ends, Has.Count.EqualTo(300));
    }

    [TestCase(0)]
    [TestCase(17)]
    [TestCase(2999)]
    [Proves(81)]
    public void WriteBlocks_BadRow_NamesItsPlaceInTheFileAndWritesNothing(int bad)
    {
        // Two lines for each row, below one for the header.
        var rows = File("a,b\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i},\"x\n\"\n")));
        Action Refuse(CsvFile file, CsvWriter csv)
        {
            foreach (var record in file.ReadRecords())
            {
                if (file.Text(record, 0) == $"{bad}")
                {
                    throw new CommandException($"{file.Place(record)} is bad");
                }
            }

            return () => { };
        }

        Assert.That(
            () => Write(rows, Refuse, batchSize: 10),
            Throws
                .TypeOf<CommandException>()
                .With.Message.EqualTo($"{rows.Name}, row {bad + 1} (line {2 + (2 * bad)}) is bad")
        );
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    [TestCase("7,\"x\ny\"z\n", "is damaged at line 202: a cell with quotes inside it goes on in the next line")]
    [TestCase("7,x\"y,\"z\n\"\n", "is damaged at line 202: a cell with quotes inside it goes on in the next line")]
    [TestCase("7,\"x\n", "is damaged at line 202: a quote has no end")]
    [TestCase("7\n", "row 201 (line 202) has 1 cells")]
    [Proves(81)]
    public void WriteBlocks_DamagedRow_NamesItsPlaceInTheFile(string row, string fault)
    {
        var before = string.Concat(Enumerable.Repeat("1,x\n", 200));
        var rows = File($"a,b\n{before}{row}{before}");

        Assert.That(
            () => Write(rows, Copy(rows, []), batchSize: 10),
            Throws.TypeOf<CommandException>().With.Message.Contains(fault)
        );
    }

    [Test]
    [Proves(81)]
    public void WriteBlocks_Canceled_WritesNothing()
    {
        var rows = File("a,b\n" + string.Concat(Enumerable.Repeat("1,x\n", 3000)));
        using CancellationTokenSource cancellation = new();
        Action Cancel(CsvFile file, CsvWriter csv)
        {
            cancellation.Cancel();
            return Copy(file, [])(file, csv);
        }

        Assert.That(
            () => CsvTable.WriteBlocks(folder["out.csv"], ["a", "b"], rows, 10, Cancel, null, cancellation.Token, 1),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.csv" }));
    }

    private CsvFile File(string text) => CsvFile.Open(folder.Write("x.csv", text));

    private void Write(CsvFile rows, Func<CsvFile, CsvWriter, Action> writeRows, int batchSize) =>
        CsvTable.WriteBlocks(
            folder["out.csv"],
            ["a", "b"],
            rows,
            batchSize,
            writeRows,
            null,
            CancellationToken.None,
            leastBytes: 1
        );

    private static Func<CsvFile, CsvWriter, Action> Copy(CsvFile whole, List<string> ends) =>
        (file, csv) =>
        {
            var first = "";
            foreach (var record in file.ReadRecords())
            {
                first = first == "" ? file.Text(record, 0) : first;
                for (var i = 0; i < whole.Header.Count; i++)
                {
                    csv.WriteField(file.Text(record, i), CsvQuoting.WhenNeededOrWhitespace);
                }

                csv.EndRecord();
            }

            return () => ends.Add(first);
        };

    private static void AssertDivided(string path, int batchSize, int leastBytes)
    {
        var file = CsvFile.Open(path);
        List<string> expected = [.. Read(file, stopsAtDamage: true)];
        List<string> divided = [];
        List<int> counts = [];
        foreach (var block in CsvBlock.Divide(file, batchSize, leastBytes, null))
        {
            using (block)
            {
                Assert.That(block.Rows.FirstRow, Is.EqualTo(counts.Sum()));

                counts.Add(block.Rows.RowCount!.Value);
                divided.AddRange(Read(block.Rows, stopsAtDamage: true));
            }
        }

        Assert.That(divided, Is.EqualTo(expected));
        Assert.That(counts.SkipLast(1).Select(count => count % batchSize), Has.All.Zero);
    }

    private static IEnumerable<string> Read(CsvFile file, bool stopsAtDamage = false)
    {
        using var records = file.ReadRecords().GetEnumerator();
        while (true)
        {
            try
            {
                if (!records.MoveNext())
                {
                    yield break;
                }
            }
            catch (CommandException) when (stopsAtDamage)
            {
                yield break;
            }

            yield return string.Join('|', file.Header.Select((_, i) => file.Text(records.Current, i)));
        }
    }
}
