namespace VaeMlNet.Tooling;

/// <summary>Reads labels of a CSV file that mark anomalies.</summary>
internal static class CsvLabels
{
    /// <summary>Reads a column of 1 and 0, or true and false.</summary>
    /// <exception cref="CommandException">The column is missing, or a cell has another value.</exception>
    public static bool[] Read(CsvFile file, string column, CancellationToken cancellationToken = default)
    {
        var index = file.IndexOf(column);
        List<bool> labels = [];
        foreach (var reader in file.ReadRecords())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (!CellText.TryTruth(reader.GetSpan(index), out var isAnomaly))
            {
                throw new CommandException(
                    $"{file.Place(reader)}, column '{column}': the label is '{reader.GetString(index)}', expected 1 or true for "
                        + "anomalies, 0 or false for other rows."
                );
            }

            labels.Add(isAnomaly);
        }

        return [.. labels];
    }
}
