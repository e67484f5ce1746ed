namespace VaeMlNet.Cli;

/// <summary>What a row of numbers means: an image, or columns.</summary>
/// <param name="Height">Pixel rows of an image; 0 where rows are no images.</param>
/// <param name="Width">Pixel columns of an image.</param>
/// <param name="Columns">The columns; none where rows are images.</param>
internal sealed record RowLayout(int Height, int Width, IReadOnlyList<ReportColumn> Columns)
{
    /// <summary>Whether rows are images.</summary>
    public bool IsImage => Height > 0;

    /// <summary>Finds out what the rows of a file mean to a model.</summary>
    public static RowLayout Of(VaeModel model, InferenceRows rows) =>
        rows switch
        {
            TableInferenceRows table => new(0, 0, [.. OfTable(model, table.Columns)]),
            FeatureInferenceRows { File: IdxImageFile images } => new(images.ImageHeight, images.ImageWidth, []),
            // A model of images of one channel shows images of CSV files, too.
            _ when model.Manifest.Architecture.Image is [1, var height, var width] => new(height, width, []),
            _ => new(0, 0, [.. rows.SlotNames.Select((name, slot) => Number(name, slot, slot))]),
        };

    private static IEnumerable<ReportColumn> OfTable(VaeModel model, IReadOnlyList<CsvColumn> columns)
    {
        (var slot, var decoded) = (0, 0);
        foreach ((var csv, var described) in columns.Zip(model.Manifest.Columns))
        {
            foreach (var name in csv.CellNames)
            {
                ReportColumn column = new(name, csv.Kind, slot, decoded, csv.KeyValues)
                {
                    TrainingMissingShare = described.MissingShare,
                };
                yield return column;
                slot++;
                decoded += column.DecodedWidth;
            }
        }
    }

    private static ReportColumn Number(string name, int slot, int decoded) =>
        new(name, CsvColumnKind.Number, slot, decoded, []);
}
