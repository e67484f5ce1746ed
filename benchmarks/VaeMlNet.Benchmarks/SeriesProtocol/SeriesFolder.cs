using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>
/// A folder of series: manifest.csv with the columns series and family, and for each series NAME_train.csv and NAME_test.csv, which may be
/// compressed as .csv.gz. Every column is a channel, except for the columns timestamp and label. Dates in timestamp are for variants of the
/// product that know the calendar.
/// </summary>
/// <param name="path">The folder.</param>
internal sealed class SeriesFolder(string path)
{
    private const string Label = "label";
    private const string Timestamp = "timestamp";

    /// <summary>Returns the names and families of series, in the order of the manifest.</summary>
    /// <param name="names">The series to take; empty takes all.</param>
    /// <exception cref="CommandException">The manifest is missing or damaged, or lacks a series.</exception>
    public (string Name, string Family)[] Find(string[] names)
    {
        var manifest = TextTable.Read(Path.Combine(path, "manifest.csv"));
        (string Name, string Family)[] all = [.. manifest["series"].Zip(manifest["family"])];
        foreach (var name in names.Except(all.Select(series => series.Name)))
        {
            throw new CommandException(
                $"'{path}' has no series '{name}'. Its manifest has: {string.Join(", ", all.Select(s => s.Name))}."
            );
        }

        return names.Length == 0 ? all : [.. all.Where(series => names.Contains(series.Name))];
    }

    /// <summary>Reads both parts of a series.</summary>
    /// <exception cref="CommandException">
    /// A file is missing or damaged, a cell is not a number, the parts have different channels, no row or every row is labeled, or a part
    /// is shorter than a window.
    /// </exception>
    public ProtocolSeries Read(string name, string family)
    {
        var training = Open(name, "train");
        var test = Open(name, "test");
        var channels = Channels(training.Table);
        if (!channels.SequenceEqual(Channels(test.Table)))
        {
            throw new CommandException(
                $"'{test.Path}' has the channels {string.Join(", ", Channels(test.Table))}, but '{training.Path}' has "
                    + $"{string.Join(", ", channels)}. Both parts of a series need the same channels in the same order."
            );
        }

        ProtocolSeries series = new(
            name,
            family,
            Parse(training, channels),
            Parse(test, channels),
            Array.ConvertAll(test.Table[Label], label => Number(label, test.Path, Label) != 0)
        );
        Check(series, training.Path, test.Path);
        return series;
    }

    private static void Check(ProtocolSeries series, string trainingPath, string testPath)
    {
        foreach (var (rows, file) in new[] { (series.Training, trainingPath), (series.Test, testPath) })
        {
            if (rows.RowCount <= series.Window)
            {
                throw new CommandException(
                    $"'{file}' has {rows.RowCount} rows, but its windows have {series.Window} rows. At least {series.Window + 1} rows are needed."
                );
            }
        }

        var anomalies = series.IsAnomaly.Count(label => label);
        if (anomalies == 0 || anomalies == series.IsAnomaly.Length)
        {
            throw new CommandException(
                $"'{testPath}' has {anomalies} anomalies among {series.IsAnomaly.Length} rows. The metrics need both anomalies and normal rows."
            );
        }
    }

    private static string[] Channels(TextTable table) => [.. table.Names.Except([Label, Timestamp])];

    private static ChannelRows Parse((TextTable Table, string Path) file, string[] channels)
    {
        var columns = Array.ConvertAll(channels, name => (Name: name, Cells: file.Table[name]));
        return new(
            [
                .. Enumerable
                    .Range(0, file.Table.RowCount)
                    .SelectMany(row => columns.Select(column => Number(column.Cells[row], file.Path, column.Name))),
            ],
            channels.Length
        )
        {
            Times = file.Table.Names.Contains(Timestamp) ? Times(file.Table[Timestamp]) : null,
        };
    }

    /// <summary>Returns the times of rows; null unless all of them are dates.</summary>
    private static DateTime[]? Times(string[] cells)
    {
        var times = new DateTime[cells.Length];
        for (var i = 0; i < cells.Length; i++)
        {
            if (
                !DateTime.TryParse(
                    cells[i],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal,
                    out times[i]
                )
            )
            {
                return null;
            }
        }

        return times;
    }

    private static double Number(string cell, string file, string column) =>
        double.IsFinite(TableCoder.Number(cell))
            ? TableCoder.Number(cell)
            : throw new CommandException(
                $"'{file}', column '{column}': the cell is '{cell}', expected a finite number."
            );

    private (TextTable Table, string Path) Open(string name, string part)
    {
        var plain = Path.Combine(path, $"{name}_{part}.csv");
        var compressed = $"{plain}.gz";
        var isCompressed = !File.Exists(plain) && File.Exists(compressed);
        return isCompressed ? (TextTable.Read(Decompress(compressed)), compressed) : (TextTable.Read(plain), plain);
    }

    private static CsvFile Decompress(string file)
    {
        try
        {
            using GZipStream stream = new(InputFile.Open(file), CompressionMode.Decompress);
            using MemoryStream text = new();
            stream.CopyTo(text);
            return CsvFile.FromMessage(file, text.ToArray(), Encoding.UTF8);
        }
        catch (InvalidDataException e)
        {
            throw new CommandException($"'{file}' is not a gzip file, or it is damaged: {e.Message}", e);
        }
    }
}
