using System.Globalization;
using VaeMlNet.Texts;

namespace VaeMlNet.Cli;

/// <summary>
/// The labels that a person gave to rows of a file: a CSV file with the columns Row, from 1, and Label, and perhaps others, which are for people.
/// </summary>
internal sealed class KnownRows
{
    /// <summary>The name of the column that training rows get. Files cannot have it, because they are read without it.</summary>
    public const string ColumnName = "(known rows)";

    /// <summary>The label of anomalies.</summary>
    public const string Anomaly = "anomaly";

    /// <summary>The label of normal rows.</summary>
    public const string Normal = "normal";

    /// <summary>The label of rows that a person looked at without an answer.</summary>
    public const string Unknown = "unknown";

    private const string RowColumn = "Row";
    private const string LabelColumn = "Label";

    private static readonly string[] Others = ["Score", "Reasons"];

    private readonly SortedDictionary<long, KnownRow> rows = [];

    /// <summary>Gets the numbers of all rows that have an answer, from 0.</summary>
    public IReadOnlyCollection<long> Asked => rows.Keys;

    /// <summary>Gets whether rows are anomalies, by their numbers from 0.</summary>
    public IReadOnlyDictionary<long, bool> Labels =>
        rows.Where(row => row.Value.Label is not null).ToDictionary(row => row.Key, row => row.Value.Label!.Value);

    /// <summary>Gets or sets the answer for a row.</summary>
    /// <param name="row">The number of the row, from 0.</param>
    public KnownRow this[long row]
    {
        set => rows[row] = value;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="CommandException">The file is missing or damaged, a row or label cannot be read, or labels contradict each other.</exception>
    public static KnownRows Read(string path)
    {
        var file = CsvFile.Open(path);
        var (row, label) = (file.IndexOf(RowColumn), file.IndexOf(LabelColumn));
        int?[] others = [.. Others.Select(name => file.Has(name) ? file.IndexOf(name) : (int?)null)];
        KnownRows known = new();
        foreach (var record in file.ReadRecords())
        {
            var text = file.Text(record, row);
            var isRow =
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
            if (!isRow)
            {
                throw new CommandException(
                    $"{file.Place(record)}, column '{RowColumn}': '{text}' is not the number of a row, from 1. Fix the cell."
                );
            }

            var cells = others.Select(other => other is { } index ? file.Text(record, index) : "").ToArray();
            KnownRow answer = new(Label(file, record, file.Text(record, label)), cells[0], cells[1]);
            var earlier = known.rows.GetValueOrDefault(number - 1)?.Label;
            if (answer.Label is not null && earlier == !answer.Label)
            {
                throw new CommandException(
                    $"{file.Place(record)}: row {number} has the labels {Anomaly} and {Normal}. Delete the wrong line."
                );
            }

            // Who gave no answer does not take back that of another.
            if (answer.Label is not null || earlier is null)
            {
                known[number - 1] = answer;
            }
        }

        return known;
    }

    /// <summary>Adds the labels of a column for <c>--known-anomalies</c>, except for rows that have a label.</summary>
    public void AddMarks(CsvFile file, string column)
    {
        var index = file.IndexOf(column);
        foreach (var (row, record) in file.ReadRecords().Index())
        {
            var text = file.Text(record, index);
            bool? label =
                TruthTexts.Read(text) == true ? true
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var mark) && mark == -1
                    ? false
                : null;
            if (label is not null && rows.GetValueOrDefault(row)?.Label is null)
            {
                rows[row] = new(label, "", "");
            }
        }
    }

    /// <summary>Checks that no answer is for a row that the data does not have: the answers would be those for other data.</summary>
    /// <param name="rowCount">The number of rows.</param>
    /// <param name="advice">What the user can do, as a sentence.</param>
    /// <exception cref="CommandException">A row is beyond the last one.</exception>
    public void Check(long rowCount, string advice)
    {
        if (rows.Keys.LastOrDefault(-1) is var last && last >= rowCount)
        {
            throw new CommandException(
                FormattableString.Invariant(
                    $"--known-rows has a label of row {last + 1}, but only {rowCount} rows are read. {advice}"
                )
            );
        }
    }

    /// <summary>Writes the file.</summary>
    /// <exception cref="CommandException">The file cannot be written.</exception>
    public void Write(string path) =>
        CsvTable.Write(
            path,
            [new(RowColumn, WrittenType.Whole), LabelColumn, .. Others],
            csv =>
            {
                foreach (var (row, known) in rows)
                {
                    csv.WriteField(row + 1);
                    csv.WriteField(
                        known.Label switch
                        {
                            true => Anomaly,
                            false => Normal,
                            null => Unknown,
                        }
                    );
                    csv.WriteField(known.Score);
                    csv.WriteField(known.Reasons);
                    csv.EndRecord();
                }
            }
        );

    private static bool? Label(CsvFile file, CsvRecord record, string text) =>
        text.ToLowerInvariant() switch
        {
            Anomaly => true,
            Normal => false,
            Unknown or "" or "?" => null,
            _ => TruthTexts.Read(text)
                ?? throw new CommandException(
                    $"{file.Place(record)}, column '{LabelColumn}': '{text}' cannot be read; expected {Anomaly}, {Normal} or {Unknown}. Fix the cell."
                ),
        };
}

/// <summary>The answer for a row.</summary>
/// <param name="Label">Whether it is an anomaly; null if that is not known.</param>
/// <param name="Score">The score when the row was shown, as text for people.</param>
/// <param name="Reasons">The reasons that were shown, as text for people.</param>
internal sealed record KnownRow(bool? Label, string Score, string Reasons);
