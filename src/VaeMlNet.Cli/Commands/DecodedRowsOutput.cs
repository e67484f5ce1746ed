using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Cli.Data;
using VaeMlNet.Cli.Files;
using VaeMlNet.Cli.Images;

namespace VaeMlNet.Cli.Commands;

/// <summary>What the verbs that decode latents have in common: a picture of the rows, or a CSV file with them.</summary>
internal sealed class DecodedRowsOutput
{
    private const string PngExtension = ".png";

    private readonly Option<string?> output = OptionFactory.Text(
        "--out",
        "FILE",
        "FILE.png: a grid of images; any other name: a CSV file with a column per feature"
    );

    private readonly Option<string?> image = OptionFactory.Text(
        "--image",
        "HEIGHTxWIDTH",
        "How a row is laid out as an image [default: a square]"
    );

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        output.Required = true;
        command.Options.Add(output);
        command.Options.Add(image);
        command.Validators.Add(Check);
    }

    /// <summary>The file to write.</summary>
    public string Path(ParseResult parse) => parse.GetValue(output)!;

    /// <summary>Refuses, before anything is computed, an output that could not be written.</summary>
    /// <exception cref="CommandException">The path cannot be written, or the model's rows are no images of that size.</exception>
    public void CheckWritable(ParseResult parse, VaeModel model)
    {
        OutputFile.CheckWritable(Path(parse));
        if (IsPicture(Path(parse)))
        {
            Size(parse, model);
        }
    }

    /// <summary>Writes the rows of a view.</summary>
    /// <param name="parse">The options.</param>
    /// <param name="model">The model that decodes them.</param>
    /// <param name="rows">A view from <c>VaeSample</c>.</param>
    /// <param name="imagesPerLine">Images side by side, when it is a picture.</param>
    /// <param name="cancellationToken">Looked at before each row.</param>
    public void Write(
        ParseResult parse,
        VaeModel model,
        IDataView rows,
        int imagesPerLine,
        CancellationToken cancellationToken
    )
    {
        if (!IsPicture(Path(parse)))
        {
            CsvTable.Write(Path(parse), Header(model.Manifest), csv => WriteRows(rows, csv, cancellationToken));
            return;
        }

        (int height, int width) = Size(parse, model);
        float[] pixels = [.. Read(rows, cancellationToken).SelectMany(row => row.DenseValues())];
        GreyImage grid = ImageGrid.Draw(pixels, height, width, imagesPerLine);
        OutputFile.Write(Path(parse), stream => PngWriter.Write(grid, stream));
    }

    private static void WriteRows(IDataView rows, CsvWriter csv, CancellationToken cancellationToken)
    {
        foreach (VBuffer<float> row in Read(rows, cancellationToken))
        {
            foreach (float value in row.DenseValues())
            {
                csv.WriteField(value);
            }

            csv.EndRecord();
        }
    }

    /// <summary>Yields one buffer again and again, with the next row in it.</summary>
    private static IEnumerable<VBuffer<float>> Read(IDataView rows, CancellationToken cancellationToken)
    {
        using DataViewRowCursor cursor = rows.GetRowCursor(rows.Schema);
        ValueGetter<VBuffer<float>> getter = cursor.GetGetter<VBuffer<float>>(rows.Schema[0]);
        VBuffer<float> row = default;
        while (cursor.MoveNext())
        {
            cancellationToken.ThrowIfCancellationRequested();
            getter(ref row);
            yield return row;
        }
    }

    private static string[] Header(VaeManifest manifest) =>
        [
            .. manifest.Columns.SelectMany(column =>
                column.Width == 1
                    ? [column.Name]
                    : Enumerable
                        .Range(0, column.Width)
                        .Select(slot => string.Create(CultureInfo.InvariantCulture, $"{column.Name}_{slot}"))
            ),
        ];

    private (int Height, int Width) Size(ParseResult parse, VaeModel model)
    {
        int edge = (int)Math.Sqrt(model.InputDim);
        (int Height, int Width) size = parse.GetValue(image) is { } text ? ParseSize(text)!.Value : (edge, edge);
        return (long)size.Height * size.Width == model.InputDim
            ? size
            : throw new CommandException(
                $"A row of model '{model.Folder}' has {model.InputDim} values, which are no image of "
                    + $"{size.Height} x {size.Width}. Say how rows are laid out with --image=HEIGHTxWIDTH, or write a CSV file."
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
            result.AddError($"--image is '{text}', expected two whole numbers above 0, as 28x28.");
        }

        if (result.GetValue(output) is { } path && !IsPicture(path))
        {
            result.AddError("--image lays out pictures, but --out does not end in .png.");
        }
    }

    private static bool IsPicture(string path) => path.EndsWith(PngExtension, StringComparison.OrdinalIgnoreCase);

    private static (int Height, int Width)? ParseSize(string text) =>
        text.Split('x') is [var first, var second]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int height)
        && int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out int width)
        && height > 0
        && width > 0
            ? (height, width)
            : null;
}
