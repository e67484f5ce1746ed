using Microsoft.ML;
using VaeMlNet.Baselines;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>Compares the quality of synthetic rows of models and of simple methods.</summary>
internal static class SynthesisComparison
{
    /// <summary>The name of the task.</summary>
    public const string Id = "synthesis";

    private static readonly ComparisonMetric Quality = new(
        "quality",
        "quality",
        1,
        "the similarity of columns and of pairs of columns to the training rows, as SDMetrics defines it. 1 is best."
    );

    private static readonly ComparisonMetric ClassifierAuc = new(
        "classifier_auc",
        "classifier AUC",
        0.5,
        "how well a random forest tells synthetic from test rows. 0.5 is best: it cannot."
    );

    private static readonly ComparisonMetric NewRows = new(
        "new_rows",
        "new rows",
        1,
        "the share of synthetic rows that are not copies of training rows. 1 is best for privacy."
    );

    private static readonly ComparisonMetric TrainedOnSynthetic = new(
        "trained_on_synthetic",
        "trained on synthetic",
        1,
        "how well a random forest that learned from synthetic rows predicts the label column of test rows: AUC of classes, or R² of numbers. 1 is best."
    );

    /// <summary>Measures the task; null if no model can do it.</summary>
    public static ComparisonTask? Measure(ComparisonSetup setup)
    {
        ComparedModel[] models = [.. setup.Models.Where(model => model.MakesCells)];
        if (models.Length == 0)
        {
            return null;
        }

        // The parts of a date belong together, which the baselines do not know.
        CsvColumn[] columns = [.. setup.CommonColumns(models).Where(column => column.Dates is null)];
        if (columns.Length == 0)
        {
            setup.Notes.Add("Synthetic rows were not compared, because the common columns are dates.");
            return null;
        }

        var target = columns.Any(column => column.Name == setup.LabelColumn) ? setup.LabelColumn : null;
        var real = CodedRows.Read(setup.Rows.Training.ToFile(), columns, setup.CancellationToken);
        var test = CodedRows.Read(setup.Rows.Test.ToFile(), columns, setup.CancellationToken);
        double? trainedOnReal = null;
        List<ComparisonResult> results = [];
        void Add(string name, bool isModel, string description, CodedTable synthetic)
        {
            var report = Compare(setup, real, test, synthetic, target);
            trainedOnReal = report.TrainingUse?.Real;
            double?[] values = [report.OverallScore, report.ClassifierAuc, report.Privacy.NewRowShare];
            results.Add(
                new(name, isModel, description, target is null ? values : [.. values, report.TrainingUse?.Synthetic])
            );
        }

        foreach (var model in models)
        {
            setup.Begin(model.Name);
            var output = setup.NewFile();
            model.Synthesize(real.RowCount, setup.Seed, output, setup.CancellationToken);
            Add(model.Name, true, model.Description, model.Read(output, columns, setup.CancellationToken));
        }

        foreach (
            var baseline in SynthesisBaseline.All.Where(b => setup.Runs(b.Name, real.Columns.Count, b.MostColumns))
        )
        {
            setup.Begin(baseline.Name);
            var rows = baseline.Synthesize(real, real.RowCount, new Random(setup.Seed));
            Add(baseline.Name, false, baseline.Description, rows);
        }

        ComparisonMetric[] metrics = [Quality, ClassifierAuc, NewRows];
        var trained =
            target is null ? ""
            : trainedOnReal is null
                ? $" Predictions of '{target}' are not measured, because too few training or test rows have each of its values."
            : FormattableString.Invariant(
                $" A forest that learned from the training rows themselves predicts '{target}' with {trainedOnReal:0.000}."
            );
        return new(
            Id,
            "Synthetic rows",
            $"Each method made {real.RowCount} rows of {columns.Length} columns. They are compared with as many training rows, and with {test.RowCount} test rows.{trained}",
            target is null ? metrics : [.. metrics, TrainedOnSynthetic],
            results
        );
    }

    private static VaeQualityReport Compare(
        ComparisonSetup setup,
        CodedTable real,
        CodedTable test,
        CodedTable synthetic,
        string? target
    )
    {
        // Views of one type per column, whatever texts the methods write.
        CsvTableView[] views =
        [
            .. ((CodedTable[])[real, synthetic, test]).Select(rows => CodedRows.Write(setup.NewFile(), rows)),
        ];
        VaeQualityOptions options = new() { Seed = setup.Seed, TargetColumn = target };
        // Forests cannot be canceled. After a cancellation they continue unobserved, and own no resources.
        return Task.Run(
                () => new MLContext().Data.CompareSyntheticRows(views[0], views[1], views[2], options),
                setup.CancellationToken
            )
            .WaitAsync(setup.CancellationToken)
            .GetAwaiter()
            .GetResult();
    }
}
