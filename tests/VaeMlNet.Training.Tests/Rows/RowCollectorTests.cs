using static TorchSharp.torch;

namespace VaeMlNet.Tests;

public class RowCollectorTests
{
    [Test]
    public void ToTensor_AnyNumberOfRows_ContainsThemInOrder(
        [Values(1, 3, 5000, 20_000)] int width,
        [Values(0, 1, 1023, 1024, 1025, 3000)] int rowCount,
        [Values(null, 0, 1, 1024, 2999)] int? expectedRows
    )
    {
        rowCount = width < 5000 ? rowCount : rowCount / 100;
        using var scope = NewDisposeScope();
        var rows = new RowCollector(width, expectedRows);
        for (var row = 0; row < rowCount; row++)
        {
            rows.Free.Span.Fill(-1);
            rows.Free.Span[0] = row;
            rows.Take();
        }

        var gathered = rows.ToTensor();

        Assert.That(gathered.shape, Is.EqualTo(new long[] { rowCount, width }));
        Assert.That(rows.Count, Is.EqualTo(rowCount));

        var values = TensorValues.Floats(gathered);
        for (var row = 0; row < rowCount; row++)
        {
            Assert.That(values[row * width], Is.EqualTo(row));
            Assert.That(values[(row + 1) * width - 1], Is.EqualTo(width == 1 ? row : -1));
        }
    }

    [Test]
    public void Free_RowThatWasNotTaken_IsNotKept()
    {
        using var scope = NewDisposeScope();
        var rows = new RowCollector(2);
        rows.Add([1, 2]);
        rows.Free.Span.Fill(9);

        Assert.That(TensorValues.Floats(rows.ToTensor()), Is.EqualTo(new float[] { 1, 2 }));
    }
}
