using VaeMlNet.Baselines;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>Compares how well models and simple methods fill hidden cells.</summary>
internal static class ImputationComparison
{
    /// <summary>The name of the task.</summary>
    public const string Id = "imputation";

    private static readonly ComparisonMetric[] Metrics =
    [
        new(
            "rmse",
            "RMSE",
            0,
            "the root mean squared error of filled numbers, in standard deviations of the training rows, as a mean over columns. 0 is best, 1 is about what the mean reaches."
        ),
        new(
            "accuracy",
            "accuracy",
            1,
            "the share of filled categories that are right, as a mean over columns. 1 is best."
        ),
    ];

    /// <summary>Measures the task; null if no model can do it.</summary>
    public static ComparisonTask? Measure(ComparisonSetup setup)
    {
        ComparedModel[] models = [.. setup.Models.Where(model => model.MakesCells)];
        if (models.Length == 0)
        {
            return null;
        }

        // A Boolean of ML.NET cannot be missing, and a date is one cell of several numbers. Methods read them beside the hidden cells.
        var common = setup.CommonColumns(models);
        CsvColumn[] hidden = [.. common.Where(column => column.Kind != CsvColumnKind.Boolean && column.Dates is null)];
        CsvColumn[] columns = [.. hidden, .. common.Except(hidden)];
        if (hidden.Length == 0)
        {
            setup.Notes.Add("Imputation was not compared, because no common column can have hidden cells.");
            return null;
        }

        var training = Read(setup, setup.Rows.Training.ToFile(), columns);
        var truth = Read(setup, setup.Rows.Test.ToFile(), columns);
        var damagedFile = Damage(setup, hidden).ToFile();
        var damaged = Read(setup, damagedFile, columns);
        ImputationErrors errors = new(training, truth, damaged);
        if (errors.HiddenCount == 0)
        {
            setup.Notes.Add(
                FormattableString.Invariant(
                    $"Imputation was not compared, because --hidden={setup.HiddenShare} hid no cell of {truth.RowCount} rows. Pass a larger share, or more rows."
                )
            );
            return null;
        }

        List<ComparisonResult> results = [];
        foreach (var model in models)
        {
            setup.Begin(model.Name);
            var output = setup.NewFile();
            model.Fill(damagedFile, output, setup.CancellationToken);
            results.Add(
                new(
                    model.Name,
                    true,
                    model.Description,
                    errors.Compute(model.Read(output, hidden, setup.CancellationToken))
                )
            );
        }

        var width = new OneHotSlots([.. training.Columns.Select(column => column.LevelCount)]).Widths.Sum();
        foreach (var baseline in ImputationBaseline.All.Where(b => setup.Runs(b.Name, width, b.MostSlots)))
        {
            setup.Begin(baseline.Name);
            var filled = baseline.Fill(training, damaged, setup.CancellationToken);
            results.Add(new(baseline.Name, false, baseline.Description, errors.Compute(filled)));
        }

        var rule = FormattableString.Invariant(
            $"Of the observed cells of {hidden.Length} columns, {setup.HiddenShare:0.##%} were hidden at random: {errors.HiddenCount} cells of {truth.RowCount} rows."
        );
        return new(Id, "Imputation", rule, Metrics, results);
    }

    private static CodedTable Read(ComparisonSetup setup, CsvFile file, CsvColumn[] columns) =>
        CodedRows.Read(file, columns, setup.CancellationToken);

    private static CopiedRows Damage(ComparisonSetup setup, CsvColumn[] hidden)
    {
        Random random = new(setup.Seed);
        var names = hidden.SelectMany(column => column.CellNames).ToHashSet();
        var test = setup.Rows.Test;
        return test with
        {
            Columns =
            [
                .. test.Columns.Select(
                    (cells, i) =>
                        names.Contains(test.Names[i])
                            ? Array.ConvertAll(cells, cell => random.NextDouble() < setup.HiddenShare ? "" : cell)
                            : cells
                ),
            ],
        };
    }
}
