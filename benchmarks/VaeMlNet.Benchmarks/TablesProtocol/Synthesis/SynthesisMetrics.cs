using Microsoft.ML;

namespace VaeMlNet.Benchmarks;

/// <summary>Scores synthetic rows by the library's own comparison, with the types that the manifest gives to columns.</summary>
internal static class SynthesisMetrics
{
    /// <summary>Adds the metrics of synthetic rows.</summary>
    /// <param name="metrics">Receives the metrics.</param>
    /// <param name="split">The split.</param>
    /// <param name="synthetic">The rows of a method, as it wrote them.</param>
    /// <param name="folder">A folder for files.</param>
    public static void Add(
        SortedDictionary<string, double> metrics,
        ProtocolSplit split,
        TextTable synthetic,
        string folder
    )
    {
        TableCoder coder = new(split.Table, split.Training);
        var snapped = Path.Combine(folder, "synthetic_snapped.csv");
        coder.Snap(synthetic.Select(split.Table.ColumnNames)).Write(snapped);
        var report = Compare(split, snapped);
        var privacy = report.Privacy;
        (string Name, double? Value)[] all =
        [
            ("valid_cells", ValidShare(split, coder, synthetic)),
            ("column_shapes", report.ColumnShapes),
            ("pair_trends", report.ColumnPairTrends),
            ("quality", report.OverallScore),
            ("range_coverage", report.RangeCoverage),
            ("category_coverage", report.CategoryCoverage),
            ("missing_similarity", report.MissingValueSimilarity),
            ("new_rows", privacy.NewRowShare),
            ("dcr_overfitting_protection", privacy.OverfittingProtection),
            ("dcr_baseline_protection", privacy.BaselineProtection),
            ("c2st_auc", report.ClassifierAuc),
            ("tstr", report.TrainingUse!.Synthetic),
            ("trtr", report.TrainingUse.Real),
            ("tstr_minus_trtr", report.TrainingUse.Gap),
        ];
        foreach ((var name, var value) in all)
        {
            if (value is { } number)
            {
                metrics[name] = number;
            }
        }
    }

    private static VaeQualityReport Compare(ProtocolSplit split, string synthetic)
    {
        ComparedFiles files = new(
            CsvFile.Open(split.TrainingPath),
            CsvFile.Open(synthetic),
            CsvFile.Open(split.TestPath)
        );
        VaeProfileOptions options = new()
        {
            Schema = new()
            {
                Columns =
                [
                    .. split.Table.Columns.Select(column => new VaeColumnSchema
                    {
                        Name = column.Name,
                        Kind = column.IsNumber ? VaeColumnKind.Number : VaeColumnKind.Category,
                    }),
                ],
            },
            TreatsSentinelsAsMissing = false,
        };
        var views = files.Open(
            new ColumnChoice([.. split.Table.ColumnNames], []),
            options,
            OptionAdvice.OnProfile,
            target: null,
            CancellationToken.None
        );
        return new MLContext().Data.CompareSyntheticRows(
            views.Real,
            views.Synthetic,
            views.HeldOut,
            new() { TargetColumn = split.Table.Target, Seed = split.Seed }
        );
    }

    /// <summary>
    /// Returns the share of cells of categories and of whole numbers that are, as written, levels of the training rows or whole
    /// numbers. Missing cells count as valid.
    /// </summary>
    private static double? ValidShare(ProtocolSplit split, TableCoder coder, TextTable synthetic)
    {
        List<double> shares = [];
        foreach (((var name, var isNumber), var i) in split.Table.Columns.Select((column, i) => (column, i)))
        {
            if (!isNumber)
            {
                shares.Add(synthetic[name].Average(cell => cell.Length == 0 || coder.Levels(i).Contains(cell) ? 1 : 0));
            }
            else if (!split.Training[name].Any(cell => cell.Contains('.', StringComparison.Ordinal)))
            {
                shares.Add(synthetic[name].Average(cell => cell.Length == 0 || IsWhole(cell) ? 1 : 0));
            }
        }

        return shares.Count > 0 ? shares.Average() : null;
    }

    private static bool IsWhole(string cell) => TableCoder.Number(cell) is var value && value == Math.Round(value);
}
