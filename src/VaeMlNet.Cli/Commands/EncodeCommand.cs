using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>
/// The verb <c>vaemlnet encode</c>. It writes the posterior means of every row with VaeEncode, or the outputs of any ONNX
/// model with ApplyOnnxModelBatched.
/// </summary>
internal sealed class EncodeCommand : VerbCommand
{
    private readonly Argument<string> model = new("MODEL")
    {
        Description = "A folder that 'export' wrote, or an ONNX file with one input of float32",
    };

    private readonly InferenceInput input;

    private readonly Option<string[]?> outputs = OptionFactory.Names(
        "--output",
        "The outputs of an ONNX file to write [default: all]"
    );

    /// <summary>Creates the verb.</summary>
    public EncodeCommand(CommandContext context)
        : base(
            "encode",
            "Encodes rows with a model folder: writes the posterior means as CSV or for ML.NET. Also runs ONNX files.",
            context
        )
    {
        input = new InferenceInput(
            "latent_0, latent_1, ... per row; for an ONNX file, its outputs by name",
            model: model,
            canKeep: true
        )
        {
            RunsBlocks = true,
        };
        input.AddTo(this);
        Options.Add(outputs);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "encode onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --out=latents.csv",
            "encode onnx/turbines --data=turbines.csv --out=latents.csv",
            "encode resnet.onnx --data=images-idx3-ubyte --output=features --out=features.csv",
        ];

    protected override int Run(ParseResult parse) =>
        OnnxFile.IsOnnx(input.ModelPath(parse))
            ? RunFile(parse)
            : input.Run(parse, Context, input.Output(parse), (opened, rows, path) => Encode(parse, opened, rows, path));

    private long Encode(ParseResult parse, VaeModel opened, InferenceRows rows, string path)
    {
        MLContext ml = new();
        var rowCount = StepOutput.Write(
            path,
            Context,
            ml,
            rows,
            ml.Transforms.VaeEncode(
                LatentWriter.LatentColumn,
                rows.ColumnNames,
                opened,
                new() { AllowMissingColumns = rows.AllowMissingColumns, BatchSize = rows.BatchSize }
            ),
            new([LatentWriter.LatentColumn], _ => LatentWriter.Header(opened.LatentDim), LatentWriter.Bind)
            {
                Kept = input.Kept(parse, rows, path),
            }
        );
        Terminal.WriteLine($"encoded {rowCount} rows into {opened.LatentDim} latents each: {path}");
        return rowCount;
    }

    private int RunFile(ParseResult parse)
    {
        var path = input.ModelPath(parse);
        input.CheckWritable(parse);
        var file = OnnxFile.Read(path);
        var taken = TheInput(file, path);
        var given = Outputs(parse, file, path);
        var data = input.OpenFeatures(parse, Context);
        var width = taken.Dimensions!.Skip(1).Aggregate(1L, (product, size) => product * size!.Value);
        if (data.Width != width)
        {
            throw new CommandException(
                $"'{data.Path}' has {data.Width} {data.FeatureNoun}s, but input '{taken.Name}' of '{path}' is {taken.Type}: {width} values per row. "
                    + (
                        data is PictureFolder
                            ? "Pass --image with the size of the model's pictures, which resizes them."
                        : data is ImageFile ? "Pass images of the size of the model's."
                        : "Pass these columns with --columns."
                    )
            );
        }

        MLContext ml = new();
        FeatureInferenceRows rows = new(data, taken.Name);
        var device = input.Device(parse);
        var rowCount = StepOutput.Write(
            input.Output(parse),
            Context,
            ml,
            rows,
            ml.Transforms.ApplyOnnxModelBatched(
                new ApplyOnnxModelBatchedOptions
                {
                    ModelFile = path,
                    OutputColumns = given,
                    InputColumns = [taken.Name],
                    GpuDeviceId = device.GpuDeviceId,
                    FallbackToCpu = device.FallbackToCpu,
                }
            ),
            StepResults.Of(given) with
            {
                Kept = input.Kept(parse, rows, input.Output(parse)),
            }
        );
        Terminal.WriteLine($"ran {path} on {rowCount} rows: {input.Output(parse)}");
        return ExitCode.Ok;
    }

    private static OnnxFileTensor TheInput(OnnxFileInfo file, string path) =>
        file.Inputs is [{ IsSingle: true, Dimensions: [_, ..] sizes } only] && sizes.Skip(1).All(size => size > 0)
            ? only
            : throw new CommandException(
                $"'{path}' takes {string.Join(", ", file.Inputs.Select(i => $"'{i.Name}' {i.Type}"))}, expected one float32 input whose "
                    + "sizes are fixed, except the first (the batch)."
            );

    private string[] Outputs(ParseResult parse, OnnxFileInfo file, string path)
    {
        string[] all = [.. file.Outputs.Select(output => output.Name)];
        var chosen = parse.GetList(outputs) ?? all;
        return chosen.FirstOrDefault(name => !all.Contains(name)) is { } unknown
            ? throw new CommandException(
                $"'{path}' has no output '{unknown}'. It has: {string.Join(", ", all.Select(name => $"'{name}'"))}."
            )
            : chosen;
    }

    private void Check(CommandResult result)
    {
        if (result.IsGiven(outputs) && result.GetValue(model) is { } path && !OnnxFile.IsOnnx(path))
        {
            result.AddError(
                "--output is for ONNX files, but MODEL is a model folder, whose latents are written. Leave --output out."
            );
        }
    }
}
