using System.CommandLine;
using Microsoft.ML;
using VaeMlNet.Cli.Data;
using VaeMlNet.Cli.Tables;

namespace VaeMlNet.Cli.Commands;

/// <summary><c>vaemlnet impute</c>: fills the missing cells of a table, through an ML.NET pipeline with VaeImpute.</summary>
internal sealed class ImputeCommand : VerbCommand
{
    private const string Mean = "mean";
    private const string Draw = "draw";

    private readonly InferenceInput input = new("The CSV file to write: that of --data with every missing cell filled");

    private readonly Option<string> kind = OptionFactory.Choice(
        "--kind",
        "mean fills in the model's best guess; draw a draw, so that filled cells vary as data does",
        [Mean, Draw],
        Mean
    );

    private readonly Option<int?> seed = OptionFactory.Integer("--seed", "Seed of the draws", int.MinValue, 1);

    /// <summary>Creates the verb.</summary>
    public ImputeCommand(CommandContext context)
        : base("impute", "Fills the missing cells of a table with its model; observed cells keep their text.", context)
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
                $"Model '{model.Folder}' is not of a table, so it knows of no missing cells. Train one with --model=table."
            );
        }

        ImputedRowWriter writer = new(rows.Csv, rows.Columns);
        long rowCount = Terminal.RunWithBar(
            $"reading {rows.Path}",
            bar => Write(parse, path, model, rows, writer, bar)
        );
        rows.Warn(Terminal);
        Terminal.WriteLine($"filled {writer.FilledCount} cells of {rowCount} rows: {path}");
        return rowCount;
    }

    private long Write(
        ParseResult parse,
        string path,
        VaeModel model,
        TableInferenceRows rows,
        ImputedRowWriter writer,
        IProgress<double> bar
    )
    {
        MLContext ml = new();
        VaeImputeOptions options = new()
        {
            Kind = parse.GetValue(kind) == Draw ? VaeImputeKind.Draw : VaeImputeKind.PosteriorMean,
            Seed = parse.GetValue(seed)!.Value,
            AllowMissingColumns = rows.AllowMissingColumns,
        };
        IDataView data = rows.View(ml, bar);
        using VaeImputeTransformer imputer = ml.Transforms.VaeImpute(rows.ColumnNames, model, options).Fit(data);
        IDataView imputed = imputer.Transform(data);
        long rowCount = 0;
        CsvTable.Write(
            path,
            writer.Header,
            csv =>
            {
                using DataViewRowCursor cursor = imputed.GetRowCursor(imputed.Schema);
                rowCount = writer.Write(cursor, csv, Context.CancellationToken);
            }
        );
        return rowCount;
    }
}
