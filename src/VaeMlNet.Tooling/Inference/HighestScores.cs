namespace VaeMlNet.Tooling;

/// <summary>Finds the rows with the highest scores while rows are scored.</summary>
internal sealed class HighestScores(int most)
{
    private readonly List<RowScore> rows = [];
    private long count;

    /// <summary>Gets the largest number of rows.</summary>
    public int Most => most;

    /// <summary>Gets the rows, the highest score first. Of rows with equal scores, the first in the data comes first.</summary>
    public IReadOnlyList<RowScore> Rows => rows;

    /// <summary>Adds the next row.</summary>
    public void Add(float score, bool isAnomaly) => Add(new RowScore(count++, score, isAnomaly));

    /// <summary>Adds the next rows.</summary>
    public void Add(HighestScores part)
    {
        foreach (var row in part.rows)
        {
            Add(row with { Row = count + row.Row });
        }

        count += part.count;
    }

    private void Add(RowScore row)
    {
        if (rows.Count == most && (most == 0 || row.Rank <= rows[^1].Rank))
        {
            return;
        }

        var place = rows.Count;
        while (place > 0 && row.Rank > rows[place - 1].Rank)
        {
            place--;
        }

        rows.Insert(place, row);
        if (rows.Count > most)
        {
            rows.RemoveAt(most);
        }
    }
}

/// <summary>The score of a row.</summary>
/// <param name="Row">The index of the row in the data, from 0.</param>
/// <param name="Score">The score in nats.</param>
/// <param name="IsAnomaly">Whether it is above the model's threshold.</param>
internal readonly record struct RowScore(long Row, float Score, bool IsAnomaly)
{
    /// <summary>Gets a number that is higher for higher scores. A score that is not a number is the highest.</summary>
    public double Rank => float.IsNaN(Score) ? double.PositiveInfinity : Score;
}
