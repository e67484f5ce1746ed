using System.CommandLine;
using System.CommandLine.Parsing;
using Microsoft.ML.Data;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>
/// The output options of the verbs that decode latents: a picture of the rows, or a file with them.
/// </summary>
/// <param name="given">The size of images, where the verb has the option for its data, too; null for none.</param>
internal sealed class DecodedRowsOutput(ImageOption? given = null)
{
    private const string PngExtension = ".png";

    // All images are in memory at once, and images are too small to see in a grid of more than 100 x 100.
    private const int MostImages = 10_000;

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "FILE.png: a grid of images; FILE.parquet: Parquet; FILE.idv: ML.NET's binary format; any other name: a CSV file with the columns of the data, '-' "
            + "for standard output"
    );

    private readonly ImageOption image = given ?? new();

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        output.Required = true;
        command.Options.Add(output);
        if (given is null)
        {
            image.AddTo(command);
            command.Validators.Add(Check);
        }
    }

    /// <summary>Returns the path of the file to write.</summary>
    public string Path(ParseResult parse) => parse.GetValue(output)!;

    /// <summary>Checks that the output can be written, before anything is computed.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="model">The model that decodes the rows.</param>
    /// <param name="data">The file that is read; null if there is none, or if it was checked before.</param>
    /// <param name="shape">The size of the images that are read; null if it is unknown.</param>
    /// <exception cref="CommandException">
    /// The path cannot be written or names the input, or the rows are not images of the given size.
    /// </exception>
    public void CheckWritable(ParseResult parse, VaeModel model, string? data = null, VaeImageShape? shape = null)
    {
        OutputFile.CheckWritable(Path(parse), data);
        if (IsPicture(Path(parse)))
        {
            Shape(parse, model, shape);
        }
    }

    /// <summary>Writes rows.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="model">The model that decodes them.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The number of rows.</returns>
    public long Write(
        ParseResult parse,
        string path,
        VaeModel model,
        DecodedRows rows,
        CancellationToken cancellationToken
    ) =>
        IsPicture(path)
            ? WritePicture(parse, model, rows, cancellationToken)
            : rows.Write(path, model, cancellationToken);

    private int WritePicture(ParseResult parse, VaeModel model, DecodedRows rows, CancellationToken cancellationToken)
    {
        List<float> pixels = [];
        var count = 0;
        foreach (var row in rows.Blocks.SelectMany(block => block.GetColumn<float[]>(block.Schema[0])))
        {
            cancellationToken.ThrowIfCancellationRequested();
            pixels.AddRange(row);
            rows.Written(++count);
            if (count > MostImages)
            {
                throw new CommandException(
                    $"Could not write the picture '{Path(parse)}': there are more than {MostImages} rows. Write a CSV file, or pass fewer rows."
                );
            }
        }

        if (count == 0)
        {
            throw new CommandException($"Could not write the picture '{Path(parse)}': there are no rows.");
        }

        var perLine = rows.ImagesPerLine ?? (int)Math.Ceiling(Math.Sqrt(count));
        PictureSheet sheet = new(Shape(parse, model, rows.Shape), perLine)
        {
            Title = $"{model.Manifest.Name}: {rows.Title}",
            LineLabels =
            [
                .. Enumerable
                    .Range(0, (count + perLine - 1) / perLine)
                    .Select(line => rows.LineLabel?.Invoke(line) ?? $"{(line * perLine) + 1}"),
            ],
        };
        var picture = sheet.Draw([.. pixels.Select(ToPixel(model.Manifest))]);
        OutputFile.Write(Path(parse), picture.WritePng);
        return count;
    }

    /// <summary>
    /// Returns a function of the gray level of a value: the value itself if all training values were in [0, 1], otherwise its place in the
    /// range of the training values.
    /// </summary>
    private static Func<float, float> ToPixel(VaeManifest manifest)
    {
        var (black, white) = RowLayout.FindLevels(manifest);
        return value => (float)((value - black) / (white - black));
    }

    private VaeImageShape Shape(ParseResult parse, VaeModel model, VaeImageShape? ofData)
    {
        ModelKind.RefuseTable(model, ", and its rows are not images. Write a CSV file: --out=FILE.csv.");
        const string advice = "Pass --image=HEIGHTxWIDTH, or write a CSV file.";
        var size = image.Shape(parse);
        ModelWidth.CheckGiven(size, model.Manifest.Architecture.Image, $"model '{model.Folder}'");
        var shape =
            size
            ?? RowLayout.FindShape(model.Manifest, ofData, guessesSquare: true)
            ?? throw new CommandException(
                $"A row of model '{model.Folder}' has {model.InputDim} values, which are no square image, and the model has no size of gray or color images. {advice}"
            );
        return shape.Size == model.InputDim
            ? shape
            : throw new CommandException(
                $"A row of model '{model.Folder}' has {model.InputDim} values, but an image of {shape} pixels has {shape.Size}. {advice}"
            );
    }

    private void Check(CommandResult result)
    {
        if (image.IsGiven(result) && result.GetValue(output) is { } path && !IsPicture(path))
        {
            result.AddError(
                "--image is for pictures, but --out does not end in .png. Pass --out=FILE.png, or leave --image out."
            );
        }
    }

    public static bool IsPicture(string path) => path.EndsWith(PngExtension, StringComparison.OrdinalIgnoreCase);
}
