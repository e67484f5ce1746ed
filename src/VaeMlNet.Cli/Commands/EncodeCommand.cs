using System.CommandLine;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Commands;

/// <summary><c>vaemlnet encode</c>: writes the posterior means of every row, through an ML.NET pipeline with VaeEncode.</summary>
internal sealed class EncodeCommand : VerbCommand
{
    /// <summary>The step's column of latents.</summary>
    public const string LatentColumn = "Latent";

    private readonly InferenceInput input = new("The CSV file to write: latent_0, latent_1, ... per row");

    /// <summary>Creates the verb.</summary>
    public EncodeCommand(CommandContext context)
        : base("encode", "Encodes rows with a model folder: the posterior means, as CSV.", context)
    {
        input.AddTo(this);
    }

    /// <inheritdoc />
    public override IReadOnlyList<string> Examples =>
        [
            "encode onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --out=latents.csv",
            "encode onnx/turbines --data=turbines.csv --out=latents.csv",
        ];

    /// <summary>The CSV columns of latents.</summary>
    public static string[] LatentNames(int count) => [.. Enumerable.Range(0, count).Select(i => $"latent_{i}")];

    /// <summary>Gives what writes the latents of the current row of a cursor.</summary>
    public static Action<CsvWriter> WriteLatents(DataViewRow row)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(row.Schema[LatentColumn]);
        VBuffer<float> latents = default;
        return csv =>
        {
            getter(ref latents);
            foreach (float latent in latents.DenseValues())
            {
                csv.WriteField(latent);
            }
        };
    }

    /// <inheritdoc />
    protected override int Run(ParseResult parse) => input.Run(parse, Context, input.Output(parse), Encode);

    private long Encode(VaeModel model, InferenceRows rows, string path)
    {
        MLContext ml = new();
        long rowCount = InferenceInput.Process(
            path,
            Context,
            ml,
            rows,
            LatentNames(model.LatentDim),
            ml.Transforms.VaeEncode(
                LatentColumn,
                rows.ColumnNames,
                model,
                new() { AllowMissingColumns = rows.AllowMissingColumns }
            ),
            WriteLatents
        );
        Terminal.WriteLine($"encoded {rowCount} rows into {model.LatentDim} latents each: {path}");
        return rowCount;
    }
}
