namespace VaeMlNet.Report;

/// <summary>The section of the differences between the training data and these rows.</summary>
internal static class DriftSection
{
    private const int MostColumns = 30;

    public static Section Create(ReportFacts facts)
    {
        var drift = facts.Drift;
        Html[] tiles = [.. Tiles(drift)];
        Html[] parts =
        [
            tiles.Length > 0 ? Html.Format($"<dl class=\"tiles\">\n{Html.Join(tiles)}</dl>\n") : Html.Empty,
            drift.Columns.Count > 0 ? Table(drift) : Html.Empty,
            .. Notes(facts).Select(Blocks.Note),
        ];
        return new Section(
            "drift",
            "Drift",
            facts.Layout.IsImage
                ? "The difference between this data and the data of the training, by the scores: the largest difference between their distribution functions, from 0 to 1."
                : "The difference between this data and the training data. A distance is 0 for equal distributions, and 1 for distributions without a common value. The p-value is the probability of such a distance by chance alone; it is corrected for the number of columns (Holm 1979). A column has drifted if its p-value is at most 0.01 and its distance at least 0.1, because with many rows every small distance is significant.",
            "columns that have drifted: the model has not seen such values, or not in such shares.",
            Html.Join(parts),
            Gist: drift.Columns.Count > 0 ? Count(facts) : "this data beside the training data"
        );
    }

    /// <summary>Returns the number of columns that have drifted in words.</summary>
    public static string Count(ReportFacts facts)
    {
        var drifted = facts.Drift.Drifted.Count();
        var compared = facts.Drift.Columns.Count;
        var all = facts.Compared.Count;
        var columns =
            compared == all
                ? Figure.Count(all, "column")
                : $"the {Figure.Count(compared)} of {Figure.Count(all, "column")} that can be compared";
        return $"{(drifted == 0 ? "none" : Figure.Count(drifted))} of {columns} {(drifted is 0 or 1 ? "has" : "have")} drifted";
    }

    private static IEnumerable<Html> Tiles(DataDrift drift)
    {
        if (drift.Columns.Count > 0)
        {
            yield return OverviewSection.Tile(
                "Columns that have drifted",
                $"{Figure.Count(drift.Drifted.Count())} of {Figure.Count(drift.Columns.Count)}",
                "p-value at most 0.01 and distance at least 0.1"
            );
        }

        if (drift.Scores is { } scores)
        {
            yield return OverviewSection.Tile(
                "Distance of the scores",
                Figure.Fixed(scores.Distance, 2),
                $"{(scores.AreHigher ? "higher" : "lower")} than the scores of the calibration rows; Kolmogorov-Smirnov p-value {Figure.PValue(scores.PValue)}"
            );
        }

        if (drift.Classifier is { } classifier)
        {
            yield return OverviewSection.Tile(
                "AUROC of a classifier",
                Figure.Fixed(classifier.Area, 3),
                $"a random forest that learned to tell {Figure.Count(drift.ClassifierRows / 2)} of these rows from as many training rows, on as many others; 0.5 is chance, p-value {Figure.PValue(classifier.PValue)}"
            );
        }
    }

    private static Html Table(DataDrift drift)
    {
        var table = Blocks.Table(
            drift.Columns.Take(MostColumns),
            "Drift of each column",
            [
                new("column", pair => Html.Escape(pair.Compared.Column.Name)),
                new("training and these rows", pair => MiniHistogram.Draw(ColumnHistogram.Create(pair.Compared))),
                new("distance", pair => Distance(pair.Drift), IsNumber: true),
                new("p-value", pair => Html.Escape(Figure.PValue(pair.Drift.Corrected)), IsNumber: true),
                new("test", pair => Html.Escape(pair.Drift.Test)),
                new("missing", pair => Html.Escape(Figure.Percent(pair.Compared.Rows.MissingShare)), IsNumber: true),
                new(
                    "missing in training",
                    pair => Html.Escape(Figure.Percent(pair.Compared.Training!.MissingShare)),
                    IsNumber: true
                ),
            ]
        );
        return drift.Columns.Count > MostColumns
            ? Html.Format(
                $"{table}{Blocks.Note($"The table shows the {MostColumns} largest distances of {drift.Columns.Count} columns.")}"
            )
            : table;
    }

    private static Html Distance(ColumnDrift drift) =>
        Blocks.Bar(drift.Distance, Figure.Fixed(drift.Distance, 2), isBad: DataDrift.HasDrifted(drift));

    private static IEnumerable<string> Notes(ReportFacts facts)
    {
        var drift = facts.Drift;
        var without = facts
            .Compared.Where(column => column.Training is null)
            .Select(column => column.Column.Name)
            .ToArray();
        if (without.Length > 0)
        {
            yield return $"The model folder has no distribution of the training values of {Names(without)}. Pass the training rows (--train=FILE, or VaeReportOptions.TrainingData) to compare all columns.";
        }

        if (drift.Scores is null)
        {
            yield return "The scores are not compared: the model folder has no calibration.json.";
        }

        if (facts.Scored.RowCount > facts.Rows.Count && drift.Columns.Count > 0)
        {
            yield return $"The columns are compared on {Figure.Count(facts.Rows.Count)} random rows of this data.";
        }

        if (drift.Scores is { AreSameRows: true })
        {
            yield return "This data seems to be the calibration data, so that its scores cannot differ.";
        }
        else if (drift.Scores is not null && facts.Model.Calibration!.Source == VaeThreshold.TrainingRows)
        {
            yield return "The calibration rows are training rows, on which scores are lower than on new rows. A small distance is expected.";
        }
    }

    private static string Names(string[] names)
    {
        const int most = 5;
        return names.Length <= most
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(most))} and {names.Length - most} more columns";
    }
}
