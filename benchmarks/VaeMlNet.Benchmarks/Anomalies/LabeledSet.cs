using System.Globalization;
using System.Text;

namespace VaeMlNet.Benchmarks;

/// <summary>A data set with labels that mark its anomalies. At most a few labels of the training part are passed to a detector.</summary>
/// <param name="Name">The file's name without its ending.</param>
/// <param name="Rows">The features.</param>
/// <param name="IsAnomaly">Whether each row is an anomaly.</param>
internal sealed record LabeledSet(string Name, FeatureMatrix Rows, bool[] IsAnomaly)
{
    private const string LabelColumn = "label";

    // The training part and the test part need one row of each class.
    private const int FewestOfAKind = 2;

    /// <summary>Finds the CSV files of a folder whose header begins with "label,", by name.</summary>
    /// <param name="folder">The folder. Its subfolders are not searched.</param>
    /// <param name="names">The names of the sets to use; empty for all.</param>
    /// <exception cref="CommandException">There is no such folder, none of its files is a labeled set, or a name is not among them.</exception>
    public static string[] Find(string folder, IReadOnlyList<string> names)
    {
        string[] files = [.. FilesOf(folder).Where(HasLabels)];
        if (files.Length == 0)
        {
            throw new CommandException(
                $"Folder '{folder}' has no labeled data sets: no CSV file in it has a header that starts with '{LabelColumn},'."
            );
        }

        var missing = names.FirstOrDefault(name => !files.Any(file => NameOf(file) == name));
        return missing is null
            ? [.. files.Where(file => names.Count == 0 || names.Contains(NameOf(file)))]
            : throw new CommandException(
                $"Folder '{folder}' has no data set '{missing}'. It has: {string.Join(", ", files.Select(NameOf))}."
            );
    }

    /// <summary>Reads a CSV file with the column "label" (1 for anomalies, 0 for other rows), followed by features.</summary>
    /// <exception cref="CommandException">The file is damaged, a label is neither 0 nor 1, or a class has too few rows.</exception>
    public static LabeledSet Read(string path, CancellationToken cancellationToken)
    {
        var file = CsvFeatureFile.Open(path);
        var all = FeatureMatrix.Read(file, cancellationToken);
        var width = all.Width - 1;
        var values = new float[all.RowCount * width];
        var isAnomaly = new bool[all.RowCount];
        for (var row = 0; row < all.RowCount; row++)
        {
            isAnomaly[row] = IsOne(all.Row(row)[0], row, path);
            all.Row(row)[1..].CopyTo(values.AsSpan(row * width));
        }

        var anomalies = isAnomaly.Count(label => label);
        return Math.Min(anomalies, all.RowCount - anomalies) >= FewestOfAKind
            ? new LabeledSet(NameOf(path), new FeatureMatrix(values, all.RowCount, width), isAnomaly)
            : throw new CommandException(
                $"'{path}' has {anomalies} anomalies among {all.RowCount} rows; at least {FewestOfAKind} rows of each kind are needed."
            );
    }

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path);

    private static string[] FilesOf(string folder)
    {
        return Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.csv").Order(StringComparer.Ordinal)]
            : throw new CommandException($"Could not read folder '{folder}': there is no such folder.");
    }

    private static bool HasLabels(string path)
    {
        return InputFile.Read(
            path,
            stream =>
            {
                Span<byte> start = stackalloc byte[LabelColumn.Length + 1];
                var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
                return Encoding.UTF8.GetString(start[..count]) == $"{LabelColumn},";
            }
        );
    }

    private static bool IsOne(float label, int row, string path)
    {
        return label is 0 or 1
            ? label == 1
            : throw new CommandException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{path}', row {row + 1}: the label is {label}, expected 1 for an anomaly or 0."
                )
            );
    }
}
