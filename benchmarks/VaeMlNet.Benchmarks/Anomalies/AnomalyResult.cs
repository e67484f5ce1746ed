using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The figures of a method on one split of a set.</summary>
/// <param name="DataSet">The set's name.</param>
/// <param name="Seed">The seed of the split and the fit.</param>
/// <param name="EpochCount">The number of epochs that was asked for; null: chosen from the data.</param>
/// <param name="Method">The method's name.</param>
/// <param name="Quality">The quality of the ranking; of repeated fits, the mean.</param>
/// <param name="FitSeconds">The time of one fit.</param>
/// <param name="ScoreSeconds">The time of scoring the test part once.</param>
internal sealed record AnomalyResult(
    string DataSet,
    int Seed,
    int? EpochCount,
    string Method,
    RankingQuality Quality,
    double FitSeconds,
    double ScoreSeconds
)
{
    private static readonly string[] Header =
    [
        "dataset",
        "seed",
        "epochs",
        "method",
        "auroc",
        "aupr",
        "fit_seconds",
        "score_seconds",
    ];

    /// <summary>Reads the results of earlier runs; none if there is no file.</summary>
    /// <exception cref="CommandException">The file is damaged, or has other columns.</exception>
    public static IReadOnlyList<AnomalyResult> Read(string path)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var table = TextTable.Read(path);
        return
        [
            .. Enumerable
                .Range(0, table.RowCount)
                .Select(row => new AnomalyResult(
                    table["dataset"][row],
                    (int)Number(table, "seed", row, path),
                    table["epochs"][row].Length == 0 ? null : (int)Number(table, "epochs", row, path),
                    table["method"][row],
                    new(Number(table, "auroc", row, path), Number(table, "aupr", row, path)),
                    Number(table, "fit_seconds", row, path),
                    Number(table, "score_seconds", row, path)
                )),
        ];
    }

    /// <summary>Writes results. The file is replaced when they are complete, so that an interruption loses none.</summary>
    public static void Write(string path, IEnumerable<AnomalyResult> results) =>
        CsvTable.Write(
            path,
            [.. Header],
            csv =>
            {
                foreach (var result in results)
                {
                    csv.WriteField(result.DataSet);
                    csv.WriteField(result.Seed);
                    csv.WriteField(result.EpochCount?.ToString(CultureInfo.InvariantCulture) ?? "");
                    csv.WriteField(result.Method);
                    csv.WriteField(result.Quality.AreaUnderRoc);
                    csv.WriteField(result.Quality.AveragePrecision);
                    csv.WriteField(result.FitSeconds);
                    csv.WriteField(result.ScoreSeconds);
                    csv.EndRecord();
                }
            }
        );

    private static double Number(TextTable table, string column, int row, string path) =>
        double.TryParse(table[column][row], NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new CommandException(
                $"'{path}', row {row + 1}, column '{column}': '{table[column][row]}' is not a number. Delete the file to measure again."
            );
}
