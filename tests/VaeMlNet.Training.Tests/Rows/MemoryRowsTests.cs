using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class MemoryRowsTests
{
    [Test]
    public void Collected_AnyNumberOfRows_ContainsThemInOrder(
        [Values(1, 3, 5000, 2_000_000)] int width,
        [Values(0, 1, 63, 64, 65, 130, 1000)] int rowCount
    )
    {
        rowCount = width < 1_000_000 ? rowCount : rowCount / 100;
        using var scope = NewDisposeScope();
        var rows = Numbered(rowCount, width);

        Assert.That((rows.Count, rows.Width), Is.EqualTo(((long)rowCount, width)));

        for (var row = 0; row < rowCount; row++)
        {
            Assert.That((rows.Row(row)[0], rows.Row(row)[^1]), Is.EqualTo(((float)row, (float)(row + width - 1))));
        }
    }

    [Test]
    public void Collected_RowThatWasNotTaken_IsNotKept()
    {
        using var scope = NewDisposeScope();
        CollectedRows rows = new(2);
        rows.Add([1, 2]);
        rows.Free.Span.Fill(9);

        Assert.That(TensorValues.Floats(rows.CopyTo(CPU)), Is.EqualTo(new float[] { 1, 2 }));
    }

    [Test]
    [Proves(80)]
    public void Collected_ManyRows_AllocateOneCopyAndAChunk()
    {
        const int width = 50;
        const int rowCount = 200_000;
        CollectedRows rows = new(width);
        var row = new float[width];
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < rowCount; i++)
        {
            rows.Add(row);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        const long chunks = 3 * 4L << 20; // the last one, and the first one while it grows

        Assert.That(allocated, Is.InRange(4L * width * rowCount, (4L * width * rowCount) + chunks));
    }

    private static IEnumerable<TestCaseData> Kinds()
    {
        // Each has the rows 0 to 99 of three slots: n, n + 1, n + 2.
        var given = Numbered(100, 3);
        yield return Case("collected", given);
        yield return Case("tensor", new RowsOfTensor(given.CopyTo(CPU)));
        int[] backwards = [.. Enumerable.Range(0, 100).Reverse()];
        yield return Case("chosen", given.Choose(backwards).Choose(backwards));
        yield return Case(
            "chosen of a tensor",
            new RowsOfTensor(given.Choose(backwards).CopyTo(CPU)).Choose(backwards)
        );
        int[] first = [.. Enumerable.Range(0, 30)];
        int[] rest = [.. Enumerable.Range(30, 70)];
        yield return Case(
            "joined",
            new JoinedRows([given.Choose(first), given.Choose(rest).First(20), given.Choose(rest[20..])])
        );

        static TestCaseData Case(string name, MemoryRows rows) => new TestCaseData(rows).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Kinds))]
    [Proves(80)]
    public void EachKind_OfTheSameRows_ReturnsTheSame(object given)
    {
        using var scope = NewDisposeScope();
        var rows = (MemoryRows)given;
        var slot = new float[100];
        rows.CopySlot(1, slot);

        Assert.Multiple(() =>
        {
            Assert.That((rows.Count, rows.Width), Is.EqualTo((100L, 3)));
            Assert.That(
                TensorValues.Floats(rows.Take(tensor(new long[] { 99, 0, 31, 31 })).select(1, 0)),
                Is.EqualTo(new float[] { 99, 0, 31, 31 })
            );
            Assert.That(
                TensorValues.Floats(rows.Slice(28, 25).select(1, 0)),
                Is.EqualTo(Enumerable.Range(28, 25).Select(row => (float)row))
            );
            Assert.That(slot, Is.EqualTo(Enumerable.Range(1, 100).Select(value => (float)value)));
            Assert.That(TensorValues.Floats(rows.First(2).CopyTo(CPU)), Is.EqualTo(new float[] { 0, 1, 2, 1, 2, 3 }));
            Assert.That(rows.First(100), Is.SameAs(rows));
            Assert.That(
                TensorValues.Floats(rows.Spread(3).CopyTo(CPU).select(1, 0)),
                Is.EqualTo(new float[] { 0, 33, 66 }),
                "at equal distances"
            );
            Assert.That(rows.Spread(100), Is.SameAs(rows));
            Assert.That(TensorValues.Floats(rows.Choose([5, 3]).Slice(1, 1)), Is.EqualTo(new float[] { 3, 4, 5 }));
        });
    }

    private static CollectedRows Numbered(int count, int width)
    {
        CollectedRows rows = new(width);
        for (var row = 0; row < count; row++)
        {
            var free = rows.Free.Span;
            for (var slot = 0; slot < width; slot++)
            {
                free[slot] = row + slot;
            }

            rows.Take();
        }

        return rows;
    }
}
