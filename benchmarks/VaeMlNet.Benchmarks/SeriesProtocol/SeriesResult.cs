using System.Globalization;

namespace VaeMlNet.Benchmarks;

/// <summary>The metrics of a method with one scheme on a series.</summary>
/// <param name="Series">The name of the series.</param>
/// <param name="Family">The name of its family.</param>
/// <param name="Method">The name of the method.</param>
/// <param name="Scheme">The name of the scheme (<see cref="SeriesScheme"/>).</param>
/// <param name="Window">The number of rows of a window.</param>
/// <param name="Seed">The seed; 0 for methods without randomness.</param>
/// <param name="Metrics">The metrics.</param>
/// <param name="Seconds">The seconds of fitting and scoring, for all schemes of the method together.</param>
internal sealed record SeriesResult(
    string Series,
    string Family,
    string Method,
    string Scheme,
    int Window,
    int Seed,
    SeriesMetrics Metrics,
    double Seconds
)
{
    private const string Header = "series,family,method,scheme,window,seed,auc_pr,auc_roc,vus_pr,event_f1,seconds";

    /// <summary>Reads a file of results. It may have more columns.</summary>
    /// <exception cref="CommandException">The file is missing or damaged, or lacks a column.</exception>
    public static SeriesResult[] Read(string path)
    {
        var table = TextTable.Read(path);
        double Number(string column, int row) => TableCoder.Number(table[column][row]);
        return
        [
            .. Enumerable
                .Range(0, table.RowCount)
                .Select(row => new SeriesResult(
                    table["series"][row],
                    table["family"][row],
                    table["method"][row],
                    table["scheme"][row],
                    (int)Number("window", row),
                    (int)Number("seed", row),
                    new SeriesMetrics(
                        Number("auc_pr", row),
                        Number("auc_roc", row),
                        Number("vus_pr", row),
                        Number("event_f1", row)
                    ),
                    Number("seconds", row)
                )),
        ];
    }

    /// <summary>Writes a file of results. An interrupted write leaves the earlier file.</summary>
    public static void Write(string path, IEnumerable<SeriesResult> results)
    {
        var temporary = $"{path}.tmp";
        File.WriteAllLines(temporary, [Header, .. results.Select(result => result.ToLine())]);
        File.Move(temporary, path, overwrite: true);
    }

    private string ToLine() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Series},{Family},{Method},{Scheme},{Window},{Seed},{Metrics.AucPr:0.00000},{Metrics.AucRoc:0.00000},{Metrics.VusPr:0.00000},{Metrics.EventF1:0.00000},{Seconds:0.00}"
        );
}
