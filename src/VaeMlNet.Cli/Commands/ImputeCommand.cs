using System.CommandLine;
using System.CommandLine.Parsing;
using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet impute</c>. It fills the missing cells of a table with VaeImpute, and those of time series with their expected values.
/// </summary>
internal sealed class ImputeCommand : VerbCommand
{
    private const string Mean = "mean";
    private const string Draw = "draw";

    private readonly InferenceInput input;
    private readonly SeriesOptions series = new(isTraining: false);

    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "mean fills in the expected value; draw fills in a random value, so that filled cells vary like real data",
        [Mean, Draw],
        Mean
    );

    private const int MostDraws = 10_000;

    private readonly Option<int?> draws = OptionFactory.Integer(
        "--draws",
        "Write every row N times, each time with other random values, and the number of the draw in the first column (multiple imputation)",
        minimum: 1,
        maximum: MostDraws
    );

    private readonly Option<bool> uncertainty = new("--uncertainty")
    {
        Description =
            "For --kind=mean: also write the uncertainty of each filled cell: the standard deviation of a number, or 1 - the probability of a "
            + "category",
    };

    private readonly Option<int?> seed = OptionFactory.Seed("Seed of the random values");

    /// <summary>Creates the verb.</summary>
    public ImputeCommand(CommandContext context)
        : base(
            "impute",
            "Fills the missing cells of a table or a time series with its model. Other cells keep their text.",
            context
        )
    {
        input = new InferenceInput("the rows of --data with every missing cell filled", canKeep: true, keepsAll: true)
        {
            RunsBlocks = true,
            Series = series,
        };
        input.AddTo(this);
        this.Add(kind, draws, uncertainty, seed);
        series.AddTo(this);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "impute onnx/customers --data=customers.csv --out=complete.csv",
            "impute onnx/customers --data=customers.csv --uncertainty --out=complete.csv",
            "impute onnx/customers --data=customers.csv --draws=5 --out=draws.csv",
            "impute onnx/servers --data=servers.csv --out=complete.csv",
        ];

    protected override int Run(ParseResult parse) =>
        input.Run(parse, Context, input.Output(parse), (model, rows, path) => Impute(parse, model, rows, path));

    private long Impute(ParseResult parse, VaeModel model, InferenceRows opened, string path)
    {
        MLContext ml = new();
        if (opened is SeriesInferenceRows ofSeries)
        {
            RefuseForSeries(parse, path);
            var (count, cells, empty) = SeriesImpute.Write(
                Context,
                path,
                ml,
                model,
                ofSeries,
                input.KeptNames(parse, opened, path),
                parse.GetValue(uncertainty)
            );
            ofSeries.Warn(Terminal);
            if (empty > 0)
            {
                Terminal.WriteLine(
                    $"note: {empty} missing {(empty == 1 ? "cell of a counter stays" : "cells of counters stay")} empty, because no value before is known in the series, or since a gap in the time."
                );
            }

            Terminal.WriteLine($"filled {cells} cells of {count} rows: {path}");
            return count;
        }

        series.Refuse(parse, model);
        if (opened is not TableInferenceRows rows)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is not a table model, nor one of a time series, so it has no missing cells to fill. Train a table model with --model=table."
            );
        }

        var drawCount = parse.GetValue(draws) ?? 1;
        (var rowCount, var filled) = Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar =>
                IdvFile.IsIdv(path)
                    ? WriteIdv(parse, path, ml, rows, model, bar)
                    : WriteCsv(parse, path, ml, rows, model, bar)
        );
        rows.Warn(Terminal);
        if (parse.CommandResult.IsGiven(draws))
        {
            Terminal.WriteLine(
                $"note: column '{ImputedRowWriter.DrawColumn}' has the numbers 1 to {drawCount}. Analyze the rows of each number on their own, and pool the results (Rubin's rules)."
            );
        }

        var times = parse.CommandResult.IsGiven(draws) ? $", {drawCount} draws each" : "";
        Terminal.WriteLine($"filled {filled} cells of {rowCount} rows{times}: {path}");
        return rowCount;
    }

    private VaeEstimator<VaeTransformer> Step(
        ParseResult parse,
        MLContext ml,
        TableInferenceRows rows,
        VaeModel model,
        int draw
    )
    {
        var isDrawn = parse.GetValue(kind) == Draw || parse.CommandResult.IsGiven(draws);
        return ml.Transforms.VaeImpute(
            rows.ColumnNames,
            model,
            new()
            {
                DrawsValues = isDrawn,
                UncertaintySuffix = parse.GetValue(uncertainty) ? ImputedRowWriter.UncertaintySuffix : null,
                Seed = unchecked(parse.GetValue(seed)!.Value + draw),
                AllowMissingColumns = rows.AllowMissingColumns,
                BatchSize = rows.BatchSize,
            }
        );
    }

    private (long Rows, long Filled) WriteIdv(
        ParseResult parse,
        string path,
        MLContext ml,
        TableInferenceRows rows,
        VaeModel model,
        IProgress<double> bar
    )
    {
        input.KeptNames(parse, rows, path);
        MissingCells missing = new([.. rows.ExplainedColumns]);
        WatchedView data = new(rows.View(ml, bar), missing.Bind, Context.CancellationToken);
        using var imputer = Step(parse, ml, rows, model, 0).Fit(data);
        var imputed = imputer.Transform(data);
        string[] names =
        [
            .. rows.ColumnNames,
            .. rows
                .ColumnNames.Select(name => name + ImputedRowWriter.UncertaintySuffix)
                .Where(name => parse.GetValue(uncertainty) && imputed.Schema.GetColumnOrNull(name) is not null),
        ];
        var count = IdvFile.Write(path, ml, imputed, names, Context.CancellationToken);
        return (count, missing.Count);
    }

    private (long Rows, long Filled) WriteCsv(
        ParseResult parse,
        string path,
        MLContext ml,
        TableInferenceRows rows,
        VaeModel model,
        IProgress<double> bar
    )
    {
        var keptNames = input.KeptNames(parse, rows, path);
        ImputedRowWriter Writer(CsvFile file) =>
            new(file, [.. rows.ExplainedColumns], keptNames)
            {
                HasDraws = parse.CommandResult.IsGiven(draws),
                HasUncertainties = parse.GetValue(uncertainty),
            };
        var data = rows.View(ml, bar);
        List<VaeTransformer> imputers = [];
        try
        {
            for (var draw = 0; draw < (parse.GetValue(draws) ?? 1); draw++)
            {
                imputers.Add(Step(parse, ml, rows, model, draw).Fit(data));
            }

            long rowCount = 0;
            long filled = 0;
            Dictionary<string, long> replaced = [];
            new BlockViews(rows, imputers).Write(
                path,
                Writer(rows.Csv).Header(),
                data,
                (block, views, csv) =>
                {
                    var writer = Writer(block ?? rows.Csv);
                    var written = Write(writer, views, csv);
                    return () =>
                    {
                        rowCount += written;
                        filled += writer.FilledCount;
                        foreach ((var name, var count) in writer.ReplacedTexts)
                        {
                            replaced[name] = replaced.GetValueOrDefault(name) + count;
                        }
                    };
                },
                bar,
                Context.CancellationToken
            );
            foreach ((var name, var count) in replaced)
            {
                Terminal.WriteLine(
                    $"note: {(count == 1 ? "1 cell" : $"{count} cells")} of column '{name}' had a text that is no number, and {(count == 1 ? "was" : "were")} filled."
                );
            }

            return (rowCount, filled);
        }
        finally
        {
            imputers.ForEach(imputer => imputer.Dispose());
        }
    }

    private long Write(ImputedRowWriter writer, IDataView[] imputed, CsvWriter csv)
    {
        List<DataViewRowCursor> cursors = [];
        try
        {
            cursors.AddRange(imputed.Select(view => view.GetRowCursor(view.Schema)));
            var rowCount = writer.Write(cursors, csv, Context.CancellationToken);
            // The view warns of unknown texts after its last row.
            cursors.ForEach(cursor => cursor.MoveNext());
            return rowCount;
        }
        finally
        {
            cursors.ForEach(cursor => cursor.Dispose());
        }
    }

    private void RefuseForSeries(ParseResult parse, string path)
    {
        if (parse.CommandResult.Given(kind, draws, seed).FirstOrDefault() is { } given)
        {
            throw new CommandException(
                $"{given} is not for models of time series, whose gaps are filled with expected values. Leave it out."
            );
        }

        if (IdvFile.IsIdv(path))
        {
            throw new CommandException(
                $"The rows of a time series are written as CSV, but --out is '{path}'. Pass a name that does not end in .idv."
            );
        }
    }

    private void Check(CommandResult result)
    {
        var isDrawn = result.GetValue(kind) == Draw || result.IsGiven(draws);
        if (result.IsGiven(kind) && result.GetValue(kind) == Mean && result.IsGiven(draws))
        {
            result.AddError("--draws writes random values, but --kind is 'mean'. Leave one of them out.");
        }

        if (isDrawn && result.IsGiven(uncertainty))
        {
            result.AddError($"{uncertainty.Name} is for --kind=mean, but the cells are drawn. Leave it out.");
        }

        if (result.IsGiven(draws) && input.OutputOf(result) is { } path && IdvFile.IsIdv(path))
        {
            result.AddError($"--draws writes CSV, but --out is '{path}'. Pass a name that does not end in .idv.");
        }
    }
}
