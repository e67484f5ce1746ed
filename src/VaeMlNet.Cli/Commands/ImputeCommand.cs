using System.CommandLine;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet impute</c>. It fills the missing cells of a table with VaeImpute.</summary>
internal sealed class ImputeCommand : VerbCommand
{
    private const string Mean = "mean";
    private const string Draw = "draw";

    private readonly InferenceInput input = new("the rows of --data with every missing cell filled");

    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "mean fills in the expected value; draw fills in a random value, so that filled cells vary like real data",
        [Mean, Draw],
        Mean
    );

    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of the random values", int.MinValue, 1);

    /// <summary>Creates the verb.</summary>
    public ImputeCommand(CommandContext context)
        : base("impute", "Fills the missing cells of a table with its model. Other cells keep their text.", context)
    {
        input.AddTo(this);
        Options.Add(kind);
        Options.Add(seed);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "impute onnx/customers --data=customers.csv --out=complete.csv",
            "impute onnx/customers --data=customers.csv --kind=draw --seed=2 --out=complete2.csv",
        ];

    /// <inheritdoc />
    protected override int Run(ParseResult parse) =>
        input.Run(parse, Context, input.Output(parse), (model, rows, path) => Impute(parse, model, rows, path));

    private long Impute(ParseResult parse, VaeModel model, InferenceRows opened, string path)
    {
        if (opened is not TableInferenceRows rows)
        {
            throw new CommandException(
                $"Model '{model.Folder}' is not a table model, so it has no missing cells to fill. Train a table model with --model=table."
            );
        }

        MLContext ml = new();
        var step = ml.Transforms.VaeImpute(rows.ColumnNames, model, ReadOptions(parse, rows));
        (var rowCount, var filled) = Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar => IdvFile.IsIdv(path) ? WriteIdv(path, ml, rows, step, bar) : WriteCsv(path, ml, rows, step, bar)
        );
        rows.Warn(Terminal);
        Terminal.WriteLine($"filled {filled} cells of {rowCount} rows: {path}");
        return rowCount;
    }

    private VaeImputeOptions ReadOptions(ParseResult parse, TableInferenceRows rows) =>
        new()
        {
            Kind = parse.GetValue(kind) == Draw ? VaeImputeKind.Draw : VaeImputeKind.PosteriorMean,
            Seed = parse.GetValue(seed)!.Value,
            AllowMissingColumns = rows.AllowMissingColumns,
        };

    private (long Rows, long Filled) WriteIdv(
        string path,
        MLContext ml,
        TableInferenceRows rows,
        VaeImputeEstimator step,
        IProgress<double> bar
    )
    {
        MissingCells missing = new(rows.Columns);
        WatchedView data = new(rows.View(ml, bar), missing.Bind, Context.CancellationToken);
        using var imputer = step.Fit(data);
        var count = IdvFile.Write(path, ml, imputer.Transform(data), rows.ColumnNames, Context.CancellationToken);
        return (count, missing.Count);
    }

    private (long Rows, long Filled) WriteCsv(
        string path,
        MLContext ml,
        TableInferenceRows rows,
        VaeImputeEstimator step,
        IProgress<double> bar
    )
    {
        ImputedRowWriter writer = new(rows.Csv, rows.Columns);
        var data = rows.View(ml, bar);
        using var imputer = step.Fit(data);
        var imputed = imputer.Transform(data);
        long rowCount = 0;
        CsvTable.Write(
            path,
            writer.Header,
            csv =>
            {
                using var cursor = imputed.GetRowCursor(imputed.Schema);
                rowCount = writer.Write(cursor, csv, Context.CancellationToken);
            }
        );
        return (rowCount, writer.FilledCount);
    }
}
