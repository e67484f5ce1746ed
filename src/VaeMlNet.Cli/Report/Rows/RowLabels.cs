using System.Text;

namespace VaeMlNet.Cli;

/// <summary>The labels of a file's rows, in their order: a column of the CSV file, or an IDX file of labels.</summary>
/// <param name="Name">What the labels are called on the page.</param>
/// <param name="Texts">Reads them, one for each row.</param>
internal sealed record RowLabels(string Name, IEnumerable<string> Texts)
{
    /// <summary>Takes a column of a CSV file.</summary>
    /// <exception cref="CommandException">The file has no such column.</exception>
    public static RowLabels OfColumn(CsvFile file, string column)
    {
        var index = file.IndexOf(column);
        return new RowLabels(column, file.ReadRecords().Select(reader => file.Text(reader, index)));
    }

    /// <summary>Takes an IDX file of labels, a byte for each image.</summary>
    /// <param name="path">The file.</param>
    /// <param name="images">The images they belong to.</param>
    /// <exception cref="CommandException">The file is missing or damaged, or has another number of labels.</exception>
    public static RowLabels OfIdxFile(string path, IdxImageFile images)
    {
        var labels = IdxLabels.Read(path);
        return labels.Length == images.RowCount
            ? new RowLabels("label", labels.Select(label => $"{label}"))
            : throw new CommandException(
                $"'{path}' holds {labels.Length} labels, but '{images.Path}' has {images.RowCount} images. "
                    + "Pass the labels that belong to these images."
            );
    }

    /// <summary>Whether a label says that a row is an anomaly: 1 or true, 0 or false. Null where it says something else.</summary>
    public static bool? Truth(string label) =>
        CellText.TryTruth(Encoding.UTF8.GetBytes(label), out var isAnomaly) ? isAnomaly : null;
}
