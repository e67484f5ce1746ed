using static TorchSharp.torch;

namespace VaeMlNet.Tests;

/// <summary>The stored form of a table's rows, between raw rows and those of the network.</summary>
public class StoredRowTests
{
    [Test]
    [Proves(80)]
    public void Expand_StoredRows_IsTheEncodingOfRawRows([Values] bool hidesCells, [Values] bool ofDetector)
    {
        using var scope = NewDisposeScope();
        using var trained = new VaeTrainer(
            SomeTable.Options with
            {
                EpochCount = 1,
                InputNoise = hidesCells ? new() { Kind = VaeInputNoiseKind.HiddenCells, Level = 0.5 } : new(),
                EmbedCategoriesAbove = ofDetector ? 2 : 250,
            }
        )
        {
            ForAnomalies = ofDetector,
        }.Fit(SomeTable.View(SomeTable.Rows(100)), SomeTable.Columns);
        var table = trained.Table!;
        TableEncoder encoder = new(table);
        CollectedRows stored = new(encoder.StoredWidth);
        CollectedRows expected = new(encoder.Width);
        foreach (var raw in RawRows(trained))
        {
            encoder.Store(raw, stored.Free.Span);
            stored.Take();
            encoder.Encode(raw, expected.Free.Span);
            expected.Take();
        }

        EncodedRows encoded = new(stored, new(encoder, conditionWidth: 0, isOfStoredRows: true));

        Assert.That(TensorValues.Floats(encoded.CopyTo(CPU)), Is.EqualTo(TensorValues.Floats(expected.CopyTo(CPU))));
    }

    [TestCase(200_000)]
    [TestCase(-30_000)]
    [TestCase(1e30)]
    public void Expand_BinnedNumberOutsideItsRange_KeepsItsDistance(double income)
    {
        using var scope = NewDisposeScope();
        using var trained = new VaeTrainer(SomeTable.Options with { EpochCount = 1 }).Fit(
            SomeTable.View(SomeTable.Rows(100)),
            SomeTable.Columns
        );
        var table = trained.Table!;
        TableEncoder encoder = new(table);
        var raw = RawRows(trained).First();
        raw[1] = (float)income;
        var (stored, expanded, exact) = (
            new float[encoder.StoredWidth],
            new float[encoder.Width],
            new float[encoder.Width]
        );

        encoder.Store(raw, stored);
        encoder.Expand(stored, expanded);
        encoder.Encode(raw, exact);

        var mark = encoder.Width - table.DistanceCount;
        var expected = table.RangeMarks[0].SeenRanges[0]!.Value.DistanceOf((float)income);

        Assert.That(expected, Is.GreaterThan(1));
        Assert.That(exact[mark], Is.EqualTo(expected));
        Assert.That(expanded[mark], Is.EqualTo(expected).Within(0.1).Percent);
        Assert.That(expanded[..mark], Is.EqualTo(exact[..mark]));
    }

    /// <summary>Returns rows of the table, with unknown keys, and with cells that are known to be missing.</summary>
    private static IEnumerable<float[]> RawRows(TrainedVae trained)
    {
        using var rows = trained.ReadRows(SomeTable.View(SomeTable.Rows(60, seed: 2, missingShare: 0.3)));
        var random = new Random(1);
        foreach (var row in TensorValues.Floats(rows).Chunk((int)rows.shape[1]))
        {
            row[0] = random.Next(6) == 0 ? 4 : row[0]; // a key beyond the known ones
            for (var slot = 0; slot < row.Length; slot++)
            {
                row[slot] = slot != 2 && random.Next(6) == 0 ? Table.KnownMissing : row[slot];
            }

            yield return row;
        }
    }
}
