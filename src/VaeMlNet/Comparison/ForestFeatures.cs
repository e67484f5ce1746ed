namespace VaeMlNet;

/// <summary>
/// Rows as the features of a forest: numbers as they are, and categories by their rank in the order of their frequency, which lets
/// a split separate frequent from rare ones. Missing cells stay missing.
/// </summary>
internal sealed class ForestFeatures
{
    private readonly int[] slots;
    private readonly float[][] ranks; // [slots][codes]; empty for numbers.
    private readonly FeatureBins bins;

    /// <summary>Chooses the features.</summary>
    /// <param name="training">The rows that give the bins of the numbers.</param>
    /// <param name="real">The rows that give the frequencies of the categories.</param>
    /// <param name="except">A variable that is no feature; -1 for none.</param>
    public ForestFeatures(ComparedTable training, ComparedTable real, int except = -1)
    {
        slots = [.. Enumerable.Range(0, real.Slots.Count).Where(slot => slot != except)];
        ranks = Array.ConvertAll(slots, slot => real.Slots[slot].IsNumber ? [] : Ranks(real.Values[slot]));
        bins = new FeatureBins(Features(training));
    }

    /// <summary>Returns the bins of rows: [features][rows].</summary>
    public byte[][] Encode(ComparedTable rows) => bins.Encode(Features(rows));

    /// <summary>Returns the categories of the rows, the most frequent first; equally frequent ones in the order of their codes.</summary>
    public static IEnumerable<float> ByFrequency(float[] codes) =>
        codes
            .Where(code => !float.IsNaN(code))
            .GroupBy(code => code)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key)
            .Select(group => group.Key);

    private float[][] Features(ComparedTable rows) =>
        [
            .. slots.Select(
                (slot, i) =>
                    rows.Slots[slot].IsNumber
                        ? rows.Values[slot]
                        : Array.ConvertAll(rows.Values[slot], code => Rank(ranks[i], code))
            ),
        ];

    private static float[] Ranks(float[] codes)
    {
        float[] ordered = [.. ByFrequency(codes)];
        var ranks = new float[ordered.Length == 0 ? 0 : (int)ordered.Max() + 1];
        Array.Fill(ranks, ordered.Length);
        for (var rank = 0; rank < ordered.Length; rank++)
        {
            ranks[(int)ordered[rank]] = rank;
        }

        return ranks;
    }

    /// <summary>Returns the rank of a category. Categories that do not occur in the real rows come after all others.</summary>
    private static float Rank(float[] ranks, float code) =>
        float.IsNaN(code) ? float.NaN
        : code < ranks.Length ? ranks[(int)code]
        : ranks.Length;
}
