using CsvHelper;
using Microsoft.ML;

namespace VaeMlNet.Tooling;

/// <summary>The scores of rows: writes them as CSV cells, and keeps what the figures at the end are made of.</summary>
/// <param name="keepScores">Whether scores are kept for a ranking.</param>
/// <param name="slotNames">The slots whose contributions are written; null for none.</param>
internal sealed class ScoreWriter(bool keepScores, IReadOnlyList<string>? slotNames)
{
    /// <summary>The step's column of scores.</summary>
    public const string ScoreColumn = "Score";

    /// <summary>The step's column of labels.</summary>
    public const string PredictedLabelColumn = "PredictedLabel";

    /// <summary>The step's column of contributions.</summary>
    public const string ContributionsColumn = "Contributions";

    /// <summary>Rows above the threshold.</summary>
    public long AnomalyCount { get; private set; }

    /// <summary>The scores, when they are kept.</summary>
    public List<float> Scores { get; } = [];

    /// <summary>The step's columns that are written.</summary>
    public string[] Columns =>
        slotNames is null
            ? [ScoreColumn, PredictedLabelColumn]
            : [ScoreColumn, PredictedLabelColumn, ContributionsColumn];

    /// <summary>The CSV file's columns.</summary>
    public string[] Header =>
        [ScoreColumn, PredictedLabelColumn, .. (slotNames ?? []).Select(name => $"contribution.{name}")];

    /// <summary>Gives what writes the current row of a cursor.</summary>
    public Action<CsvWriter> Bind(DataViewRow row)
    {
        var read = BindScore(row);
        var writeContributions = slotNames is null ? _ => { } : VectorCells.Bind(row, ContributionsColumn);
        return csv =>
        {
            (var score, var isAnomaly) = read();
            csv.WriteField(score);
            csv.WriteField(isAnomaly ? 1 : 0);
            writeContributions(csv);
        };
    }

    /// <summary>Gives what keeps of the current row of a cursor what <see cref="Bind"/> would, and writes nothing.</summary>
    public Action Watch(DataViewRow row)
    {
        var read = BindScore(row);
        return () => read();
    }

    private Func<(float Score, bool IsAnomaly)> BindScore(DataViewRow row)
    {
        var getScore = row.GetGetter<float>(row.Schema[ScoreColumn]);
        var getLabel = row.GetGetter<bool>(row.Schema[PredictedLabelColumn]);
        float score = 0;
        var isAnomaly = false;
        return () =>
        {
            getScore(ref score);
            getLabel(ref isAnomaly);
            AnomalyCount += isAnomaly ? 1 : 0;
            if (keepScores)
            {
                Scores.Add(score);
            }

            return (score, isAnomaly);
        };
    }
}
