using VaeMlNet.Texts;

namespace VaeMlNet.Data;

/// <summary>Reads labels of a CSV file that mark anomalies.</summary>
internal static class CsvLabels
{
    /// <summary>Reads a column of labels.</summary>
    /// <param name="file">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    public static bool[] Read(CsvFile file, string column, CancellationToken cancellationToken = default)
    {
        var index = file.IndexOf(column);
        List<bool> labels = [];
        foreach (var record in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = file.Text(record, index);
            labels.Add(
                TruthTexts.Read(text)
                    ?? throw new CommandException(
                        $"{file.Place(record)}, column '{column}': the label '{Excerpt.Of(text)}' cannot be read; expected {TruthTexts.Expected}. "
                            + "Fix the label, or leave the column out with --ignore."
                    )
            );
        }

        return [.. labels];
    }
}
