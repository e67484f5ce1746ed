using CsvHelper;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet.Cli.Commands;

/// <summary>Writes the scores of rows as CSV cells, and keeps what the figures at the end are made of.</summary>
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

    /// <summary>The CSV file's columns.</summary>
    public string[] Header =>
        [ScoreColumn, PredictedLabelColumn, .. (slotNames ?? []).Select(name => $"contribution.{name}")];

    /// <summary>Gives what writes the current row of a cursor.</summary>
    public Action<CsvWriter> Bind(DataViewRow row)
    {
        ValueGetter<float> getScore = row.GetGetter<float>(row.Schema[ScoreColumn]);
        ValueGetter<bool> getLabel = row.GetGetter<bool>(row.Schema[PredictedLabelColumn]);
        Action<CsvWriter> writeContributions = slotNames is null ? _ => { } : BindContributions(row);
        float score = 0;
        bool isAnomaly = false;
        return csv =>
        {
            getScore(ref score);
            getLabel(ref isAnomaly);
            csv.WriteField(score);
            csv.WriteField(isAnomaly ? 1 : 0);
            writeContributions(csv);
            AnomalyCount += isAnomaly ? 1 : 0;
            if (keepScores)
            {
                Scores.Add(score);
            }
        };
    }

    private static Action<CsvWriter> BindContributions(DataViewRow row)
    {
        ValueGetter<VBuffer<float>> getter = row.GetGetter<VBuffer<float>>(row.Schema[ContributionsColumn]);
        VBuffer<float> contributions = default;
        return csv =>
        {
            getter(ref contributions);
            foreach (float contribution in contributions.DenseValues())
            {
                csv.WriteField(contribution);
            }
        };
    }
}
