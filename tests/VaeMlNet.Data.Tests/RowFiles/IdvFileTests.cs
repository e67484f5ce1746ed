using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Data.Tests;

internal sealed class IdvFileTests
{
    private TemporaryFolder folder = null!;

    [SetUp]
    public void CreateFolder() => folder = new TemporaryFolder();

    [TearDown]
    public void DeleteFolder() => folder.Dispose();

    [Test]
    public void Write_SomeColumns_WritesThoseInTheirOrder()
    {
        Write(["B", "A"]);

        var read = new MLContext(1).Data.LoadFromBinary(folder["x.idv"]);

        Assert.That(read.Schema.Select(column => column.Name), Is.EqualTo(new[] { "B", "A" }));
        Assert.That(read.GetColumn<float>("A"), Is.EqualTo(Enumerable.Range(0, 3000)));
    }

    [Test]
    public void Write_Rows_ReportsEachOnceInOrder()
    {
        List<float> told = [];

        var count = Write(
            ["A"],
            row =>
            {
                var getter = row.GetGetter<float>(row.Schema["A"]);
                float value = 0;
                return () =>
                {
                    getter(ref value);
                    told.Add(value);
                };
            }
        );

        Assert.That(count, Is.EqualTo(3000));
        Assert.That(told, Is.EqualTo(Enumerable.Range(0, 3000)));
    }

    [Test]
    public void Write_Canceled_KeepsTheOldFileAndLeavesNothingElse()
    {
        folder.Write("x.idv", "old");
        using CancellationTokenSource source = new();
        var rows = 0;

        var thrown = Assert.Catch(() =>
            Write(
                ["A", "B"],
                _ =>
                    () =>
                    {
                        if (++rows == 2000)
                        {
                            source.Cancel();
                        }
                    },
                source.Token
            )
        );

        Assert.That(thrown.FindCause<OperationCanceledException>(), Is.Not.Null);
        Assert.That(rows, Is.EqualTo(2000));
        Assert.That(File.ReadAllText(folder["x.idv"]), Is.EqualTo("old"));
        Assert.That(folder.Entries, Is.EqualTo(new[] { "x.idv" }));
    }

    [Test]
    public void Write_DiskFull_ReportsItThoughMlNetWrapsIt()
    {
        Assert.That(
            () =>
                Write(
                    ["A"],
                    _ =>
                        () =>
                            throw new InvalidOperationException("Thrown in a worker", new IOException("No space left."))
                ),
            Throws
                .TypeOf<CommandException>()
                .With.Message.Contains($"Could not write '{folder["x.idv"]}': No space left. Check")
        );
        Assert.That(folder.Entries, Is.Empty);
    }

    private long Write(
        string[] columns,
        Func<DataViewRow, Action>? watch = null,
        CancellationToken cancellationToken = default
    )
    {
        MLContext ml = new(1);
        var rows = ml.Data.LoadFromEnumerable(Enumerable.Range(0, 3000).Select(i => new Row { A = i, B = i % 2 == 0 }));
        return IdvFile.Write(folder["x.idv"], ml, rows, columns, cancellationToken, watch);
    }

    private sealed class Row
    {
        public float A { get; set; }

        public bool B { get; set; }

        public float C { get; set; }
    }
}
