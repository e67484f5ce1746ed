namespace VaeMlNet.Tooling;

/// <summary>Reads labels of a CSV file that mark anomalies.</summary>
internal static class CsvLabels
{
    /// <summary>Reads a column of 1 and 0, or true and false.</summary>
    /// <param name="file">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="notice">The reason why the column has other labels; null where it has none.</param>
    /// <param name="cancellationToken">Checked before each row.</param>
    /// <returns>The labels; null where the column has others.</returns>
    /// <exception cref="CommandException">The column is missing.</exception>
    public static bool[]? Find(
        CsvFile file,
        string column,
        out string? notice,
        CancellationToken cancellationToken = default
    )
    {
        var index = file.IndexOf(column);
        List<bool> labels = [];
        foreach (var record in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!CellText.TryTruth(record.Cell(index), out var isAnomaly))
            {
                notice =
                    $"{file.Place(record)}, column '{column}': the label '{record.Text(index)}' is neither 1 or true for anomalies "
                    + "nor 0 or false for other rows, so the ranking is not measured.";
                return null;
            }

            labels.Add(isAnomaly);
        }

        notice = null;
        return [.. labels];
    }
}
