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
        options.Check(hasHeldOut: heldOut is not null);
        ComparedView[] views =
        [
            new(real, "real", nameof(real)),
            new(synthetic, "synthetic", nameof(synthetic)),
            .. heldOut is null ? (ComparedView[])[] : [new(heldOut, "held-out", nameof(heldOut))],
        ];
        var names = options.ColumnNames ?? [.. real.Schema.VisibleNames()];
        ComparedColumn[] columns = [.. names.Distinct().Select(n => ComparedColumn.Find(n, views))];
        if (columns.Length == 0)
        {
            throw QualityErrors.NoColumns();
        }

        var target = TargetSlot(columns, options.TargetColumn);
        var random = new Random(options.Seed);
        var held = QualityBudget.RowsHeld(options.MaximumRows, columns.Sum(c => c.Slots.Count));
        ComparedTable[] tables = [.. views.Select(v => Read(v, columns, held, random))];
        return Compare(tables[0], tables[1], tables.ElementAtOrDefault(2), target, options, random);
    }

    private static int? TargetSlot(ComparedColumn[] columns, string? name)
    {
        if (name is null)
        {
            return null;
        }

        ComparedSlot[] slots = [.. columns.SelectMany(c => c.Slots)];
        var index = Array.FindIndex(slots, s => s.Name == name);
        return index >= 0 ? index : throw QualityErrors.MissingTarget(name, slots);
    }

    private static ComparedTable Read(ComparedView view, ComparedColumn[] columns, int held, Random random)
    {
        var table = RowReservoir.Read(view.Data, columns, held, random);
        return table.RowCount > 0 ? table : throw QualityErrors.NoRows(view.Rows);
    }

    private static VaeQualityReport Compare(
        ComparedTable real,
        ComparedTable synthetic,
        ComparedTable? heldOut,
        int? target,
        VaeQualityOptions options,
        Random random
    )
    {
        (var trends, var pairs) = PairTrends.Compare(real, synthetic, options.Seed);
        return new()
        {
            RealRows = real.RowCount,
            SyntheticRows = synthetic.RowCount,
            HeldOutRows = heldOut?.RowCount,
            Columns = [.. real.Slots.Select((s, i) => ColumnMetrics.Compare(s, real.Values[i], synthetic.Values[i]))],
            ColumnPairTrends = trends,
            LeastSimilarPairs = pairs,
            Privacy = PrivacyMetrics.Measure(real, synthetic.Sample(options.PrivacyRows, random), heldOut, random),
            ClassifierAuc = Classify(heldOut ?? real, synthetic, options, random),
            TrainingUse = target is { } slot ? Train(real, synthetic, heldOut!, slot, options.Seed, random) : null,
        };
    }

    private static double? Classify(
        ComparedTable real,
        ComparedTable synthetic,
        VaeQualityOptions options,
        Random random
    )
    {
        var affordable = QualityBudget.RowsOfClassifier(options.ClassifierRows, real.Slots.Count);
        var count = Math.Min(affordable, Math.Min(real.RowCount, synthetic.RowCount));
        return TwoSampleTest.Auc(
            real.Sample(count, random),
            synthetic.Sample(count, random),
            options.FoldCount,
            options.Seed,
            random
        );
    }

    private static VaeTrainingQuality Train(
        ComparedTable real,
        ComparedTable synthetic,
        ComparedTable heldOut,
        int target,
        int seed,
        Random random
    )
    {
        var count = QualityBudget.RowsOfTraining(real.Slots.Count);
        var use = new TrainingUse(real.Sample(count, random), heldOut.Sample(count, random), target, seed);
        return use.Compare(synthetic.Sample(count, random));
    }
}
