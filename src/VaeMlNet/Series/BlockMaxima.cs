namespace VaeMlNet;

/// <summary>Takes the highest score of each block of neighboring rows of a series. Rows after the last full block of a series do not count.</summary>
internal static class BlockMaxima
{
    public static List<double> Of(IEnumerable<SeriesRowScore> scores, int blockLength)
    {
        var maxima = new List<double>();
        var open = new Dictionary<int, (double Highest, int Count)>();
        foreach (var row in scores)
        {
            var (highest, count) = open.GetValueOrDefault(row.Series, (double.NegativeInfinity, 0));
            (highest, count) = (Math.Max(highest, row.Score), count + 1);
            if (count == blockLength)
            {
                maxima.Add(highest);
                (highest, count) = (double.NegativeInfinity, 0);
            }

            open[row.Series] = (highest, count);
        }

        return maxima;
    }
}
