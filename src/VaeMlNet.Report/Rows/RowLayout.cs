using System.Globalization;

namespace VaeMlNet.Report;

/// <summary>The meaning of the numbers in a row: an image, or columns.</summary>
/// <param name="Image">The shape of the images; null where rows are not images.</param>
/// <param name="Columns">The columns; empty where rows are images.</param>
internal sealed record RowLayout(VaeImageShape? Image, IReadOnlyList<ReportColumn> Columns)
{
    public bool IsImage => Image is not null;

    /// <summary>Gets the shape of the images.</summary>
    public VaeImageShape Shape => Image!;

    /// <summary>Gets the values of black and white pixels.</summary>
    public (double Black, double White) Levels { get; private init; } = (0, 1);

    /// <summary>Returns the pixels of a row, or of its reconstruction, in [0, 1]. Missing values are black.</summary>
    public float[] ToPixels(float[] slots) =>
        Levels is (0, 1)
            ? slots
            : Array.ConvertAll(
                slots,
                value => float.IsNaN(value) ? 0 : (float)((value - Levels.Black) / (Levels.White - Levels.Black))
            );

    /// <summary>Finds the meaning of the rows of a model.</summary>
    /// <param name="manifest">The manifest of the model.</param>
    /// <param name="columns">The columns of the data. Slots of features may have names.</param>
    /// <param name="shape">The shape of the images; null for the shape in the manifest.</param>
    /// <exception cref="ArgumentException">
    /// The number of pixels differs from the number of inputs of the model, or a column of a table is not of numbers.
    /// </exception>
    public static RowLayout Find(VaeManifest manifest, IReadOnlyList<VaeColumn> columns, VaeImageShape? shape)
    {
        if (shape is { } given)
        {
            Check(given, manifest);
            return new(given, []) { Levels = FindLevels(manifest) };
        }

        return columns[0].IsUnchanged && FindShape(manifest) is { } image
            ? new(image, []) { Levels = FindLevels(manifest) }
            : new(null, [.. ColumnsOfSlots(manifest, columns)]);
    }

    private static void Check(VaeImageShape shape, VaeManifest manifest)
    {
        var inputs = manifest.Architecture.InputDim;
        if (shape.Height <= 0 || shape.Width <= 0 || shape.Channels is not (1 or 3) || shape.Size != inputs)
        {
            throw new ArgumentException(
                $"The image size {shape} does not fit model '{manifest.Name}', which has {inputs} inputs. Set a size with {inputs} values, and 1 or 3 channels.",
                nameof(shape)
            );
        }

        if (manifest.Columns.FirstOrDefault(column => column.Type != VaeColumn.SingleType) is { } other)
        {
            throw new ArgumentException(
                $"The rows of model '{manifest.Name}' are not images: column '{other.Name}' is not of numbers. Leave the image size out.",
                nameof(shape)
            );
        }
    }

    /// <inheritdoc cref="VaeImageShape.FindDrawn"/>
    /// <param name="manifest">The manifest of the model, whose shape comes first.</param>
    /// <param name="recorded">The shape of the data, where the model has none.</param>
    /// <param name="guessesSquare">Whether rows of an unknown shape are gray squares, if their number of features is a square.</param>
    public static VaeImageShape? FindShape(
        VaeManifest manifest,
        VaeImageShape? recorded = null,
        bool guessesSquare = false
    ) =>
        VaeImageShape.FindDrawn(manifest.Architecture.Image ?? recorded, manifest.Architecture.InputDim, guessesSquare);

    /// <summary>Returns 0 and 1 if all training values were in that range, and otherwise the range of the training values.</summary>
    public static (double Black, double White) FindLevels(VaeManifest manifest)
    {
        var black = Math.Min(0, manifest.Columns.Min(column => column.Minimum));
        var white = Math.Max(1, manifest.Columns.Max(column => column.Maximum));
        return (black, white);
    }

    private static IEnumerable<ReportColumn> ColumnsOfSlots(VaeManifest manifest, IReadOnlyList<VaeColumn> columns)
    {
        (var slot, var decoded) = (0, 0);
        foreach (var column in columns)
        {
            var dates = manifest.FindDateSchema(column);
            // The parts of a date are one column. A difference of dates is a number.
            var since = dates?.Since;
            dates = since is null ? dates : null;
            var width = dates is null ? 1 : column.Width;
            for (var i = 0; i < column.Width; i += width)
            {
                var name =
                    since is not null ? $"{column.Name} - {since} (days)"
                    : dates is null ? NameOf(column, i)
                    : column.Name;
                ReportColumn shown = new(name, column.Type, slot, decoded, Categories(column))
                {
                    Width = width,
                    TrainingMissingShare = column.MissingShare,
                    Decimals = since is null ? manifest.TableSchema?.Find(column.Name)?.Decimals : null,
                    DateSchema = dates,
                };
                yield return shown;
                slot += width;
                decoded += shown.DecodedWidth;
            }
        }
    }

    private static string NameOf(VaeColumn column, int slot)
    {
        var name = column.SlotNames?[slot] ?? Number(slot);
        return column.IsUnchanged ? name
            : column.Width == 1 ? column.Name
            : $"{column.Name}.{name}";
    }

    /// <summary>Returns the texts of a key's categories. A category without a text is named by its number.</summary>
    private static IReadOnlyList<string> Categories(VaeColumn column) =>
        column.KeyValues ?? [.. Enumerable.Range(1, column.KeyCount ?? 0).Select(Number)];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
