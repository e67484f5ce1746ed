using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML;

namespace VaeMlNet.Cli;

/// <summary>The verb <c>vaemlnet interpolate</c>. It decodes points between rows in the latent space.</summary>
internal sealed class InterpolateCommand : VerbCommand
{
    private const string Linear = "linear";
    private const string Spherical = "spherical";

    private readonly Argument<string> model = new("MODELFOLDER") { Description = "A folder that 'export' wrote" };
    private readonly Option<string?> data = OptionFactory.Text(
        "--data",
        "FILE",
        "The rows to interpolate between: a folder of PNG or JPEG files or IDX images (scaled to [0, 1]), or CSV with a header and numbers"
    );

    private readonly ColumnOptions columns = new(
        "The columns of the file to use, in the order of training [default: all]"
    );

    private readonly Option<int[]?> rows = OptionFactory.Integers(
        "--rows",
        "The numbers of the rows to interpolate between, in order, from 1 [default: 1,2]"
    );

    private const int MostSteps = 100_000;

    private readonly Option<int?> steps = OptionFactory.Integer(
        "--steps",
        "Points from one row to the next, including both rows",
        minimum: 2,
        9,
        maximum: MostSteps
    );

    private readonly Option<string> path = OptionFactory.Choice(
        "--path",
        "The path between two rows: a straight line, or a great circle",
        [Linear, Spherical],
        Linear
    );

    private readonly ImageOption image = new();
    private readonly DecodedRowsOutput output;
    private readonly DeviceOption device = new();

    /// <summary>Creates the verb.</summary>
    public InterpolateCommand(CommandContext context)
        : base("interpolate", "Decodes points between rows in the latent space, as a picture or as CSV.", context)
    {
        output = new(image);
        data.Required = true;
        Arguments.Add(model);
        Options.Add(data);
        columns.AddTo(this);
        image.AddTo(this);
        this.Add(rows, steps, path);
        output.AddTo(this);
        device.AddTo(this);
        Validators.Add(Check);
    }

    public override IReadOnlyList<string> Examples =>
        [
            "interpolate onnx/mnist --data=artifacts/mnist/t10k-images-idx3-ubyte --rows=1,2,3,4 --out=paths.png",
            "interpolate onnx/turbines --data=turbines.csv --rows=5,80 --path=spherical --out=path.csv",
        ];

    protected override int Run(ParseResult parse)
    {
        using var opened = device.Open(parse, parse.GetValue(model)!, Terminal);
        ModelKind.RequireDecodedRows(opened, Name);
        OutputFile.CheckWritable(output.Path(parse), parse.GetValue(data));
        ModelKind.RefuseTable(
            opened,
            ", but 'interpolate' needs rows of numbers. Use 'vaemlnet encode' for the latents of the table."
        );
        var file = FeatureFile.Open(parse.GetValue(data)!, columns.Read(parse), image.Shape(parse));
        ModelWidth.Check(file, image.Shape(parse), opened);
        output.CheckWritable(parse, opened, parse.GetValue(data), file.ImageShape);
        var visited = parse.GetList(rows) ?? [1, 2];
        var codes = opened.Encode(ReadRows(file, visited));
        var isSpherical = parse.GetValue(path) == Spherical;
        var pointCount = parse.GetValue(steps)!.Value;
        float[][] latents = [.. codes.Chunk(codes.Length / visited.Length)];
        float[] points =
        [
            .. latents
                .Zip(latents.Skip(1))
                .SelectMany(ends => opened.Interpolate(ends.First, ends.Second, pointCount, isSpherical)),
        ];
        var decoded = new MLContext().Data.VaeSample(opened, points);
        output.Write(
            parse,
            output.Path(parse),
            opened,
            new DecodedRows([decoded])
            {
                Names = (file as CsvFeatureFile)?.ColumnNames,
                ImagesPerLine = pointCount,
                Shape = file.ImageShape,
                Title = $"{parse.GetValue(path)} paths of {pointCount} points between rows",
                LineLabel = line => $"{visited[line]} to {visited[line + 1]}",
            },
            Context.CancellationToken
        );
        Terminal.WriteLine($"decoded {visited.Length - 1} paths of {pointCount} points: {output.Path(parse)}");
        return ExitCode.Ok;
    }

    private void Check(CommandResult result)
    {
        if (result.GetResult(rows) is { Tokens: [var only] } && !only.Value.Contains(','))
        {
            result.AddError("--rows names one row, but a path needs at least two. Pass, for example, --rows=1,2.");
        }
    }

    /// <summary>Reads the rows of a path, one after the other.</summary>
    private float[] ReadRows(FeatureFile file, int[] visited)
    {
        Dictionary<int, float[]> found = [];
        var number = 0;
        foreach (var row in file.ReadRows().Take(visited.Max()))
        {
            Context.CancellationToken.ThrowIfCancellationRequested();
            number++;
            if (visited.Contains(number))
            {
                found[number] = row;
            }
        }

        return number == visited.Max()
            ? [.. visited.SelectMany(i => found[i])]
            : throw new CommandException(
                $"--rows names row {visited.Max()}, but '{file.Path}' has {number} rows. Row numbers start at 1."
            );
    }
}
