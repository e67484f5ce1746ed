using static TorchSharp.torch;

namespace VaeMlNet.Benchmarks;

/// <summary>Creates the rows that <see cref="PlainVae"/> trains on, one float32 row beside the other in memory.</summary>
internal static class PlainRows
{
    public const int TableNumbers = 10;
    public const int TableKeys = 10;
    public const int TableValues = 8;

    /// <summary>Returns the first of MNIST's training images, [count, 784].</summary>
    public static Tensor Images(string mnist, int count)
    {
        var pixels = MnistImages.ReadPixels(mnist)[..(count * Digit.PixelCount)];
        using var bytes = tensor(pixels.ToArray(), [count, Digit.PixelCount]);
        using var levels = bytes.to(ScalarType.Float32);
        return levels / 255;
    }

    /// <summary>Generates standardized numbers and one-hot categories, which depend on two hidden numbers.</summary>
    public static Tensor Table(int count)
    {
        using var scope = NewDisposeScope();
        var (a, b) = (rand(count, 1), rand(count, 1));
        var column = arange(TableNumbers);
        var numbers = (a * column) + (b * (TableNumbers - column)) + rand(count, TableNumbers);
        numbers = (numbers - numbers.mean([0])) / numbers.std(0);
        var keys = (TableValues * ((a * (arange(TableKeys) + 1)) + b)).to(ScalarType.Int64) % TableValues;
        var ones = nn.functional.one_hot(keys, TableValues).flatten(1).to(ScalarType.Float32);
        return cat([numbers, ones], 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Returns the rows of <see cref="DetectorTable"/>: standardized numbers, Booleans, one-hot categories, and marks of missing cells. Missing
    /// cells are NaN.
    /// </summary>
    public static Tensor Detector(int count)
    {
        using var scope = NewDisposeScope();
        var numbers = Cells(count, DetectorTable.NumberCount, DetectorTable.Number).to(ScalarType.Float64);
        numbers -= MeanOfPresent(numbers);
        numbers /= MeanOfPresent(numbers.pow(2)).sqrt();
        var booleans = Cells(
            count,
            DetectorTable.BooleanCount,
            (row, column) => DetectorTable.Boolean(row, column) ? 1 : 0
        );
        var keys = Cells(
            count,
            DetectorTable.KeyCount * DetectorTable.CategoryCount,
            (row, slot) => One(row, slot / DetectorTable.CategoryCount, (uint)slot % DetectorTable.CategoryCount)
        );
        var firstSlots = keys.view(-1, DetectorTable.KeyCount, DetectorTable.CategoryCount).select(2, 0); // [n, keys]
        var marks = cat([numbers.isnan(), firstSlots.isnan()], 1);
        return cat([numbers.to(ScalarType.Float32), booleans, keys, marks.to(ScalarType.Float32)], 1)
            .MoveToOuterDisposeScope();
    }

    // Tensor.nanmean of TorchSharp 0.107.0 throws for every type.
    private static Tensor MeanOfPresent(Tensor numbers) =>
        numbers.nan_to_num(0).sum([0]) / numbers.isnan().logical_not().sum([0]);

    private static float One(int row, int column, uint value) =>
        DetectorTable.Category(row, column) switch
        {
            DetectorTable.CategoryCount => float.NaN,
            var category => category == value ? 1 : 0,
        };

    private static Tensor Cells(int rowCount, int columnCount, Func<int, int, float> cell)
    {
        var cells = new float[rowCount * columnCount];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = cell(i / columnCount, i % columnCount);
        }

        return tensor(cells, [rowCount, columnCount]);
    }
}
