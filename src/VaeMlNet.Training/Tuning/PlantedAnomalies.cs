using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Measures how well a model's scores separate rows from copies with planted anomalies.</summary>
internal static class PlantedAnomalies
{
    private const int FewestCells = 2;

    /// <summary>Checks that the cells of a row can be unusual together.</summary>
    /// <exception cref="InvalidOperationException">The table has a single column.</exception>
    public static void Check(Table table)
    {
        if (table.Columns is [var only])
        {
            throw new InvalidOperationException(
                $"The detection of anomalies cannot be measured, because the rows have only one column, '{only.Name}': without labels, anomalies are planted as combinations of usual cells. Name a column of labels, or choose another objective."
            );
        }
    }

    /// <summary>Returns the area under the ROC curve, with several copies of each row if there are few.</summary>
    /// <param name="trained">The model.</param>
    /// <param name="rows">The raw rows, [N, S].</param>
    /// <param name="copies">The number of copies.</param>
    /// <param name="seed">The seed of the replaced cells.</param>
    public static double Auc(TrainedVae trained, Tensor rows, int copies, int seed)
    {
        Check(trained.Table!);
        var rowCount = (int)rows.shape[0];
        var width = (int)rows.shape[1];
        var raw = TensorValues.Floats(rows);
        Random random = new(seed);
        List<float> scores = [.. Score(trained, rows)];
        for (var copy = 0; copy < copies; copy++)
        {
            using var planted = tensor(Plant(trained.Table!, raw, rowCount, width, random), [rowCount, width]);
            scores.AddRange(Score(trained, planted));
        }

        return new RankingCurve([.. scores], [.. scores.Select((_, i) => i >= rowCount)]).AreaUnderRoc;
    }

    private static float[] Plant(Table table, float[] raw, int rowCount, int width, Random random)
    {
        var first = table.Columns.Select((_, i) => table.Columns.Take(i).Sum(column => column.Width)).ToArray();
        int[] order = [.. Enumerable.Range(0, first.Length)];
        var replaced = Math.Min(first.Length, Math.Max(FewestCells, first.Length / 3));
        float[] planted = [.. raw];
        for (var row = 0; row < rowCount; row++)
        {
            random.Shuffle(order);
            foreach (var column in order.AsSpan(0, replaced))
            {
                var other = random.Next(rowCount);
                raw.AsSpan((other * width) + first[column], table.Columns[column].Width)
                    .CopyTo(planted.AsSpan((row * width) + first[column]));
            }
        }

        return planted;
    }

    /// <summary>Returns the negative ELBO of raw rows, [N, S].</summary>
    public static IEnumerable<float> Score(TrainedVae trained, Tensor rows)
    {
        using var scope = NewDisposeScope();
        var scores = RowScores.Compute(trained.Network, trained.Network.RowsOf(rows)).Scores;
        return scores[VaeScoreKind.NegativeElbo].Select(score => (float)score);
    }
}
