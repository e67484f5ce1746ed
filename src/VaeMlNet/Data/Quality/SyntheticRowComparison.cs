using Microsoft.ML;

namespace VaeMlNet;

/// <summary>Compares synthetic rows with real rows. Reads each view once and keeps a bounded number of its rows.</summary>
internal static class SyntheticRowComparison
{
    public static VaeQualityReport Compare(
        IDataView real,
        IDataView synthetic,
        IDataView? heldOut,
        VaeQualityOptions options
    )
    {
        options.Check();
        ComparedView[] views =
        [
            new(real, "real", nameof(real)),
            new(synthetic, "synthetic", nameof(synthetic)),
            .. heldOut is null ? (ComparedView[])[] : [new(heldOut, "held-out", nameof(heldOut))],
        ];
        var names = options.ColumnNames ?? [.. synthetic.Schema.Where(c => !c.IsHidden).Select(c => c.Name)];
        ComparedColumn[] columns = [.. names.Distinct().Select(n => ComparedColumn.Find(n, views))];
        if (columns.Length == 0)
        {
            throw QualityErrors.NoColumns();
        }

        var random = new Random(options.Seed);
        var held = QualityBudget.RowsHeld(options.MaximumRows, columns.Sum(c => c.Slots.Count));
        ComparedTable[] tables = [.. views.Select(v => Read(v, columns, held, random))];
        return Report(tables[0], tables[1], tables.ElementAtOrDefault(2), options, random);
    }

    private static ComparedTable Read(ComparedView view, ComparedColumn[] columns, int held, Random random)
    {
        var table = RowReservoir.Read(view.Data, columns, held, random);
        return table.RowCount > 0 ? table : throw QualityErrors.NoRows(view.Rows);
    }

    private static VaeQualityReport Report(
        ComparedTable real,
        ComparedTable synthetic,
        ComparedTable? heldOut,
        VaeQualityOptions options,
        Random random
    )
    {
        (var mean, var largest) = AssociationDifferences.Measure(real, synthetic);
        var neighbors = QualityBudget.RowsOfNeighbors(options.NeighborRows, real.Slots.Count);
        ComparedTable[] samples =
        [
            real.Sample(neighbors, random),
            synthetic.Sample(neighbors, random),
            .. heldOut is null ? (ComparedTable[])[] : [heldOut.Sample(neighbors, random)],
        ];
        var encoding = new RowEncoding(samples[0], samples);
        var test = Test(samples[0], samples[1], encoding, options, random);
        return new()
        {
            RealRows = real.RowCount,
            SyntheticRows = synthetic.RowCount,
            Columns = [.. real.Slots.Select((s, i) => ColumnDistances.Measure(s, real.Values[i], synthetic.Values[i]))],
            MeanAssociationDifference = mean,
            LargestAssociationDifferences = largest,
            LogisticAuc = test.Auc(new LogisticClassifier(options.Seed).Classify),
            NearestNeighborAuc = test.Auc(NeighborClassifier.Classify),
            Copies = Copies(real, synthetic, heldOut, [.. samples.Select(encoding.Encode)]),
        };
    }

    private static TwoSampleTest Test(
        ComparedTable real,
        ComparedTable synthetic,
        RowEncoding encoding,
        VaeQualityOptions options,
        Random random
    )
    {
        int[] rows = [.. Enumerable.Range(0, Math.Min(real.RowCount, synthetic.RowCount))];
        return new(real.Rows(rows), synthetic.Rows(rows), encoding, options.FoldCount, random);
    }

    private static VaeCopyQuality Copies(
        ComparedTable real,
        ComparedTable synthetic,
        ComparedTable? heldOut,
        EncodedRows[] encoded
    ) =>
        new()
        {
            SyntheticDistance = NearestRecords.MedianDistance(encoded[1], encoded[0]),
            RealDistance = heldOut is null
                ? NearestRecords.MedianDistance(encoded[0])
                : NearestRecords.MedianDistance(encoded[2], encoded[0]),
            IsAgainstHeldOut = heldOut is not null,
            CopyShare = RowCopies.ShareIn(synthetic, real),
            RealCopyShare = heldOut is null ? RowCopies.ShareAmong(real) : RowCopies.ShareIn(heldOut, real),
        };
}
