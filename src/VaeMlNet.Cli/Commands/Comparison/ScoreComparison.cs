using VaeMlNet.Baselines;
using VaeMlNet.Report;
using VaeMlNet.Texts;

namespace VaeMlNet.Cli;

/// <summary>Compares how well the scores of models and of detectors rank anomalies.</summary>
/// <remarks>
/// Without labels, anomalies are planted: rows whose cells are usual one by one, but not together. This is the kind that single columns cannot
/// show.
/// </remarks>
internal static class ScoreComparison
{
    /// <summary>The name of the task.</summary>
    public const string Id = "scores";

    private const double PlantedShare = 0.1;
    private const double ChangedShare = 1.0 / 3;
    private const int FewAnomalies = 20;

    // With more, the labels are classes, some of which happen to read like a yes or a no.
    private const double LargestUnreadableShare = 0.1;

    private static readonly ComparisonMetric[] Metrics =
    [
        new(
            "auroc",
            "AUROC",
            1,
            "the probability that an anomaly scores above another row. 1 is best, 0.5 is what random scores reach."
        ),
        new(
            "aupr",
            "AUPR",
            1,
            "the average precision, a mean over the thresholds of the share of anomalies among the rows above. 1 is best, the share of anomalies is what random scores reach."
        ),
    ];

    /// <summary>Measures the task; null if no model can do it.</summary>
    public static ComparisonTask? Measure(ComparisonSetup setup)
    {
        var labeled = setup.LabelColumn is null ? null : setup.Rows.Test.ToFile();
        var labels = labeled is null ? null : Labels(labeled, setup.LabelColumn!);
        if (labels?.Distinct().Count() == 1)
        {
            setup.Notes.Add(
                $"Scores were not compared, because all labels of the measured rows in column '{setup.LabelColumn}' are equal."
            );
            return null;
        }

        ComparedModel[] models =
        [
            .. labels is null ? setup.Models : setup.Models.Where(model => !ReadsLabel(model, setup)),
        ];
        if (models.Length == 0)
        {
            return null;
        }

        var columns = setup.CommonColumns(models);
        if (labels is null && columns.Sum(column => column.CellNames.Count) == 1)
        {
            setup.Notes.Add(
                $"Scores were not compared, because the rows have only one column, '{columns[0].Name}': without labels, anomalies are planted as combinations of usual cells. Pass --label-column."
            );
            return null;
        }

        var (test, isAnomaly, rule) = labels is null
            ? Planted(setup, columns)
            : (
                labeled!,
                labels,
                $"The scores rank {labels.Length} rows, of which column '{setup.LabelColumn}' marks {labels.Count(label => label)} as anomalies. {LabelsSeen(models, setup.LabelColumn!)}"
            );
        var count = isAnomaly.Count(anomaly => anomaly);
        if (count < FewAnomalies)
        {
            setup.Notes.Add(
                $"The scores rank only {count} anomalies, so that AUROC and AUPR are uncertain. Measure on more labeled rows to compare methods that are near to each other."
            );
        }

        List<ComparisonResult> results = [];
        foreach (var model in models)
        {
            setup.Begin(model.Name);
            results.Add(
                Result(model.Name, isModel: true, model.Description, model.Score(test, setup.Choice), isAnomaly)
            );
        }

        var training = CodedRows.Read(setup.Rows.Training.ToFile(), columns, setup.CancellationToken);
        NumericRows numeric = new(training);
        var scored = CodedRows.Read(test, columns, setup.CancellationToken);
        foreach (
            var baseline in AnomalyBaseline.All.Where(b => setup.Runs(b.Name, numeric.Widths.Sum(), b.MostFeatures))
        )
        {
            setup.Begin(baseline.Name);
            var scores = TableBaseline
                .Fit(baseline, numeric, training, setup.Seed, setup.CancellationToken)
                .Score(scored, setup.CancellationToken);
            results.Add(
                Result(
                    baseline.Name,
                    isModel: false,
                    baseline.Description,
                    Array.ConvertAll(scores, score => (float)score),
                    isAnomaly
                )
            );
        }

        return new(Id, "Anomaly scores", rule, Metrics, results);
    }

    private static string LabelsSeen(ComparedModel[] models, string labelColumn)
    {
        string[] learned =
        [
            .. models
                .Select(model => (model.Name, Rows: model.LabeledRows(labelColumn)))
                .Where(model => model.Rows > 0)
                .Select(model => $"'{model.Name}' learned from {model.Rows} labeled rows"),
        ];
        return learned.Length == 0 ? "No method saw the column." : $"{string.Join(", and ", learned)}.";
    }

    private static bool ReadsLabel(ComparedModel model, ComparisonSetup setup)
    {
        if (model.Columns.Count == 0 || !model.CellNames.Contains(setup.LabelColumn))
        {
            return false;
        }

        setup.Notes.Add(
            $"The scores of '{model.Name}' were not compared, because it reads the label column '{setup.LabelColumn}'."
        );
        return true;
    }

    private static (CsvFile Rows, bool[] IsPlanted, string Rule) Planted(ComparisonSetup setup, CsvColumn[] columns)
    {
        var test = setup.Rows.Test;
        Random random = new(setup.Seed);
        int[] order = [.. Enumerable.Range(0, test.RowCount)];
        random.Shuffle(order);
        var isPlanted = new bool[test.RowCount];
        var cells = test.Columns.Select(column => (string[])column.Clone()).ToArray();
        int[] places = [.. columns.SelectMany(column => column.CellNames).Select(test.File.IndexOf)];
        var changed = Math.Max(1, (int)Math.Round(ChangedShare * places.Length));
        foreach (var row in order[..Math.Max(1, (int)Math.Round(PlantedShare * order.Length))])
        {
            isPlanted[row] = true;
            random.Shuffle(places);
            foreach (var place in places[..changed])
            {
                cells[place][row] = test.Columns[place][random.Next(test.RowCount)];
            }
        }

        return (
            (test with { Columns = cells }).ToFile(),
            isPlanted,
            $"There are no labels of anomalies, so anomalies were planted: in {isPlanted.Count(planted => planted)} of the {test.RowCount} rows, {changed} of {places.Length} cells have the value of another random row. Each cell is usual, and their combination is not, so methods that look at single columns find little."
        );
    }

    /// <summary>Returns which rows are anomalies; null where the labels are classes.</summary>
    private static bool[]? Labels(CsvFile file, string column)
    {
        string[] cells = [.. file.Texts(column)];
        var labels = Array.ConvertAll(cells, cell => TruthTexts.Read(cell));
        var unreadable = labels.Count(label => label is null);
        var empty = cells.Count(string.IsNullOrWhiteSpace);
        if (unreadable > 0 && unreadable - empty <= LargestUnreadableShare * (cells.Length - empty))
        {
            throw new CommandException(
                $"Column '{column}' has {unreadable} of {cells.Length} labels that cannot be read, such as '{cells[Array.IndexOf(labels, null)]}'; expected {TruthTexts.Expected}. Fix them."
            );
        }

        return unreadable > 0 ? null : Array.ConvertAll(labels, label => label!.Value);
    }

    private static ComparisonResult Result(
        string name,
        bool isModel,
        string description,
        float[] scores,
        bool[] isAnomaly
    )
    {
        var quality = RankingQuality.Compute(scores, isAnomaly);
        return new(name, isModel, description, [quality.AreaUnderRoc, quality.AveragePrecision]);
    }
}
