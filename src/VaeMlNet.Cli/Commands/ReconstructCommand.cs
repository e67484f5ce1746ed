using System.CommandLine;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet reconstruct</c>. It encodes rows with <c>VaeEncode</c> and decodes their latents with <c>VaeSample</c>.
/// </summary>
internal sealed class ReconstructCommand : VerbCommand
{
    private const string LatentColumn = "Latent";

    private readonly InferenceInput input = new(canKeep: true);
    private readonly DecodedConditions where = new();
    private readonly DecodedRowsOutput output;

    /// <summary>Creates the verb.</summary>
    public ReconstructCommand(CommandContext context)
        : base(
            "reconstruct",
            "Encodes rows with a model folder and decodes them again. Writes the reconstructions as CSV or as a picture.",
            context
        )
    {
        output = new(input.Image);
        input.AddTo(this);
        where.AddTo(this);
        output.AddTo(this);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "reconstruct onnx/turbines --data=turbines.csv --out=reconstructed.csv",
            "reconstruct onnx/customers --data=customers.csv --keep=id --out=reconstructed.csv",
            "reconstruct onnx/payments --data=payments.csv --where=machine=press --out=as-presses.csv",
            "reconstruct onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --out=reconstructed.png",
        ];

    protected override int Run(ParseResult parse) =>
        input.Run(parse, Context, output.Path(parse), (model, rows, path) => Reconstruct(parse, model, rows, path));

    private long Reconstruct(ParseResult parse, VaeModel model, InferenceRows rows, string path)
    {
        output.CheckWritable(parse, model, shape: (rows as FeatureInferenceRows)?.Shape);
        where.Check(parse, model);
        var rowCount = Terminal.RunWithBar($"reading {rows.Path}", bar => Write(parse, model, rows, path, bar));
        rows.Warn(Terminal);
        Terminal.WriteLine($"reconstructed {rowCount} rows: {path}");
        return rowCount;
    }

    private long Write(ParseResult parse, VaeModel model, InferenceRows rows, string path, IProgress<double> bar)
    {
        MLContext ml = new();
        var data = rows.View(ml, bar);
        VaeEncodeOptions options = new() { AllowMissingColumns = rows.AllowMissingColumns };
        using var encoder = ml.Transforms.VaeEncode(LatentColumn, rows.ColumnNames, model, options).Fit(data);
        var latents = encoder.Transform(data).GetColumn<float[]>(LatentColumn);
        var decoded = DecodedRows.Decode(model, latents, data, where.Read(parse)) with
        {
            Names = rows.FeatureNames,
            Shape = (rows as FeatureInferenceRows)?.Shape,
            Title = $"reconstructions of {Path.GetFileName(rows.Path)}",
            Kept = input.Kept(
                parse,
                rows,
                path,
                WrittenColumn.Names(TableRowWriter.Header(ModelTable.Columns(model.Manifest, rows.FeatureNames)))
            ),
        };
        return output.Write(parse, path, model, decoded, Context.CancellationToken);
    }
}
