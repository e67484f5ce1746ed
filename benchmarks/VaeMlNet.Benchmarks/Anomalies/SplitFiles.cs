namespace VaeMlNet.Benchmarks;

/// <summary>Writes the rows of a split, for programs in other languages.</summary>
internal static class SplitFiles
{
    /// <summary>
    /// Writes SET-sSEED-train.csv and SET-sSEED-test.csv: the column label (1 = anomaly), followed by the standardized features.
    /// </summary>
    public static void Write(string folder, string set, int seed, TrainTestSplit standardized)
    {
        Directory.CreateDirectory(folder);
        Write(Path.Combine(folder, $"{set}-s{seed}-train.csv"), standardized.Training, standardized.IsTrainingAnomaly);
        Write(Path.Combine(folder, $"{set}-s{seed}-test.csv"), standardized.Test, standardized.IsAnomaly);
    }

    private static void Write(string path, FeatureMatrix rows, bool[] isAnomaly) =>
        CsvTable.Write(
            path,
            ["label", .. Enumerable.Range(0, rows.Width).Select(slot => $"f{slot}")],
            csv =>
            {
                for (var row = 0; row < rows.RowCount; row++)
                {
                    csv.WriteField(isAnomaly[row] ? 1 : 0);
                    foreach (var value in rows.Row(row))
                    {
                        csv.WriteField(value);
                    }

                    csv.EndRecord();
                }
            }
        );
}
