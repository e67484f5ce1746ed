using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;
using VaeMlNet.Views;

namespace VaeMlNet.Tooling;

/// <summary>
/// Writes the scores of rows as CSV cells, counts the anomalies and can keep the scores for a ranking.
/// </summary>
/// <param name="keepScores">True if scores are kept for a ranking.</param>
/// <param name="slotNames">The names of the slots whose contributions are written; null for none.</param>
/// <param name="hasUnseen">True if the names of the columns with unseen categories are written.</param>
/// <param name="hasPValues">True if p-values are written.</param>
internal sealed class ScoreWriter(
    bool keepScores,
    IReadOnlyList<string>? slotNames,
    bool hasUnseen = false,
    bool hasPValues = false
)
{
    /// <summary>The column of the scores that the step adds.</summary>
    public const string ScoreColumn = WrittenColumn.Mark + "Score";

    /// <summary>The column of the predicted labels that the step adds.</summary>
    public const string PredictedLabelColumn = WrittenColumn.Mark + "PredictedLabel";

    /// <summary>The column of the p-values that the step adds.</summary>
    public const string PValueColumn = WrittenColumn.Mark + "PValue";

    /// <summary>The column of the contributions that the step adds.</summary>
    public const string ContributionsColumn = WrittenColumn.Mark + "Contributions";

    /// <summary>The column of the unseen categories that the step adds.</summary>
    public const string UnseenColumn = WrittenColumn.Mark + "Unseen";

    /// <summary>The column of the expected values that the step adds.</summary>
    public const string ExpectedColumn = WrittenColumn.Mark + "Expected";

    /// <summary>The column of the uncertainties of expected values that the step adds.</summary>
    public const string UncertaintyColumn = WrittenColumn.Mark + "Uncertainty";

    // Between the names of columns with unseen categories.
    private const char Separator = ';';

    /// <summary>Gets the number of rows above the threshold.</summary>
    public long AnomalyCount { get; private set; }

    /// <summary>Gets the scores; empty unless they are kept.</summary>
    public List<float> Scores { get; } = [];

    /// <summary>Gets the rows with the highest scores. Default: none.</summary>
    public HighestScores Highest { get; init; } = new(0);

    /// <summary>Gets the names of the channels whose expected values are written. Default: none.</summary>
    public IReadOnlyList<string> ExpectedNames { get; init; } = [];

    /// <summary>Gets the columns of the step that are written.</summary>
    public string[] Columns => [.. LeadingColumns, .. VectorColumns];

    public WrittenColumn[] Header =>
        [
            .. LeadingColumns.Select(name => new WrittenColumn(WrittenColumn.NameOf(name), TypeOf(name))),
            .. WrittenColumn.Numbers([
                .. (slotNames ?? []).Select(name => $"contribution.{name}"),
                .. ExpectedNames.Select(name => $"expected.{name}"),
                .. ExpectedNames.Select(name => $"uncertainty.{name}"),
            ]),
        ];

    private string[] VectorColumns =>
        [
            .. slotNames is null ? (string[])[] : [ContributionsColumn],
            .. ExpectedNames.Count == 0 ? (string[])[] : [ExpectedColumn, UncertaintyColumn],
        ];

    private string[] LeadingColumns =>
        [
            ScoreColumn,
            PredictedLabelColumn,
            .. hasPValues ? (string[])[PValueColumn] : [],
            .. hasUnseen ? (string[])[UnseenColumn] : [],
        ];

    private static WrittenType TypeOf(string name) =>
        name switch
        {
            PredictedLabelColumn => WrittenType.Truth,
            UnseenColumn => WrittenType.Text,
            _ => WrittenType.Single,
        };

    /// <summary>Returns a writer for some of the rows, whose counts and scores are added later.</summary>
    public ScoreWriter Part() =>
        new(keepScores, slotNames, hasUnseen, hasPValues)
        {
            ExpectedNames = ExpectedNames,
            Highest = new(Highest.Most),
        };

    /// <summary>Adds the counts and scores of the next rows.</summary>
    public void Add(ScoreWriter part)
    {
        AnomalyCount += part.AnomalyCount;
        Scores.AddRange(part.Scores);
        Highest.Add(part.Highest);
    }

    /// <summary>Returns an action that writes the current row of a cursor.</summary>
    public Action<CsvWriter> Bind(DataViewRow row)
    {
        var read = BindScore(row);
        var writePValue = hasPValues ? CellWriter.Bind(row, PValueColumn) : _ => { };
        var writeUnseen = hasUnseen ? BindUnseen(row) : _ => { };
        Action<CsvWriter>[] writeVectors = [.. VectorColumns.Select(name => CellWriter.Bind(row, name))];
        return csv =>
        {
            (var score, var isAnomaly) = read();
            csv.WriteField(score);
            csv.WriteField(isAnomaly ? 1 : 0);
            writePValue(csv);
            writeUnseen(csv);
            Array.ForEach(writeVectors, write => write(csv));
        };
    }

    /// <summary>
    /// Returns an action that counts and keeps the current row of a cursor as <see cref="Bind"/> does, but writes
    /// nothing.
    /// </summary>
    public Action Watch(DataViewRow row)
    {
        var read = BindScore(row);
        return () => read();
    }

    /// <summary>Returns an action that writes the names of the columns with unseen categories, empty without any.</summary>
    private static Action<CsvWriter> BindUnseen(DataViewRow row)
    {
        var column = row.Schema[UnseenColumn];
        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        ReadOnlyMemory<char>[] slotNames = [.. names.DenseValues()];
        var read = CurrentValue.Of<VBuffer<float>>(row, column);
        return csv =>
        {
            var unseen = read();
            csv.WriteField(
                unseen.GetValues().ContainsAnyExcept(0)
                    ? string.Join(
                        Separator,
                        unseen.Items().Where(slot => slot.Value != 0).Select(slot => slotNames[slot.Key])
                    )
                    : ""
            );
        };
    }

    private Func<(float Score, bool IsAnomaly)> BindScore(DataViewRow row)
    {
        var readScore = CurrentValue.Of<float>(row, row.Schema[ScoreColumn]);
        var readLabel = CurrentValue.Of<bool>(row, row.Schema[PredictedLabelColumn]);
        return () =>
        {
            var (score, isAnomaly) = (readScore(), readLabel());
            AnomalyCount += isAnomaly ? 1 : 0;
            Highest.Add(score, isAnomaly);
            if (keepScores)
            {
                Scores.Add(score);
            }

            return (score, isAnomaly);
        };
    }
}
