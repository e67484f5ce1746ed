using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet evaluate</c>. It measures how well a checkpoint explains rows and how it uses its latents.
/// </summary>
internal sealed class EvaluateCommand : VerbCommand
{
    private readonly Option<string?> checkpoint = OptionFactory.Text(
        "--checkpoint",
        "FOLDER",
        "The checkpoint folder that 'train' wrote"
    );

    private readonly DataOptions data = new();
    private readonly Option<bool> sort = SeriesOptions.CreateSort();
    private readonly Option<int?> rowLimit = OptionFactory.Integer(
        "--rows",
        "The number of rows to evaluate, from the first [default: all; with --objective, 5000 random ones if there are more]",
        minimum: 1
    );

    private readonly Option<int?> samples = OptionFactory.Integer(
        "--samples",
        "Samples per row for the log-likelihood",
        minimum: 1,
        50
    );

    private readonly Option<int?> seed = OptionFactory.Seed(
        "Seed of the random samples, and with --objective of the random rows"
    );
    private readonly Option<string?> objective = OptionFactory.Choice(
        "--objective",
        "Measure only the objective of a tuning, as 'tune' measures it on held-out rows, to compare checkpoints of tables. detection uses the labels in --label-column, if it is given",
        [.. TuningObjectives.Names.Where(name => TuningObjectives.Of(name) != VaeTuningObjective.Accuracy)]
    );

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE.csv",
        "Also write the table of latents to this file"
    );

    /// <summary>Creates the verb.</summary>
    public EvaluateCommand(CommandContext context)
        : base(
            "evaluate",
            "Evaluates a checkpoint on rows: ELBO, importance-weighted log-likelihood and use of the latents.",
            context
        )
    {
        checkpoint.Required = true;
        Options.Add(checkpoint);
        data.AddTo(this);
        this.Add(sort, rowLimit, samples, seed, objective, output);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "evaluate --checkpoint=checkpoints/mnist --mnist=artifacts/mnist --rows=1000 --samples=500",
            "evaluate --checkpoint=checkpoints/turbines --data=turbines.csv --out=latents.csv",
            "evaluate --checkpoint=tuning/checkpoint --data=unseen.csv --objective=imputation",
        ];

    protected override int Run(ParseResult parse)
    {
        CsvTable.CheckWritable(parse.GetValue(output), parse.GetValue(data.Data), parse.GetValue(data.Validation));

        var folder = parse.GetValue(checkpoint)!;
        (var loaded, var rows) = TrainedCheckpoint.Load(
            folder,
            t => data.ReadFor(t, folder, parse, parse.GetValue(sort), Context, Target(parse))
        );
        using var trained = loaded;
        if (parse.GetValue(objective) is { } name)
        {
            return Measure(name, trained, rows, parse);
        }

        Context.CancellationToken.ThrowIfCancellationRequested();
        var evaluation = Terminal.RunWithBar(
            "sampling",
            bar =>
                RefusedValues.Locate(
                    rows.Cells,
                    () =>
                        rows.Diagnose(
                            trained,
                            parse.GetValue(rowLimit) ?? int.MaxValue,
                            parse.GetValue(samples)!.Value,
                            parse.GetValue(seed)!.Value,
                            bar,
                            Context.CancellationToken
                        )
                )
        );
        rows.Warn(Terminal);
        Print(evaluation);
        WriteLatents(parse.GetValue(output), evaluation);
        return ExitCode.Ok;
    }

    private int Measure(string name, TrainedVae trained, TrainingRows rows, ParseResult parse)
    {
        if (rows is not TableTrainingRows { Training: var view })
        {
            throw new CommandException(
                $"--objective is for models of tables, but checkpoint '{parse.GetValue(checkpoint)}' is not one. Leave the option out."
            );
        }

        VaeTunerOptions options = new()
        {
            Objective = TuningObjectives.Of(name),
            TargetColumnName = Target(parse),
            Seed = parse.GetValue(seed)!.Value,
        };
        var measured = parse.GetValue(rowLimit) is { } limit ? new MLContext(seed: 0).Data.TakeRows(view, limit) : view;
        var value = Terminal.RunWithBar("measuring", _ => new VaeTuner(options).Measure(trained, measured));
        rows.Warn(Terminal);
        Terminal.WriteLine(FormattableString.Invariant($"{name}={value:G6}"));
        return ExitCode.Ok;
    }

    /// <summary>Returns the column of the labels, which only the detection of anomalies needs.</summary>
    private string? Target(ParseResult parse) =>
        parse.GetValue(objective) is { } name && TuningObjectives.Of(name) == VaeTuningObjective.Detection
            ? data.Columns.Label(parse)
            : null;

    private void Check(CommandResult result)
    {
        data.Check(result);
        string[] unused = [.. result.Given(samples, output)];
        if (result.IsGiven(objective) && unused.Length > 0)
        {
            result.AddError(
                $"{string.Join(" and ", unused)} cannot be combined with --objective. Leave one of them out."
            );
        }

        if (!data.IsGiven(result))
        {
            result.AddError("'evaluate' needs rows. Pass --data=FILE or --mnist=FOLDER.");
        }
    }

    private void Print(VaeEvaluation evaluation)
    {
        Terminal.WriteTable(
            $"latents over {evaluation.RowCount} rows",
            ["latent", "kl", "variance of the mean", "active"],
            evaluation.Latents.Select(Cells)
        );
        Terminal.WriteLine(
            FormattableString.Invariant(
                $"elbo={evaluation.Elbo:0.00} log_likelihood={evaluation.LogLikelihood:0.00} (K={evaluation.SampleCount}) reconstruction={evaluation.Loss.Reconstruction:0.00} kl={evaluation.Loss.Kl:0.00} active_units={evaluation.ActiveUnitCount}/{evaluation.Latents.Count}"
            )
        );
        if (evaluation.CollapseWarning is { } warning)
        {
            Terminal.WriteLine($"warning: {warning}");
        }
    }

    private static void WriteLatents(string? path, VaeEvaluation evaluation) =>
        CsvTable.Write(
            path,
            ["latent", "kl", "mean_variance", "is_active"],
            csv =>
            {
                foreach (var latent in evaluation.Latents)
                {
                    csv.WriteField(latent.Index);
                    csv.WriteField(latent.Kl);
                    csv.WriteField(latent.PosteriorMeanVariance);
                    csv.WriteField(latent.IsActive ? 1 : 0);
                    csv.EndRecord();
                }
            }
        );

    private static string[] Cells(VaeLatentUse latent) =>
        [
            latent.Index.ToString(CultureInfo.InvariantCulture),
            latent.Kl.ToString("0.000", CultureInfo.InvariantCulture),
            latent.PosteriorMeanVariance.ToString("0.000", CultureInfo.InvariantCulture),
            latent.IsActive ? "yes" : "no",
        ];
}
