namespace VaeMlNet;

/// <summary>One number of a quality report, with its explanation for readers.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Value">The number; null where it is not defined.</param>
/// <param name="Best">The best value.</param>
/// <param name="Meaning">One sentence that says what the number means.</param>
internal sealed record QualityFigure(string Name, double? Value, string Best, string Meaning)
{
    /// <summary>Returns the numbers of a report in the order in which they are read.</summary>
    public static IReadOnlyList<QualityFigure> List(VaeQualityReport report) =>
        [.. Similarity(report), .. Privacy(report), .. TrainingUse(report.TrainingUse)];

    private static IEnumerable<QualityFigure> Similarity(VaeQualityReport report)
    {
        yield return new("Overall score", report.OverallScore, "1", "Mean of Column Shapes and Column Pair Trends.");
        yield return new(
            "Column Shapes",
            report.ColumnShapes,
            "1",
            "Similarity of the distribution of each column (KSComplement, TVComplement)."
        );
        yield return new(
            "Column Pair Trends",
            report.ColumnPairTrends,
            "1",
            "Similarity of the relation of every two columns (CorrelationSimilarity, ContingencySimilarity)."
        );
        yield return new(
            "Range coverage",
            report.RangeCoverage,
            "1",
            "Share of the real ranges that synthetic numbers span."
        );
        yield return new("Category coverage", report.CategoryCoverage, "1", "Share of the real categories that occur.");
        yield return new(
            "Missing-value similarity",
            report.MissingValueSimilarity,
            "1",
            "Agreement of the shares of missing cells."
        );
        yield return new(
            "Valid cells",
            report.ValidShare,
            "1",
            "Share of cells with a known category, or with a whole number where the real numbers are whole."
        );
        var others = report.HeldOutRows is null ? "real" : "held-out";
        yield return new(
            "Classifier AUC",
            report.ClassifierAuc,
            "0.5",
            $"A random forest tells synthetic from {others} rows: 0.5 means by chance, 1 means always."
        );
    }

    private static IEnumerable<QualityFigure> Privacy(VaeQualityReport report)
    {
        var privacy = report.Privacy;
        var best = privacy.HeldOutNewRowShare is null ? "1" : "that of held-out rows";
        yield return new(
            "New rows",
            privacy.NewRowShare,
            best,
            "Share of synthetic rows that match no real row within 1 %."
        );
        if (report.HeldOutRows is not null)
        {
            yield return new(
                "New rows, held-out",
                privacy.HeldOutNewRowShare,
                "",
                "The same share of held-out rows, which are no copies."
            );
            yield return new(
                "Overfitting protection",
                privacy.OverfittingProtection,
                "1",
                "Synthetic rows are as close to held-out rows as to training rows: 0 means all are closer to training rows."
            );
        }

        yield return new(
            "Baseline protection",
            privacy.BaselineProtection,
            "above 0",
            "Distance to the closest real row, relative to random rows: 0 means copies; realistic rows are between 0 and 1."
        );
    }

    private static IEnumerable<QualityFigure> TrainingUse(VaeTrainingQuality? use)
    {
        if (use is not null)
        {
            var score = use.IsRegression ? "R²" : "AUC";
            yield return new(
                $"{score} trained on synthetic",
                use.Synthetic,
                "1",
                $"A random forest learns from synthetic rows and predicts {use.TargetColumn} in held-out rows."
            );
            yield return new(
                $"{score} trained on real",
                use.Real,
                "",
                "The same of a forest that learns from real rows."
            );
            yield return new(
                "Gap",
                use.Gap,
                "0",
                "Difference of the two: below 0, synthetic rows teach less than real ones."
            );
        }
    }
}
