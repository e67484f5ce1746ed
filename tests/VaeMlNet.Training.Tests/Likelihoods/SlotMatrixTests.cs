using static TorchSharp.torch;

namespace VaeMlNet.Training.Tests;

public class SlotMatrixTests
{
    [Test]
    public void CopyFrom_AnyShape_GivesTheSameRows(
        [Values(1, 7, 8, 21, 64)] int rowCount,
        [Values(1, 7, 8, 30)] int width,
        [Values(0, 3)] int unused
    )
    {
        using var scope = NewDisposeScope();
        var rows = arange(rowCount * (width + unused), ScalarType.Float32).view(rowCount, width + unused);
        var matrix = new SlotMatrix(rowCount, width);

        matrix.CopyFrom(rows);

        Assert.That(matrix.Rows.Equals(rows.narrow(1, 0, width)), Is.True);
    }
}
