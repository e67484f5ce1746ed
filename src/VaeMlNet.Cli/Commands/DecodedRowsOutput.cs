using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using VaeMlNet.Report;

namespace VaeMlNet.Cli;

/// <summary>
/// The output options of the verbs that decode latents: a picture of the rows, or a file with them.
/// </summary>
internal sealed class DecodedRowsOutput
{
    private const string PngExtension = ".png";

    // All images are in memory at once, and images are too small to see in a grid of more than 100 x 100.
    private const int MostImages = 10_000;

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "FILE.png: a grid of images; FILE.idv: ML.NET's binary format; any other name: a CSV file with the columns of the data, '-' "
            + "for standard output"
    );

    private readonly Option<string?> image = OptionFactory.Text(
        "--image",
        "HEIGHTxWIDTH",
        "The size of the image in a row [default: a square]"
    );

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        output.Required = true;
        command.Options.Add(output);
        command.Options.Add(image);
        command.Validators.Add(Check);
    }

    /// <summary>Returns the path of the file to write.</summary>
    public string Path(ParseResult parse) => parse.GetValue(output)!;

    /// <summary>Checks that the output can be written, before anything is computed.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="model">The model that decodes the rows.</param>
    /// <param name="data">The file that is read; null if there is none, or if it was checked before.</param>
    /// <exception cref="CommandException">
    /// The path cannot be written or names the input, or the rows are not images of the given size.
    /// </exception>
    public void CheckWritable(ParseResult parse, VaeModel model, string? data = null)
    {
        OutputFile.CheckWritable(Path(parse), data);
        if (IsPicture(Path(parse)))
        {
            Size(parse, model);
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
        foreach (var row in rows.Blocks.SelectMany(block => DecodedRowsCsv.ReadFeatures(block, cancellationToken)))
        {
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

        (var height, var width) = Size(parse, model);
        var perLine = rows.ImagesPerLine ?? (int)Math.Ceiling(Math.Sqrt(count));
        var grid = ImageGrid.Draw([.. pixels], height, width, perLine);
        OutputFile.Write(Path(parse), stream => PngWriter.Write(grid, stream));
        return count;
    }

    private (int Height, int Width) Size(ParseResult parse, VaeModel model)
    {
        if (ModelTable.IsTable(model.Manifest))
        {
            throw new CommandException(
                $"Model '{model.Folder}' is a table model, and its rows are not images. Write a CSV file: --out=FILE.csv."
            );
        }

        var edge = (int)Math.Sqrt(model.InputDim);
        (int Height, int Width) size = parse.GetValue(image) is { } text ? ParseSize(text)!.Value : (edge, edge);
        return (long)size.Height * size.Width == model.InputDim
            ? size
            : throw new CommandException(
                $"A row of model '{model.Folder}' has {model.InputDim} values, but an image of "
                    + $"{size.Height} x {size.Width} pixels has {size.Height * size.Width}. Pass --image=HEIGHTxWIDTH, or write a CSV file."
            );
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(image) is not { } text)
        {
            return;
        }

        if (ParseSize(text) is null)
        {
            result.AddError($"--image is '{text}', expected two whole numbers above 0, such as 28x28.");
        }

        if (result.GetValue(output) is { } path && !IsPicture(path))
        {
            result.AddError(
                "--image is for pictures, but --out does not end in .png. Pass --out=FILE.png, or leave --image out."
            );
        }
    }

    /// <summary>Returns whether a path is that of a picture.</summary>
    public static bool IsPicture(string path) => path.EndsWith(PngExtension, StringComparison.OrdinalIgnoreCase);

    private static (int Height, int Width)? ParseSize(string text) =>
        text.Split('x') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var height)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var width)
        && height > 0
        && width > 0
            ? (height, width)
            : null;
}
